"""JFrog Artifactory repositories."""

from harnessiac.services.artifacts._names import Facts, Output, authority, field, without_scheme
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import ASKED, text


def _host(facts: Facts) -> str:
    """Where Docker clients reach the repository: the address given, or a subdomain that ends in its name."""
    address = facts.optional("repositoryUrl")
    if address is not None:
        return without_scheme(address)
    first, dot, rest = authority(facts.connector("artifactoryServerUrl")).partition(".")
    return f"{first}-{facts.field('repository')}{dot}{rest}"


SOURCE = source(
    "ArtifactoryRegistry",
    text("connectorRef", required=True),
    text("repository", required=True),
    text("repositoryFormat", required=True, options=("docker", "generic")),
    text("artifactDirectory"),
    text("artifactFilter"),
    text("artifactPath", usual=ASKED),
    text("artifactPathFilter"),
    text("repositoryUrl"),
    text("tag", usual=ASKED),
    text("tagRegex"),
    text("digest"),
    connectors=("Artifactory",),
    output=Output(
        regex="tagRegex",
        host=_host,
        path=field("artifactPath"),
        when=("repositoryFormat", "docker"),
        renamed={"repositoryName": "repository"},
    ),
)
