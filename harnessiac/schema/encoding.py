"""From attributes to the document that the platform gets. Total: it takes any attributes and writes what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harnessiac.schema.attributes import Object, ResourceValues
from harnessiac.schema.nodes import (
    Among,
    Apart,
    Attribute,
    Block,
    Case,
    Constant,
    Group,
    Kind,
    Node,
    Plain,
    Slot,
    Tagged,
    Together,
)

EMPTY: tuple[Plain, ...] = (None, "", [], {})


def encode(kind: Kind, attributes: ResourceValues) -> Object:
    """The document of a resource, such as {"connector": {...}}; empty for a kind without documents.

    Keys come in the platform's order; what is null, "", {} or [] is left out, false and 0 are kept.
    """
    if kind.document is None:
        return {}
    entity: Object = {}
    _write(kind.common.nodes, attributes.values, entity, entity)
    if kind.tag is not None:
        entity["type"] = kind.tag
    spec: Object = {}
    _write(kind.spec.nodes, attributes.values, spec, spec)
    _prune(spec)
    if spec:
        entity["spec"] = spec
    return {kind.document.root: entity} if kind.document.root else entity


def _write(nodes: Sequence[Node], values: Mapping[str, Plain], here: Object, root: Object) -> None:
    for node in nodes:
        match node:
            case Attribute():
                _write_attribute(node, values.get(node.name), here, root)
            case Block():
                _write_block(node, values.get(node.name), here, root)
            case Tagged():
                _write_tagged(node, values, here, root)
            case Group(nodes=inner):
                _write(inner, values, here, root)
            case Constant(place=place, value=value):
                _put(root if place.rooted else here, place.keys, value)
            case Slot(key=key):
                here.setdefault(key, None)
            case Together() | Apart() | Among():
                pass


def _write_attribute(node: Attribute, value: Plain, here: Object, root: Object) -> None:
    if value is None:
        value = node.unset
    if value in EMPTY or value in node.omits:
        return
    if node.codec is not None:
        value = node.codec.encode(value)
    for place in node.places:
        _put(root if place.rooted else here, place.keys, value)


def _write_block(node: Block, value: Plain, here: Object, root: Object) -> None:
    if not isinstance(value, list) or not value:
        return
    place = node.place
    outer = root if place.rooted else here
    if node.many:
        container = _within(outer, place.keys[:-1])
        before = container.get(place.keys[-1])
        items: list[Plain] = [*before] if isinstance(before, list) else []
        for one in value:
            item: Object = {}
            if isinstance(one, dict):
                _write(node.body.nodes, one, item, root)
            _prune(item)
            if item and not (node.nesting == "set" and item in items):
                items.append(item)
        container[place.keys[-1]] = items or None
        return
    for one in value if node.merged else value[:1]:
        _write(node.body.nodes, one if isinstance(one, dict) else {}, _within(outer, place.keys), root)


def _write_tagged(node: Tagged, values: Mapping[str, Plain], here: Object, root: Object) -> None:
    tag, chosen = _chosen(node, values)
    if tag is None:
        return
    place = node.place
    pair = _within(root if place.rooted else here, place.keys)
    pair[node.tag_key] = tag
    inner = pair if node.spec_key is None else _within(pair, (node.spec_key,))
    if chosen is not None:
        _write(chosen.nodes, values, inner, root)


def _chosen(node: Tagged, values: Mapping[str, Plain]) -> tuple[str | bool | None, Case | None]:
    """The tag to write and the case that holds the fields: the selector decides where there is one."""
    present = [case for case in node.cases if any(values.get(name) for name in case.when)]
    if not present:
        present = [case for case in node.cases if any(values.get(name) == "" for name in case.when)]
    fallback = [case for case in node.cases if not case.when]
    if node.selector is not None:
        tag = values.get(node.selector.name)
        if tag is None:
            tag = node.selector.default
        if not isinstance(tag, str | bool) or tag == "":
            return None, None
        own = [case for case in present + fallback if case.tag == tag]
        return tag, own[0] if own else None
    for case in present + fallback:
        return case.tag, case
    return None, None


def _within(container: Object, keys: tuple[str, ...]) -> Object:
    """The object at `keys`, made where it is missing."""
    for key in keys:
        inner = container.get(key)
        if not isinstance(inner, dict):
            inner = container[key] = {}
        container = inner
    return container


def _put(container: Object, keys: tuple[str, ...], value: Plain) -> None:
    _within(container, keys[:-1])[keys[-1]] = value


def _prune(container: Object) -> None:
    """Drop what is left empty; maps of strings (tags, host attributes) keep their empty texts."""
    for key in list(container):
        value = container[key]
        if isinstance(value, dict):
            _prune(value)
            value = value or None
        if value is None:
            del container[key]
