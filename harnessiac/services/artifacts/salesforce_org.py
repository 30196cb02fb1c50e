"""Metadata of a Salesforce organisation."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import anything, text, texts

SOURCE = source(
    "SalesforceOrg",
    text("connectorRef", required=True),
    text("metadataConfigurationType", required=True),
    texts("metadatas"),
    texts("sourcePaths"),
    *anything("manifestStore"),
    connectors=("Salesforce",),
    output=Output(version=""),
)
