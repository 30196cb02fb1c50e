"""What a service leaves to the run of a pipeline: each value it asks for, and the YAML that gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence, plain
from harnessiac.documents.reading import shortened
from harnessiac.expressions.runtime_inputs import INPUT, Input, parse
from harnessiac.shapes.checking import literal
from harnessiac.source import Span

_KEPT = ("identifier", "type")
"""What the platform keeps beside runtime inputs, so that they find their place again; for variables the name."""


class Asked(Struct, frozen=True):
    """A value that is asked for.

    `name` is its path as people say it, list items by their identifier: `serviceDefinition.spec.artifacts.primary.
    sources[web].spec.tag`. `choices` are the identifiers that `primaryArtifactRef` may name, `template` the template
    that the value is given to.
    """

    path: Path
    name: str
    text: str
    input: Input
    span: Span
    choices: tuple[str, ...] = ()
    template: str | None = None

    @property
    def is_required(self) -> bool:
        return self.input.default is None


def asked(document: Document) -> list[Asked]:
    """Everything that the service in a document asks for, in the order written."""
    service = _service(document)
    return list(_Finder(document).inputs(service, ("service",), "")) if service is not None else []


def skeleton(document: Document) -> dict[str, Any]:
    """What a pipeline has to fill in, as its `serviceInputs`; empty if nothing is asked for.

    Identifiers and types stay beside the inputs, as the platform has them; all else is left out.
    """
    service = _service(document)
    if service is None:
        return {}
    parts = {key: _kept(entry.value) for key, entry in service.entries.items()}
    return {key: value for key, value in parts.items() if value is not None}


def _service(document: Document) -> Mapping | None:
    service = document.root.get("service") if isinstance(document.root, Mapping) else None
    return service if isinstance(service, Mapping) else None


class _Finder(Struct, frozen=True):
    document: Document

    def inputs(self, node: Node, path: Path, name: str, template: str | None = None) -> Iterator[Asked]:
        """Depth first; reading has limited the depth."""
        match node:
            case Scalar():
                given = parse(node.text)[0] if INPUT in node.text else None
                if given is not None:
                    yield Asked(path, name, node.text.strip(), given, self.document.span(node), (), template)
            case Sequence():
                for index, item in enumerate(node.items):
                    inner, below = _unwrapped(item)
                    label = f"{name}[{shortened(_identifier(inner) or str(index))}]"
                    yield from self.inputs(inner, (*path, index, *below), label, template)
            case Mapping():
                said = literal(node.get("templateRef"))
                for key, entry in node.entries.items():
                    below = (*path, key)
                    label = f"{name}.{shortened(key)}" if name else shortened(key)
                    for one in self.inputs(entry.value, below, label, said or template):
                        is_choice = key == "primaryArtifactRef" and one.path == below
                        yield _with(one, _sources(node)) if is_choice else one


def _with(one: Asked, choices: tuple[str, ...]) -> Asked:
    return Asked(one.path, one.name, one.text, one.input, one.span, choices, one.template)


def _sources(primary: Mapping) -> tuple[str, ...]:
    sources = primary.get("sources")
    items = sources.items if isinstance(sources, Sequence) else ()
    return tuple(name for item in items if (name := _identifier(item)) is not None)


def _unwrapped(item: Node) -> tuple[Node, Path]:
    """An item of a list without the key that wraps it, such as `manifest`, and the path to it."""
    if isinstance(item, Mapping) and len(item.entries) == 1:
        key, entry = next(iter(item.entries.items()))
        if isinstance(entry.value, Mapping) and _identifier(entry.value) is not None:
            return entry.value, (key,)
    return item, ()


def _identifier(item: Node) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return literal(item.get("identifier")) or literal(item.get("name"))


def _kept(node: Node) -> Any:
    """What is left of a value once everything but runtime inputs is left out; None if that is nothing."""
    match node:
        case Scalar():
            return node.text.strip() if INPUT in node.text and parse(node.text)[0] is not None else None
        case Sequence():
            items = [(item, _kept(item)) for item in node.items]
            if all(kept is None for _, kept in items):
                return None
            if all(isinstance(item, Scalar) for item in node.items):
                return plain(node)  # items without a name keep their place only among the others
            return [kept for _, kept in items if kept is not None]
        case Mapping():
            parts = {key: _kept(entry.value) for key, entry in node.entries.items()}
            if all(part is None for part in parts.values()):
                return None
            names = _KEPT if "identifier" in node.entries else ("name", "type")
            for key in names:
                entry = node.entries.get(key)
                if entry is not None and isinstance(entry.value, Scalar):
                    parts[key] = entry.value.text
            return {key: part for key, part in parts.items() if part is not None}
