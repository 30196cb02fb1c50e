"""The artifact sources of a service as one list, whichever of the platform's two styles says them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.documents import Mapping, Node, Scalar, Sequence
from harnessiac.shapes.checking import literal

DEFINITION: Path = ("service", "serviceDefinition")
"""Where the service definition stands in a service's document."""


class Role(Enum):
    """What a source is to its service; the value is the word of the document."""

    PRIMARY = "primary"
    SIDECAR = "sidecar"


class Style(Enum):
    """How a source is said: as one of `sources` (and every sidecar), or as `primary: {type, spec}`."""

    NEW = "new"
    OLD = "old"


class Template(Struct, frozen=True):
    """A template that a source is made from. `inputs` are the values given to it, in the shape of a source."""

    ref: str | None
    version: str | None
    inputs: Mapping | None
    node: Mapping


class Source(Struct, frozen=True):
    """One artifact source.

    `identifier` is None in the old style, which has none, and `type` where a template says it; both are None where
    only a pipeline run knows them. `path` leads from the root of the service's document to `node`.
    """

    role: Role
    style: Style
    identifier: str | None
    type: str | None
    spec: Mapping | None
    template: Template | None
    node: Mapping
    path: Path

    @property
    def type_node(self) -> Scalar | None:
        """The scalar that says the type, whatever it says."""
        node = self.node.get("type")
        return node if isinstance(node, Scalar) else None


def artifact_sources(definition: Mapping) -> list[Source]:
    """Every artifact source of a service definition in the order written, the primary ones first.

    Of what is malformed nothing is said here; `checking` reports it.
    """
    spec = definition.get("spec")
    held = spec.get("artifacts") if isinstance(spec, Mapping) else None
    return list(_sources(held, (*DEFINITION, "spec", "artifacts"))) if isinstance(held, Mapping) else []


def _sources(held: Mapping, path: Path) -> Iterator[Source]:
    primary = held.get("primary")
    if isinstance(primary, Mapping):
        if "type" in primary.entries or "spec" in primary.entries:
            yield _source(primary, (*path, "primary"), Role.PRIMARY, Style.OLD)
        for index, item in _items(primary.get("sources")):
            yield _source(item, (*path, "primary", "sources", index), Role.PRIMARY, Style.NEW)
    for index, item in _items(held.get("sidecars")):
        sidecar = item.get("sidecar")
        if isinstance(sidecar, Mapping):
            yield _source(sidecar, (*path, "sidecars", index, "sidecar"), Role.SIDECAR, Style.NEW)


def _items(node: Node | None) -> Iterator[tuple[int, Mapping]]:
    for index, item in enumerate(node.items if isinstance(node, Sequence) else ()):
        if isinstance(item, Mapping):
            yield index, item


def _source(node: Mapping, path: Path, role: Role, style: Style) -> Source:
    return Source(
        role,
        style,
        literal(node.get("identifier")),
        literal(node.get("type")),
        _mapping(node.get("spec")),
        _template(node.get("template")),
        node,
        path,
    )


def _template(node: Node | None) -> Template | None:
    if not isinstance(node, Mapping):
        return None
    ref, version = literal(node.get("templateRef")), literal(node.get("versionLabel"))
    return Template(ref, version, _mapping(node.get("templateInputs")), node)


def _mapping(node: Node | None) -> Mapping | None:
    return node if isinstance(node, Mapping) else None
