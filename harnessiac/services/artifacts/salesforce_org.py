"""Metadata of a Salesforce organization."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.manifests import STORE_RECORD
from harnessiac.shapes.vocabulary import Field, text, texts

SOURCE = source(
    "SalesforceOrg",
    text("connectorRef", required=True),
    text("metadataConfigurationType", required=True),
    texts("metadatas"),
    texts("sourcePaths"),
    Field("manifestStore", STORE_RECORD),
    connectors=("Salesforce",),
    output=Output(version=""),
)
