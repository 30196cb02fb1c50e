"""Objects in Google Cloud Storage."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import text

SOURCE = source(
    "GoogleCloudStorage",
    text("artifactPath", required=True),
    text("bucket", required=True),
    text("connectorRef", required=True),
    text("project", required=True),
    connectors=("Gcp",),
    output=Output(version="artifactPath"),
)
