"""Nexus 3 repositories."""

from harnessiac.services.artifacts._source import nexus_formats, source
from harnessiac.services.vocabulary import Anything, Field, either, text

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
)
