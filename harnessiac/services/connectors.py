"""Which connectors the parts of a service take: artifact sources, stores of manifests, Helm repositories."""

from __future__ import annotations

from harnessiac.documents import Mapping, Scalar
from harnessiac.services import artifacts
from harnessiac.shapes.vocabulary import Fitting

STORES = {
    "Git": ("Git",),
    "Github": ("Github",),
    "GitLab": ("Gitlab",),
    "Bitbucket": ("Bitbucket",),
    "AzureRepo": ("AzureRepo",),
    "Http": ("HttpHelmRepo",),
    "OciHelmChart": ("OciHelmRepo",),
    "S3": ("Aws",),
    "S3Url": ("Aws",),
    "Gcs": ("Gcp",),
    "Artifactory": ("Artifactory",),
}
"""The types of connector that each type of store takes; the Helm repositories of overrides have the same names."""

OCI_STORES = {"Generic": ("OciHelmRepo",), "ECR": ("Aws",), "AWS": ("Aws",)}
"""The same for the registries that a store of type OciHelmChart may name in its `config`."""

_SOURCES = frozenset({"sources", "primary", "sidecar", "templateInputs"})


def fitting(key: str, type: str, spec: Mapping) -> Fitting | None:
    """Return the connectors for a `spec` of `type` below the key `key` (None: any).

    `key` is the one that holds the mapping with `type` and `spec`, indices and `spec` passed over.
    """
    if key in _SOURCES:
        source = artifacts.find(type)
        types = source.connectors if source is not None else ()
        what = "artifact source"
    elif key == "manifest" and type == "HelmRepoOverride":
        node = spec.get("type")
        type = node.text if isinstance(node, Scalar) and not node.is_null else ""
        types, what = STORES.get(type, ()), "Helm repository"
    elif key == "config":
        types, what = OCI_STORES.get(type, ()), "OCI registry"
    elif key.lower().endswith("store"):
        types, what = STORES.get(type, ()), "store"
    else:
        return None
    return Fitting(types, f"{what} of type {type}") if types else None
