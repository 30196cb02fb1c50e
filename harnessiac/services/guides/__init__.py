"""Guides to artifact sources: set-up, required permissions, hosts and limits, read from the files in `data/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from harnessiac import documents
from harnessiac.services.guides.guide import Guide
from harnessiac.source import SourceFile

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
"""The short names of the types that Harness's documentation describes, in its order; each names a file in `data/`."""

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
"""The others: their guides are shorter."""

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


@cache
def of_type(type: str) -> Guide | None:
    """The guide to a type by the platform's exact name."""
    name = TYPES.get(type)
    if name is None:
        return None
    path = Path(__file__).parent / "data" / f"{name}.yaml"
    document, problems = documents.read(SourceFile(path.name, path.read_text("utf-8")))
    if document is None or problems:
        raise ValueError(f"{path}: {problems}")
    return msgspec.convert(document.plain(), Guide)


def every() -> tuple[Guide, ...]:
    """All guides, in the order of their names."""
    return tuple(guide for type in TYPES if (guide := of_type(type)) is not None)


__all__ = ["Guide", "every", "find", "names", "of_type", "type_of"]
