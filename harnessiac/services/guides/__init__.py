"""Guides: how to set up each artifact source, what it must be allowed, which hosts it needs, where its limits are."""

from __future__ import annotations

from importlib import import_module

from harnessiac.services.guides.guide import Guide

DESCRIBED = {
    "DockerRegistry": "docker",
    "Gcr": "gcr",
    "GoogleCloudStorage": "gcs",
    "GoogleArtifactRegistry": "gar",
    "AzureArtifacts": "azure_artifacts",
    "Ecr": "ecr",
    "Acr": "acr",
    "Nexus3Registry": "nexus",
    "ArtifactoryRegistry": "artifactory",
    "Bamboo": "bamboo",
    "GithubPackageRegistry": "github_packages",
    "CustomArtifact": "custom",
}
"""The short names of the types that Harness describes, in its order; each is the name of a module here."""

BRIEF = {
    "Nexus2Registry": "nexus2",
    "Jenkins": "jenkins",
    "AmazonS3": "s3",
    "AmazonMachineImage": "ami",
    "GoogleCloudSource": "gcsource",
    "GceImage": "gce_image",
    "Har": "har",
    "SalesforcePackage": "salesforce_package",
    "SalesforceOrg": "salesforce_org",
    "SalesforceDxProject": "salesforce_dx",
}
"""The others, which are in the module `brief`."""

TYPES = DESCRIBED | BRIEF
"""The short name of each type by the platform's."""

_ALIASES = {"google_artifact_registry": "gar", "nexus3": "nexus", "github": "github_packages"}


def names() -> tuple[str, ...]:
    """The short names of all types."""
    return tuple(TYPES.values())


def type_of(text: str) -> str | None:
    """The platform's name of a type by its short name (`gar`) or itself (`GoogleArtifactRegistry`), in any case."""
    wanted = text.strip().lower().replace("-", "_")
    by_name = {name: type for type, name in TYPES.items()} | {type.lower(): type for type in TYPES}
    return by_name.get(_ALIASES.get(wanted, wanted))


def find(text: str) -> Guide | None:
    """The guide to a type, named in any of these ways."""
    return of_type(type_of(text) or "")


def of_type(type: str) -> Guide | None:
    """The guide to a type by the platform's exact name."""
    if type in DESCRIBED:
        found: Guide = import_module(f"{__name__}.{DESCRIBED[type]}").GUIDE
        return found
    from harnessiac.services.guides.brief import GUIDES

    return next((guide for guide in GUIDES if guide.type == type), None)


def every() -> tuple[Guide, ...]:
    """All guides, in the order of their names."""
    return tuple(guide for type in TYPES if (guide := of_type(type)) is not None)


__all__ = ["Guide", "every", "find", "names", "of_type", "type_of"]
