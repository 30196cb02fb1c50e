"""The artifact source types: a file each, imported when a service uses it."""

from __future__ import annotations

from importlib import import_module

from harnessiac.services.artifacts._source import ArtifactSource

MODULES = {
    "DockerRegistry": "docker",
    "Gcr": "gcr",
    "Ecr": "ecr",
    "Acr": "acr",
    "Nexus3Registry": "nexus3",
    "Nexus2Registry": "nexus2",
    "ArtifactoryRegistry": "artifactory",
    "CustomArtifact": "custom",
    "Jenkins": "jenkins",
    "AmazonS3": "s3",
    "GoogleArtifactRegistry": "gar",
    "GithubPackageRegistry": "github_packages",
    "AzureArtifacts": "azure_artifacts",
    "AmazonMachineImage": "ami",
    "Bamboo": "bamboo",
    "GoogleCloudStorage": "gcs",
    "GoogleCloudSource": "gcsource",
    "GceImage": "gce_image",
    "Har": "har",
    "SalesforcePackage": "salesforce_package",
    "SalesforceOrg": "salesforce_org",
    "SalesforceDxProject": "salesforce_dx",
}
"""The platform's name of each type, and its module here."""


def find(type: str) -> ArtifactSource | None:
    """The declaration of a type by the platform's name for it."""
    module = MODULES.get(type)
    if module is None:
        return None
    found: ArtifactSource = import_module(f"{__name__}.{module}").SOURCE
    return found


__all__ = ["MODULES", "ArtifactSource", "find"]
