"""From a document back to attributes.

Decoding consumes: each path of the document is taken once, and what is left over is reported, so that nothing is
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from harnessiac.attributes import Path
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.schema.attributes import Object, ResourceValues, canonical
from harnessiac.schema.nodes import (
    Among,
    Apart,
    Attribute,
    Block,
    Body,
    Case,
    Constant,
    Group,
    Kind,
    Node,
    Place,
    Plain,
    Slot,
    Tagged,
    Together,
    names_of,
)
from harnessiac.source import Span
from harnessiac.values.types import BOOL, NUMBER, STRING, ListType, MapType, SetType

WRONG_TYPE = "Wrong type of document"
"""The summary of the finding that a document is of another kind altogether."""


class _Decoding(Struct):
    root: Object
    locate: Callable[[Path], Span | None]
    prefix: Path
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, path: Path, summary: str, detail: str) -> None:
        self.found.append(error(summary, detail, self.locate(path)))


def _nowhere(path: Path) -> Span | None:
    return None


def decode(
    kind: Kind, document: Mapping[str, Plain], locate: Callable[[Path], Span | None] = _nowhere
) -> tuple[ResourceValues, list[Diagnostic]]:
    """ResourceValues that encode to `document`, and an error for every field of it that no argument can say.

    `locate` answers where in the document's text a path is.
    """
    root = kind.document.root if kind.document is not None else ""
    prefix: Path = (root,) if root else ()
    decoding = _Decoding({}, locate, prefix)
    entity: Plain | Mapping[str, Plain] = document.get(root) if root else document
    if not isinstance(entity, dict):
        decoding.report((), "Invalid document", f'A document of {kind.name} is a mapping under the key "{root}".')
        entity = {}
    for key in document if root else ():
        if key != root:
            decoding.report((key,), "Unmapped field", f'The document has "{key}" beside "{root}".')
    entity = _copied(entity)
    values: Object = {}
    decoding.root = entity
    _read(kind.common.nodes, entity, values, decoding, decoding.prefix)
    tag = entity.pop("type", None) if kind.tag is not None else None
    if tag != kind.tag:
        decoding.report((*prefix, "type"), WRONG_TYPE, f'The type is "{tag}", not "{kind.tag}".')
    spec = entity.pop("spec", None) if kind.tag is not None else {}
    if not isinstance(spec, dict):
        if spec is not None:
            decoding.report((*prefix, "spec"), "Invalid document", "A spec is a mapping.")
        spec = {}
    decoding.root = spec
    decoding.prefix = (*prefix, "spec")
    _read(kind.spec.nodes, spec, values, decoding, decoding.prefix)
    _left_over(spec, (*prefix, "spec"), decoding, kind)
    _left_over(entity, prefix, decoding, kind)
    complete = completed(kind.body, values)
    complete |= kind.names(complete)
    sensitive: tuple[Path, ...] = tuple((name,) for name in kind.secrets)
    return ResourceValues(dict(sorted(complete.items())), sensitive), decoding.found


def _copied(value: dict[str, Plain]) -> Object:
    """A copy whose objects can be consumed."""
    return {key: _copied(inner) if isinstance(inner, dict) else _copied_list(inner) for key, inner in value.items()}


def _copied_list(value: Plain) -> Plain:
    if isinstance(value, list):
        return [_copied(item) if isinstance(item, dict) else _copied_list(item) for item in value]
    return value


def completed(body: Body, values: Mapping[str, Plain]) -> Object:
    """`values` with every name of `body` in it. A required text that the document leaves out is empty."""
    complete: Object = {}
    for name in body.names:
        declared = body.blocks.get(name)
        if declared is None:
            attribute = body.attributes[name]
            value = values.get(name)
            if value is None:
                value = "" if attribute.required and attribute.type is STRING else attribute.default
            complete[name] = value
        else:
            nested = values.get(name)
            items: list[Plain] = (
                [completed(declared.body, one) for one in (nested or []) if isinstance(one, dict)]
                if isinstance(nested, list)
                else []
            )
            if declared.nesting == "set":
                items.sort(key=canonical)
            complete[name] = items
    for node in body.flat:
        if isinstance(node, Group) and node.choice.needs_one:
            first = node.nodes[0]
            if isinstance(first, Attribute) and all(complete[name] is None for name in names_of(node.nodes)):
                complete[first.name] = ""
    return complete


def _left_over(container: Object, path: Path, decoding: _Decoding, kind: Kind) -> None:
    for key, value in container.items():
        if value is None or value in ("", [], {}) or key == "_":
            continue
        if isinstance(value, dict):
            _left_over(value, (*path, key), decoding, kind)
            continue
        where = ".".join(str(step) for step in (*path, key))
        decoding.report((*path, key), "Unmapped field", f'{kind.name} has no argument for "{where}".')


def _read(nodes: Sequence[Node], here: Object, values: Object, decoding: _Decoding, path: Path) -> None:
    """Take what `nodes` describe out of `here` and into `values`."""
    for node in nodes:
        match node:
            case Attribute():
                value = _read_attribute(node, here, decoding, path)
                if value is not None:
                    values[node.name] = value
            case Block():
                _read_block(node, here, values, decoding, path, forced=bool(node.least))
            case Tagged():
                _read_tagged(node, here, values, decoding, path)
            case Group(nodes=inner, choice=choice):
                _read(_meant(inner, here, decoding) if choice.excludes else inner, here, values, decoding, path)
            case Constant(place=place, value=value):
                container, keys = _container(place, here, decoding)
                if container is not None and container.get(keys[-1]) == value:
                    del container[keys[-1]]
            case Slot() | Together() | Apart() | Among():
                pass


def _meant(nodes: Sequence[Node], here: Object, decoding: _Decoding) -> list[Node]:
    """Of blocks that exclude each other and write to the same places, the one that finds most of its own."""
    found = {id(node): _presence(node, here, decoding) for node in nodes if isinstance(node, Block)}
    most = max(found.values(), default=0)
    best = next((node for node in nodes if isinstance(node, Block) and most and found[id(node)] == most), None)
    return [node for node in nodes if not isinstance(node, Block) or node is best]


def _presence(block: Block, here: Object, decoding: _Decoding) -> int:
    """How many of the block's arguments the document has."""
    outer = _find(decoding.root if block.place.rooted else here, block.place.keys) or {}
    return sum(
        (_find(decoding.root if place.rooted else outer, place.keys[:-1]) or {}).get(place.keys[-1]) is not None
        for attribute in block.body.attributes.values()
        for place in attribute.places
    )


