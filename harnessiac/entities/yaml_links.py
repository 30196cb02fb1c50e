"""Every reference in a service's YAML: connectors, secrets, templates, registries, files of the file store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from harnessiac.attributes import Path
from harnessiac.codes.references import INVALID
from harnessiac.diagnostics import Diagnostic
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.entities.links import Beside, Link, Malformed, Sort, Wanted, parse_file_path, parse_reference
from harnessiac.services import artifacts
from harnessiac.shapes.checking import literal
from harnessiac.source import Span

KEYS = {
    "connectorRef": Sort.CONNECTOR,
    "templateRef": Sort.TEMPLATE,
    "registryRef": Sort.REGISTRY,
    **dict.fromkeys(
        ("installationKeyRef", "secretRef", "secretKeyRef", "tokenRef", "passwordRef", "usernameRef", "sshKeyRef"),
        Sort.SECRET,
    ),
}
"""The keys whose values are references."""

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
_SECRET = re.compile(r"""<\+secrets\.getValue\(\s*(["'])([^"'<>]*)\1\s*\)""")
_SECRET_CALL = "secrets.getValue"


_DOCKER = Wanted(("DockerRegistry",), "artifact source of type DockerRegistry")


class _Around(Struct, frozen=True):
    """Where a mapping stands: the key that holds it (`spec` and indices passed over) and the type said beside it."""

    key: str = ""
    type: str | None = None


def find_links(
    document: Document, org: str | None, project: str | None, *, of_connector: bool = False
) -> tuple[list[Link], list[Diagnostic]]:
    """Every reference in the document, in order, and an error for each that must be one and is not.

    In a connector's document (`of_connector`) every other key that ends in `Ref` names a secret.
    """
    finder = _Finder(document, org, project, calls=_SECRET_CALL in document.source.text, of_connector=of_connector)
    links = list(finder.links(document.root, (), _Around()))
    findings = [
        INVALID.at(link.span, link.target.reason)
        for link in links
        if isinstance(link.target, Malformed) and link.sort in (Sort.CONNECTOR, Sort.TEMPLATE)
    ]
    return links, findings


class _Finder(Struct, frozen=True):
    """`calls`: whether the text holds `<+secrets.getValue(...)>` anywhere; most do not and need no search."""

    document: Document
    org: str | None
    project: str | None
    calls: bool
    of_connector: bool

    def links(self, node: Node, path: Path, around: _Around) -> Iterator[Link]:
        """Depth first, without recursion beyond the depth that reading allows."""
        match node:
            case Mapping():
                yield from self._in_mapping(node, path, around)
            case Sequence():
                for index, item in enumerate(node.items):
                    yield from self.links(item, (*path, index), around)
            case Scalar():
                if self.calls and _SECRET_CALL in node.text:
                    yield from self._called(node, path)

    def _in_mapping(self, node: Mapping, path: Path, around: _Around) -> Iterator[Link]:
        type = _text(node.get("type"))
        is_file_store = around.key.lower().endswith("store") and around.type == "Harness"
        for key, entry in node.entries.items():
            here = (*path, key)
            sort = KEYS.get(key)
            if sort is None and self.of_connector and key.endswith("Ref"):
                sort = Sort.SECRET
            if sort is not None:
                version = _text(node.get("versionLabel")) if sort is Sort.TEMPLATE else None
                link = self._named(entry.value, here, sort, key, _wanted(sort, around, node), version)
                official = self._official(node) if link.wanted == _DOCKER else None
                yield replace(link, official=official) if official else link
            elif key == "value" and type == "Secret":
                secret = self._named(entry.value, here, Sort.SECRET, key)
                if not isinstance(secret.target, Malformed):  # it may be the secret itself, which is shown nowhere
                    yield secret
            elif is_file_store and key in ("file", "files", "secretFiles"):
                yield from self._stored(entry.value, here, key)
            elif isinstance(entry.value, Scalar):
                if self.calls and _SECRET_CALL in entry.value.text:
                    yield from self._called(entry.value, here)
            else:
                inner = _Around(around.key, around.type if type is None else type) if key == "spec" else _Around(key)
                yield from self.links(entry.value, here, inner)

    def _official(self, spec: Mapping) -> Beside | None:
        """The image path of a Docker source, if it has no namespace."""
        node = spec.get("imagePath")
        path = literal(node)
        return Beside(path, self.document.span(node)) if node is not None and path and "/" not in path else None

    def _named(
        self, node: Node, path: Path, sort: Sort, key: str, wanted: Wanted | None = None, version: str | None = None
    ) -> Link:
        span = self.document.span(node)
        if not isinstance(node, Scalar):
            return Link(path, "", span, Malformed("A reference must be a string."), sort, key, wanted, version)
        text = "" if node.is_null else node.text
        found = _SECRET.search(text) if sort is Sort.SECRET else None
        if found is not None:  # a variable whose value is an expression for the secret itself
            text = found[2]
        return Link(path, text, span, parse_reference(text, self.org, self.project), sort, key, wanted, version)

    def _stored(self, node: Node, path: Path, key: str) -> Iterator[Link]:
        """Files of a store of type Harness; a secret file is a secret, the others are paths in the file store."""
        items = enumerate(node.items) if isinstance(node, Sequence) else ((None, node),)
        for index, item in items:
            here = path if index is None else (*path, index)
            text = _text(item)
            if text is None:
                continue
            span = self.document.span(item)
            if key == "secretFiles":
                yield Link(here, text, span, parse_reference(text, self.org, self.project), Sort.SECRET, key)
            else:
                yield Link(here, text, span, parse_file_path(text), Sort.FILE, key)

    def _called(self, node: Scalar, path: Path) -> Iterator[Link]:
        """The secrets that expressions in a text ask for, each at its own place where the text stands as written."""
        at = node.start
        for found in _SECRET.finditer(node.text):
            text = found[2]
            start = self.document.source.text.find(text, at, node.end)
            span: Span = self.document.span(node)
            if start >= 0:
                at = start + len(text)
                span = self.document.origin.span(start, at)
            yield Link(path, text, span, parse_reference(text, self.org, self.project), Sort.SECRET, "secrets.getValue")


def _wanted(sort: Sort, around: _Around, spec: Mapping) -> Wanted | None:
    """Which connectors the spec of an artifact source, store or Helm repository takes."""
    type = around.type
    if sort is not Sort.CONNECTOR or type is None:
        return None
    if around.key in _SOURCES:
        source = artifacts.find(type)
        types = source.connectors if source is not None else ()
        what = "artifact source"
    elif around.key == "manifest" and type == "HelmRepoOverride":
        type = _text(spec.get("type")) or ""
        types, what = STORES.get(type, ()), "Helm repository"
    elif around.key == "config":
        types, what = OCI_STORES.get(type, ()), "OCI registry"
    elif around.key.lower().endswith("store"):
        types, what = STORES.get(type, ()), "store"
    else:
        return None
    return Wanted(types, f"{what} of type {type}") if types else None


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) and not node.is_null else None
