"""Build plans of Bamboo."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import text, texts

SOURCE = source(
    "Bamboo",
    text("connectorRef", required=True),
    text("planKey", required=True),
    texts("artifactPaths"),
    text("build"),
    connectors=("Bamboo",),
    output=Output(version="build", renamed={"artifactPath": "artifactPaths"}),
)
