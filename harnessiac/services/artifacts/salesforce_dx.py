"""Salesforce DX projects."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.manifests import STORE_RECORD
from harnessiac.shapes.vocabulary import Field, text, texts

SOURCE = source(
    "SalesforceDxProject",
    Field("metadataStore", STORE_RECORD, required=True),
    text("metadataConfigurationType", required=True),
    texts("metadatas"),
    texts("sourcePaths"),
    text("manifestPath"),
    text("destructiveChangesPath"),
    connectors=(),
    output=Output(version=""),
)
