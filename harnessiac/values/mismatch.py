"""Why a type does not fit another, in Terraform's words."""

from __future__ import annotations

from harnessiac.values.quoting import go_quoted
from harnessiac.values.rules import convertible
from harnessiac.values.typenames import friendly_constraint
from harnessiac.values.types import DYNAMIC, ListType, MapType, ObjectType, SetType, TupleType, Type


def mismatch(got: Type, want: Type) -> str:
    """A phrase such as `string required`, for a type that does not convert."""
    match got, want:
        case ObjectType(), ObjectType():
            return _objects(got, want)
        case TupleType(), ListType(element=element) if element == DYNAMIC:
            return "all list elements must have the same type"
        case TupleType(), SetType(element=element) if element == DYNAMIC:
            return "all set elements must have the same type"
        case ObjectType(), MapType(element=element) if element == DYNAMIC:
            return "all map elements must have the same type"
        case TupleType(), ListType() | SetType():
            for at, given in enumerate(got.elements):
                if not convertible(given, want.element, unsafe=True):
                    return f"element {at}: {mismatch(given, want.element)}"
            return f"all elements must be {friendly_constraint(want.element)}"
        case ObjectType(), MapType():
            for name, given in got.attributes:
                if not convertible(given, want.element, unsafe=True):
                    return f"element {go_quoted(name)}: {mismatch(given, want.element)}"
            return f"all elements must be {friendly_constraint(want.element)}"
        case ListType() | SetType(), ListType():
            return f"incorrect list element type: {mismatch(got.element, want.element)}"
        case ListType() | SetType(), SetType():
            return f"incorrect set element type: {mismatch(got.element, want.element)}"
        case MapType(), MapType():
            return f"incorrect map element type: {mismatch(got.element, want.element)}"
        case _:
            return f"{friendly_constraint(want)} required"


def _objects(got: ObjectType, want: ObjectType) -> str:
    have = got.as_dict()
    missing = [name for name, _ in want.attributes if name not in have and name not in want.optional]
    if missing:
        return f"{_listed(missing)} required"
    for unsafe in (True, False):
        for name, wanted in want.attributes:
            given = have.get(name)
            if given is not None and given != wanted and not convertible(given, wanted, unsafe=unsafe):
                return f"attribute {go_quoted(name)}: {mismatch(given, wanted)}"
    return "incorrect object attributes"


def _listed(names: list[str]) -> str:
    quoted = [go_quoted(name) for name in names]
    if len(quoted) == 1:
        return f"attribute {quoted[0]} is"
    if len(quoted) == 2:
        return f"attributes {quoted[0]} and {quoted[1]} are"
    return f"attributes {', '.join(quoted[:-1])}, and {quoted[-1]} are"
