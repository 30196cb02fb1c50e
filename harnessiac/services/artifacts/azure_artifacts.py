"""Feeds of Azure Artifacts."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._rules import package_types
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import Needs, either, text

_PACKAGES = ("maven", "nuget", "upack")

SOURCE = source(
    "AzureArtifacts",
    text("connectorRef", required=True),
    text("feed", required=True),
    text("package", required=True),
    text("packageType", required=True, options=_PACKAGES),
    text("scope", required=True, options=("project", "org")),
    text("project"),
    text("version"),
    text("versionRegex"),
    connectors=("AzureArtifacts",),
    choices=(either("version", "versionRegex"),),
    rules=(package_types(_PACKAGES, "maven", "nuget"),),
    needs=(Needs("scope", {"project": "project"}),),
    output=Output(version="version", regex="versionRegex"),
)
