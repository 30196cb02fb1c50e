"""What can be taken out of a value: attributes, elements, and the attributes of every element."""

from __future__ import annotations

from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)
from harnessiac.values.value import UNKNOWN, Value

NO_ELEMENT = "The given key does not identify an element in this collection value"


class AccessError(Exception):
    """The value has no such attribute or element; `summary` and `detail` are for a diagnostic."""

    def __init__(self, summary: str, detail: str) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail


def attribute(value: Value, name: str) -> Value:
    """value.name. Raises AccessError."""
    raw = value.raw
    if raw is None:
        raise AccessError(
            "Attempt to get attribute from null value", "This value is null, so it does not have any attributes."
        )
    match value.type:
        case ObjectType(attributes=attributes):
            if isinstance(raw, dict):
                found = raw.get(name)
                if found is not None:
                    return found.marked(value.marks)
            else:
                for known, inner in attributes:
                    if known == name:
                        return Value(inner, UNKNOWN, value.marks)
            raise AccessError(
                "Unsupported attribute", f"This object does not have an attribute named {go_quoted(name)}."
            )
        case MapType(element=element):
            if not isinstance(raw, dict):
                return Value(element, UNKNOWN, value.marks)
            found = raw.get(name)
            if found is None:
                raise AccessError(
                    "Missing map element", f"This map does not have an element with the key {go_quoted(name)}."
                )
            return found.marked(value.marks)
        case _:
            if value.type == DYNAMIC:
                return Value(DYNAMIC, UNKNOWN, value.marks)
            raise AccessError("Unsupported attribute", _no_attributes(value.type, name))


def _no_attributes(given: Type, name: str) -> str:
    match given:
        case ListType(element=ObjectType(attributes=attributes)):
            wanted = f"attribute {go_quoted(name)}" if name in dict(attributes) else "an attribute"
            return (
                f"Can't access attributes on a list of objects. Did you mean to access {wanted} for a specific element "
                "of the list, or across all elements of the list?"
            )
        case SetType(element=ObjectType()):
            return (
                "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements "
                "of the set?"
            )
        case PrimitiveType():
            return f"Can't access attributes on a primitive-typed value ({friendly(given)})."
        case _:
            return "This value does not have any attributes."


def index(value: Value, key: Value) -> Value:
    """value[key]. Raises AccessError."""
    if value.raw is None:
        raise AccessError("Attempt to index null value", "This value is null, so it does not have any indices.")
    if key.raw is None:
        raise AccessError("Invalid index", "Can't use a null value as an indexing key.")
    marks = value.marks | key.marks
    if DYNAMIC in (value.type, key.type):
        return Value(DYNAMIC, UNKNOWN, marks)
    match value.type:
        case ListType() | TupleType():
            return _element(value, _as_key(key, NUMBER)).marked(marks)
        case MapType(element=element):
            name = _as_key(key, STRING).raw
            if not isinstance(value.raw, dict) or not isinstance(name, str):
                return Value(element, UNKNOWN, marks)
            found = value.raw.get(name)
            if found is None:
                raise AccessError("Invalid index", f"{NO_ELEMENT}.")
            return found.marked(marks)
        case ObjectType():
            name = _as_key(key, STRING).raw
            if not isinstance(value.raw, dict) or not isinstance(name, str):
                return Value(DYNAMIC, UNKNOWN, marks)
            found = value.raw.get(name)
            if found is None:
                numeric = key.type == NUMBER
                hint = " An object only supports looking up attributes by name, not by numeric index." * numeric
                raise AccessError("Invalid index", f"{NO_ELEMENT}.{hint}")
            return found.marked(marks)
        case SetType():
            raise AccessError(
                "Invalid index",
                "Elements of a set are identified only by their value and don't have any separate index or key to "
                "select with, so it's only possible to perform operations across all elements of the set.",
            )
        case _:
            raise AccessError("Invalid index", "This value does not have any indices.")


def _as_key(key: Value, wanted: PrimitiveType) -> Value:
    try:
        return convert(key, wanted)
    except ConversionError as error:
        raise AccessError("Invalid index", f"{NO_ELEMENT}: {error.message}.") from error


def _element(value: Value, key: Value) -> Value:
    at = key.raw
    items = value.raw
    if isinstance(at, BigFloat):
        raise AccessError(
            "Invalid index",
            f"{NO_ELEMENT}: indexing a sequence requires a whole number, but the given index has a fractional part.",
        )
    if isinstance(at, int) and at < 0:
        raise AccessError("Invalid index", f"{NO_ELEMENT}: a negative number is not a valid index for a sequence.")
    if isinstance(value.type, TupleType) and isinstance(at, int) and at < len(value.type.elements):
        return items[at] if isinstance(items, tuple) else Value(value.type.elements[at], UNKNOWN)
    if not isinstance(items, tuple) or not isinstance(at, int):
        if isinstance(value.type, TupleType):
            if isinstance(at, int):
                raise AccessError("Invalid index", f"{NO_ELEMENT}{_beyond(len(value.type.elements))}.")
            return Value(DYNAMIC, UNKNOWN)
        assert isinstance(value.type, ListType)
        return Value(value.type.element, UNKNOWN)
    if at >= len(items):
        raise AccessError("Invalid index", f"{NO_ELEMENT}{_beyond(len(items))}.")
    return items[at]


def _beyond(length: int) -> str:
    if length == 0:
        return ": the collection has no elements"
    return ": the given index is greater than or equal to the length of the collection"
