"""Build plans of Bamboo."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import ASKED, text, texts

SOURCE = source(
    "Bamboo",
    text("connectorRef", required=True),
    text("planKey", required=True),
    texts("artifactPaths", usual=ASKED),
    text("build", usual=ASKED),
    connectors=("Bamboo",),
    output=Output(version="build", renamed={"artifactPath": "artifactPaths"}),
)
