"""Salesforce DX projects."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import Anything, Field, text, texts

SOURCE = source(
    "SalesforceDxProject",
    Field("metadataStore", Anything(), required=True),
    text("metadataConfigurationType", required=True),
    texts("metadatas"),
    texts("sourcePaths"),
    text("manifestPath"),
    text("destructiveChangesPath"),
    connectors=(),
    output=Output(version=""),
)
