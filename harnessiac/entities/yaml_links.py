"""Every reference in the YAML of an entity: connectors, secrets, templates, registries, files of the file store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from harnessiac.attributes import Path
from harnessiac.codes.references import INVALID
from harnessiac.diagnostics import Diagnostic
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.entities.links import (
    CONNECTOR,
    FILE,
    REGISTRY,
    SECRET,
    TEMPLATE,
    Beside,
    Link,
    Malformed,
    parse_file_path,
    parse_reference,
)
from harnessiac.schema.nodes import Kind
from harnessiac.shapes.checking import literal
from harnessiac.shapes.items import UNKNOWN, shape_of, unwrapped
from harnessiac.shapes.vocabulary import Fitting, Items, Record, Shape
from harnessiac.source import Span

KEYS = {
    "connectorRef": CONNECTOR,
    "templateRef": TEMPLATE,
    "registryRef": REGISTRY,
    **dict.fromkeys(
        ("installationKeyRef", "secretRef", "secretKeyRef", "tokenRef", "passwordRef", "usernameRef", "sshKeyRef"),
        SECRET,
    ),
}
"""The keys whose values are references."""

_SECRET = re.compile(r"""<\+secrets\.getValue\(\s*(["'])([^"'<>]*)\1\s*\)""")
_SECRET_CALL = "secrets.getValue"
_DOCKER = ("DockerRegistry",)


class _Around(Struct, frozen=True):
    """Where a mapping stands: the key that holds it (`spec` and indices passed over) and the type said beside it."""

    key: str = ""
    type: str | None = None


def find_links(
    document: Document, kind: Kind, org: str | None, project: str | None
) -> tuple[list[Link], list[Diagnostic]]:
    """Find every reference in a document of a kind, in order, and an error for each that must be one and is not.

    Where the shape of its YAML declares what a field refers to, that counts; elsewhere the names of keys tell. In
    documents that nobody writes by hand every other key that ends in `Ref` names a secret.
    """
    authored = kind.authored
    finder = _Finder(
        document,
        org,
        project,
        _SECRET_CALL in document.source.text,
        authored.fitting if authored is not None else None,
        is_generated=authored is None,
    )
    links = list(finder.links(document.root, (), _Around(), authored.shape() if authored is not None else UNKNOWN))
    findings = [
        INVALID.at(link.span, link.target.reason, kind.entity)
        for link in links
        if isinstance(link.target, Malformed) and link.entity not in (SECRET, REGISTRY, FILE)
    ]
    return links, findings


class _Finder(Struct, frozen=True):
    """`calls`: whether the text holds `<+secrets.getValue(...)>` anywhere; most do not and need no search."""

    document: Document
    org: str | None
    project: str | None
    calls: bool
    fitting: Callable[[str, str, Mapping], Fitting | None] | None
    is_generated: bool

    def links(self, node: Node, path: Path, around: _Around, shape: Shape) -> Iterator[Link]:
        """Depth first, without recursion beyond the depth that reading allows."""
        match node:
            case Mapping():
                yield from self._in_mapping(node, path, around, shape)
            case Sequence():
                for index, item in enumerate(node.items):
                    inner = unwrapped(shape, item) if isinstance(shape, Items) else None
                    if isinstance(shape, Items) and inner is not None and shape.inside:
                        yield from self.links(inner, (*path, index, shape.inside), _Around(shape.inside), shape.item)
                    else:
                        item_shape = shape.item if isinstance(shape, Items) and inner is not None else UNKNOWN
                        yield from self.links(item, (*path, index), around, item_shape)
            case Scalar():
                if self.calls and _SECRET_CALL in node.text:
                    yield from self._called(node, path)

    def _in_mapping(self, node: Mapping, path: Path, around: _Around, shape: Shape) -> Iterator[Link]:
        type = _text(node.get("type"))
        referring = shape.referring if isinstance(shape, Record) else {}
        is_file_store = around.key.lower().endswith("store") and around.type == "Harness"
        for key, entry in node.entries.items():
            here = (*path, key)
            entity, wanted = KEYS.get(key), None
            if key in referring:
                entity, wanted = referring[key].refers, referring[key].fitting
            elif entity is None and self.is_generated and key.endswith("Ref"):
                entity = SECRET
            if entity is not None:
                if entity == CONNECTOR and wanted is None and around.type is not None and self.fitting is not None:
                    wanted = self.fitting(around.key, around.type, node)
                version = _text(node.get("versionLabel")) if entity == TEMPLATE else None
                link = self._named(entry.value, here, entity, key, wanted, version)
                official = self._official(node) if wanted is not None and wanted.types == _DOCKER else None
                yield replace(link, official=official) if official else link
            elif key == "value" and type == "Secret":
                secret = self._named(entry.value, here, SECRET, key)
                if not isinstance(secret.target, Malformed):  # it may be the secret itself, which is shown nowhere
                    yield secret
            elif is_file_store and key in ("file", "files", "secretFiles"):
                yield from self._stored(entry.value, here, key)
            elif isinstance(entry.value, Scalar):
                if self.calls and _SECRET_CALL in entry.value.text:
                    yield from self._called(entry.value, here)
            else:
                inner = _Around(around.key, around.type if type is None else type) if key == "spec" else _Around(key)
                inner_shape = shape_of(shape, key, node) if isinstance(shape, Record) else UNKNOWN
                yield from self.links(entry.value, here, inner, inner_shape)

    def _official(self, spec: Mapping) -> Beside | None:
        """The image path of a Docker source, if it has no namespace."""
        node = spec.get("imagePath")
        path = literal(node)
        return Beside(path, self.document.span(node)) if node is not None and path and "/" not in path else None

    def _named(
        self, node: Node, path: Path, entity: str, key: str, wanted: Fitting | None = None, version: str | None = None
    ) -> Link:
        span = self.document.span(node)
        if not isinstance(node, Scalar):
            return Link(path, "", span, Malformed("A reference must be a string."), entity, key, wanted, version)
        text = "" if node.is_null else node.text
        found = _SECRET.search(text) if entity == SECRET else None
        if found is not None:  # a variable whose value is an expression for the secret itself
            text = found[2]
        return Link(path, text, span, parse_reference(text, self.org, self.project), entity, key, wanted, version)

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
                yield Link(here, text, span, parse_reference(text, self.org, self.project), SECRET, key)
            else:
                yield Link(here, text, span, parse_file_path(text), FILE, key)

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
            yield Link(path, text, span, parse_reference(text, self.org, self.project), SECRET, "secrets.getValue")


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) and not node.is_null else None
