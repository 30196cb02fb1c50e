"""Google Artifact Registry."""

from harnessiac.services.artifacts._names import Output, joined
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text

SOURCE = source(
    "GoogleArtifactRegistry",
    text("connectorRef", required=True),
    text("package", required=True),
    text("project", required=True),
    text("region", required=True),
    text("repositoryName", required=True),
    text("repositoryType", required=True, options=("docker",)),
    text("version"),
    text("versionRegex"),
    text("digest"),
    text("metadata"),
    connectors=("Gcp",),
    choices=(either("version", "versionRegex"),),
    output=Output(
        version="version",
        regex="versionRegex",
        host=lambda facts: f"{facts.field('region')}-docker.pkg.dev",
        path=joined("project", "repositoryName", "package"),
        renamed={"pkg": "package"},
    ),
)