def _container(place: Place, here: Object, decoding: _Decoding) -> tuple[Object | None, tuple[str, ...]]:
    outer = decoding.root if place.rooted else here
    return _find(outer, place.keys[:-1]), place.keys


def _find(container: Object, keys: tuple[str, ...]) -> Object | None:
    for key in keys:
        inner = container.get(key)
        if not isinstance(inner, dict):
            return None
        container = inner
    return container


def _read_attribute(node: Attribute, here: Object, decoding: _Decoding, path: Path) -> Plain:
    taken: Plain = None
    for place in node.places:
        container, keys = _container(place, here, decoding)
        if container is None or keys[-1] not in container:
            continue
        raw = container[keys[-1]]
        value = _accepted(node, raw)
        if value is None:
            continue
        if taken is None:
            taken = value
        if taken == value:
            del container[keys[-1]]
    if taken is not None and taken == node.unset and node.default is None:
        return None
    return taken


def _accepted(node: Attribute, raw: Plain) -> Plain:
    """`raw` as the argument's value, None when it cannot be."""
    if raw is None or raw in ("", {}):
        return None
    if node.codec is not None:
        raw = node.codec.decode(raw)
    match node.type:
        case SetType() | ListType():
            if not isinstance(raw, list) or not raw:
                return None
            texts = [item for item in raw if isinstance(item, str)]
            if len(texts) < len(raw):
                return None
            return [*sorted(set(texts))] if isinstance(node.type, SetType) else [*texts]
        case MapType():
            if isinstance(raw, dict) and all(isinstance(item, str) for item in raw.values()):
                return dict(sorted(raw.items()))
            return None
        case _ if node.type is STRING:
            return raw if isinstance(raw, str) else None
        case _ if node.type is BOOL:
            return raw if isinstance(raw, bool) else None
        case _ if node.type is NUMBER:
            return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
        case _:
            return None


def _read_block(node: Block, here: Object, values: Object, decoding: _Decoding, path: Path, *, forced: bool) -> None:
    outer = decoding.root if node.place.rooted else here
    at = (decoding.prefix if node.place.rooted else path) + node.place.keys
    if node.many:
        _read_many(node, outer, values, decoding, at)
        return
    container = _find(outer, node.place.keys)
    if container is None:
        container = {}
    inner: Object = {}
    _read(node.body.nodes, container, inner, decoding, at)
    if inner or forced:
        values[node.name] = [inner]


def _read_many(node: Block, outer: Object, values: Object, decoding: _Decoding, at: Path) -> None:
    container = _find(outer, node.place.keys[:-1])
    items = container.get(node.place.keys[-1]) if container else None
    if container is None or not isinstance(items, list):
        return
    read: list[Plain] = []
    left: list[Plain] = []
    for index, item in enumerate(items):
        inner: Object = {}
        if isinstance(item, dict):
            _read(node.body.nodes, item, inner, decoding, (*at, index))
            for key, value in item.items():
                if value not in (None, "", [], {}):
                    where = ".".join(str(step) for step in (*at, index, key))
                    decoding.report((*at, index, key), "Unmapped field", f'There is no argument for "{where}".')
            read.append(inner)
        else:
            left.append(item)
    if left:
        container[node.place.keys[-1]] = left
    else:
        del container[node.place.keys[-1]]
    values[node.name] = read


def _read_tagged(node: Tagged, here: Object, values: Object, decoding: _Decoding, path: Path) -> None:
    outer = decoding.root if node.place.rooted else here
    at = (decoding.prefix if node.place.rooted else path) + node.place.keys
    pair = _find(outer, node.place.keys)
    tag = pair.get(node.tag_key) if pair is not None else None
    cases = [case for case in node.cases if case.tag == tag and not case.spelling]
    if pair is None or not isinstance(tag, str | bool) or not (cases or node.selector):
        return
    del pair[node.tag_key]
    if node.selector is not None and tag != node.selector.default:
        values[node.selector.name] = tag
    inner, inside = pair, at
    if node.spec_key is not None:
        found = pair.get(node.spec_key)
        inner, inside = found if isinstance(found, dict) else {}, (*at, node.spec_key)
    if not cases:
        return
    chosen = cases[0]
    _read(chosen.nodes, inner, values, decoding, inside)
    if node.selector is None or node.choice.needs_one or node.selector.default is not None:
        _mark_chosen(chosen, values)


def _mark_chosen(chosen: Case, values: Object) -> None:
    """The tag says that the case was picked: its block is there even when empty, its flag is on."""
    if any(values.get(name) for name in chosen.when):
        return
    for node in chosen.nodes:
        match node:
            case Block(name=name) if name in chosen.when:
                values[name] = [{}]
                return
            case Attribute(name=name, type=type) if name in chosen.when and type is BOOL:
                values[name] = True
                return
            case _:
                pass
