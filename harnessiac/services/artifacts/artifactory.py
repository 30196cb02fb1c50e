"""JFrog Artifactory repositories."""

from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import text

SOURCE = source(
    "ArtifactoryRegistry",
    text("connectorRef", required=True),
    text("repository", required=True),
    text("repositoryFormat", required=True, options=("docker", "generic")),
    text("artifactDirectory"),
    text("artifactFilter"),
    text("artifactPath"),
    text("artifactPathFilter"),
    text("repositoryUrl"),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    connectors=("Artifactory",),
)
