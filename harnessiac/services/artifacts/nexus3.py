"""Nexus 3 repositories."""

from harnessiac.services.artifacts._names import Facts, Output, authority, field, hostname
from harnessiac.services.artifacts._rules import one_level
from harnessiac.services.artifacts._source import nexus_formats, source
from harnessiac.shapes.vocabulary import Anything, Field, either, text


def _host(facts: Facts) -> str:
    """Where Docker clients reach the repository: an address of its own, or a port of the server."""
    address = facts.optional("repositoryUrl")
    if address is not None:
        return authority(address) if "://" in address else address.strip("/")
    return f"{hostname(facts.connector('nexusServerUrl'))}:{facts.field('repositoryPort')}"


SOURCE = source(
    "Nexus3Registry",
    text("connectorRef", required=True),
    text("repository", required=True),
    text("repositoryFormat", required=True, options=("docker", "maven", "npm", "nuget", "raw")),
    text("artifactPath"),
    text("repositoryUrl"),
    text("repositoryPort", takes_numbers=True),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    text("metadata"),
    Field("spec", Anything()),
    connectors=("Nexus",),
    choices=(either("tag", "tagRegex"),),
    picked=nexus_formats("docker", "maven", "npm", "nuget", "raw"),
    rules=(one_level,),
    output=Output(
        regex="tagRegex",
        host=_host,
        path=field("artifactPath"),
        when=("repositoryFormat", "docker"),
        renamed={"repositoryName": "repository"},
    ),
)
