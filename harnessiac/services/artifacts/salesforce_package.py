"""Packages of Salesforce."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import text

SOURCE = source(
    "SalesforcePackage",
    text("connectorRef", required=True),
    text("packageId"),
    text("installationKeyRef"),
    text("packageVersionId"),
    connectors=("Salesforce",),
    output=Output(version="packageVersionId"),
)
