"""Evaluated values.

A Value is a type, a raw content and marks. Raw contents by type:

    string -> str    bool -> bool    number -> int (whole) or BigFloat (not whole)
    list, tuple -> tuple of Value    set -> tuple of Value, distinct and in canonical order
    map, object -> dict of str to Value, sorted by key (never mutated)
    null of any type -> None         unknown of any type -> UNKNOWN

Marks (sensitive, ephemeral) belong to one value; an operation gives its result the marks of its operands. Elements of
a set carry no marks: the set carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from harnessiac.values.numbers import BigFloat
from harnessiac.values.types import BOOL, DYNAMIC, NUMBER, STRING, MapType, ObjectType, SetType, TupleType, Type


class Mark(Enum):
    SENSITIVE = "sensitive"
    EPHEMERAL = "ephemeral"


Marks = frozenset[Mark]
NO_MARKS: Final[Marks] = frozenset()
SENSITIVE_MARKS: Final[Marks] = frozenset({Mark.SENSITIVE})


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
Raw = str | bool | int | BigFloat | tuple["Value", ...] | dict[str, "Value"] | _Unknown | None


class Value:
    """Immutable by convention: build a new one instead of changing `raw`."""

    __slots__ = ("marks", "raw", "type")

    type: Type
    raw: Raw
    marks: Marks

    def __init__(self, type: Type, raw: Raw, marks: Marks = NO_MARKS) -> None:
        self.type = type
        self.raw = raw
        self.marks = marks

    @property
    def is_null(self) -> bool:
        return self.raw is None

    @property
    def is_known(self) -> bool:
        """Whether this value itself is known; its elements may still be unknown."""
        return self.raw is not UNKNOWN

    @property
    def is_sensitive(self) -> bool:
        return Mark.SENSITIVE in self.marks

    def marked(self, marks: Marks) -> Value:
        """This value with `marks` added."""
        return self if marks <= self.marks else Value(self.type, self.raw, self.marks | marks)

    def unmarked(self) -> Value:
        """This value without its own marks (its elements keep theirs)."""
        return Value(self.type, self.raw) if self.marks else self

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Value)
            and self.type == other.type
            and self.raw == other.raw
            and isinstance(self.raw, bool) == isinstance(other.raw, bool)
            and self.marks == other.marks
        )

    def __hash__(self) -> int:
        raw = tuple(self.raw.items()) if isinstance(self.raw, dict) else self.raw
        return hash((self.type, raw))

    def __repr__(self) -> str:
        marks = f", {sorted(m.value for m in self.marks)}" if self.marks else ""
        return f"Value({self.type}, {self.raw!r}{marks})"


TRUE: Final = Value(BOOL, True)
FALSE: Final = Value(BOOL, False)
NULL: Final = Value(DYNAMIC, None)
DYNAMIC_UNKNOWN: Final = Value(DYNAMIC, UNKNOWN)
EMPTY_OBJECT: Final = Value(ObjectType(()), {})
EMPTY_TUPLE: Final = Value(TupleType(()), ())


def string(text: str) -> Value:
    return Value(STRING, text)


def number(value: int | BigFloat) -> Value:
    return Value(NUMBER, value)


def boolean(value: bool) -> Value:  # noqa: FBT001
    return TRUE if value else FALSE


def unknown(type: Type) -> Value:
    return Value(type, UNKNOWN)


def null(type: Type = DYNAMIC) -> Value:
    return Value(type, None)


def tuple_of(elements: Iterable[Value]) -> Value:
    items = tuple(elements)
    return Value(TupleType(tuple([e.type for e in items])), items)


def object_of(attributes: Mapping[str, Value]) -> Value:
    items = dict(sorted(attributes.items()))
    return Value(ObjectType(tuple([(k, v.type) for k, v in items.items()])), items)


def map_of(element: Type, entries: Mapping[str, Value]) -> Value:
    return Value(MapType(element), dict(sorted(entries.items())))


def is_wholly_known(value: Value) -> bool:
    """Whether nothing in `value` is unknown."""
    match value.raw:
        case _Unknown():
            return False
        case tuple() as items:
            return all(is_wholly_known(item) for item in items)
        case dict() as entries:
            return all(is_wholly_known(item) for item in entries.values())
        case _:
            return True


def all_marks(value: Value) -> Marks:
    """The marks of `value` and of everything in it."""
    match value.raw:
        case tuple() as items:
            return value.marks.union(*(all_marks(item) for item in items))
        case dict() as entries:
            return value.marks.union(*(all_marks(item) for item in entries.values()))
        case _:
            return value.marks


def without_marks(value: Value) -> Value:
    """`value` with no marks anywhere in it."""
    match value.raw:
        case tuple() as items:
            return Value(value.type, tuple([without_marks(item) for item in items]))
        case dict() as entries:
            return Value(value.type, {k: without_marks(v) for k, v in entries.items()})
        case _:
            return value.unmarked()


__all__ = [
    "BOOL",
    "DYNAMIC",
    "DYNAMIC_UNKNOWN",
    "EMPTY_OBJECT",
    "EMPTY_TUPLE",
    "FALSE",
    "NO_MARKS",
    "NULL",
    "NUMBER",
    "SENSITIVE_MARKS",
    "STRING",
    "TRUE",
    "UNKNOWN",
    "Mark",
    "Marks",
    "Raw",
    "SetType",
    "Value",
    "all_marks",
    "boolean",
    "is_wholly_known",
    "map_of",
    "null",
    "number",
    "object_of",
    "string",
    "tuple_of",
    "unknown",
    "without_marks",
]
