"""Build plans of Bamboo."""

from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import text, texts

SOURCE = source(
    "Bamboo",
    text("connectorRef", required=True),
    text("planKey", required=True),
    texts("artifactPaths"),
    text("build"),
    connectors=("Bamboo",),
)
