"""What the declarations say of a place in a document: a field's shape, and what tells the items of a list apart."""

from __future__ import annotations

from msgspec import Struct

from harnessiac.documents import Mapping, Node, Sequence
from harnessiac.shapes.checking import literal
from harnessiac.shapes.vocabulary import Anything, Items, Record, Shape

UNKNOWN = Anything()
"""The shape of what nothing is declared of."""


class Member(Struct, frozen=True):
    """An item of a list whose items have names: `whole` as it stands there, `node` without the key that wraps it."""

    whole: Node
    node: Node


def shape_of(record: Shape, key: str, *mappings: Mapping) -> Shape:
    """The shape of the field `key`; where another field picks it, the first of the `mappings` to say which decides."""
    if not isinstance(record, Record):
        return UNKNOWN
    pick = record.picks.get(key)
    if pick is not None:
        shapes = pick.shapes()
        chosen = (literal(mapping.get(pick.by)) for mapping in mappings)
        return next((shapes[type]() for type in chosen if type is not None and type in shapes), pick.otherwise)
    field = record.by_name.get(key)
    return field.shape if field is not None else UNKNOWN


def members(shape: Shape, node: Sequence) -> dict[str, Member] | None:
    """The items of a list by name, in order; None unless each of them has a name, and no two the same."""
    if not isinstance(shape, Items) or not shape.unique:
        return None
    found: dict[str, Member] = {}
    for item in node.items:
        inner = unwrapped(shape, item)
        name = literal(inner.get(shape.unique)) if isinstance(inner, Mapping) else None
        if inner is None or name is None or name in found:
            return None
        found[name] = Member(item, inner)
    return found


def unwrapped(shape: Items, item: Node) -> Node | None:
    """An item without the key that wraps it; None if something else stands there."""
    if not shape.inside:
        return item
    if not isinstance(item, Mapping) or item.entries.keys() != {shape.inside}:
        return None
    return item.entries[shape.inside].value
