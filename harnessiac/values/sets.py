"""Sets in canonical order: strings by their code points, numbers by size, false before true, anything else by a key.

The key is the one Terraform's own library sorts by, so that sets of objects come out in the same order as there.
Nulls come after everything, unknowns after known elements; elements that are unknown are never the same element.
"""

from __future__ import annotations

from collections.abc import Iterable

from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import NUMBER, STRING, ObjectType, SetType, TupleType, Type
from harnessiac.values.value import NO_MARKS, UNKNOWN, Marks, Value, all_marks, is_wholly_known, without_marks


def set_of(element: Type, values: Iterable[Value]) -> Value:
    """The set of these values, all of type `element`; it takes over the marks in them."""
    marks: Marks = NO_MARKS
    items: list[Value] = []
    for value in values:
        found = all_marks(value)
        marks |= found
        items.append(without_marks(value) if found else value)
    return Value(SetType(element), ordered(element, items), marks)


def ordered(element: Type, items: Iterable[Value]) -> tuple[Value, ...]:
    """The distinct elements in canonical order."""
    known: dict[Value, None] = {}
    unknown: list[Value] = []
    null: Value | None = None
    partly: list[Value] = []
    for item in items:
        if item.raw is UNKNOWN:
            unknown.append(item)
        elif item.raw is None:
            null = item
        elif is_wholly_known(item):
            known[item] = None
        else:
            partly.append(item)
    rest = [*partly, *known]
    if element in (STRING, NUMBER):
        rest.sort(key=_by_raw)
    elif len(rest) > 1:
        rest.sort(key=_order_key)
    return (*rest, *unknown, *([null] if null is not None else []))


def _by_raw(item: Value) -> str | int | BigFloat:
    assert isinstance(item.raw, (str, int, BigFloat))
    return item.raw


def _order_key(value: Value) -> bytes:
    parts: list[str] = []
    _append_key(value, parts)
    return "".join(parts).encode("utf-8", "surrogatepass")


def _append_key(value: Value, parts: list[str]) -> None:
    match value.raw:
        case None:
            parts.append("~")
        case bool() as truth:
            parts.append("T" if truth else "F")
        case str() as text:
            parts.append(go_quoted(text))
        case int() | BigFloat() as number:
            parts.append(numbers.to_significant(number, 10))
        case tuple() as items:
            opening, closing = ("<", ">") if isinstance(value.type, TupleType) else ("[", "]")
            parts.append(opening)
            for item in items:
                _append_key(item, parts)
                parts.append(";")
            parts.append(closing)
        case dict() as entries:
            is_object = isinstance(value.type, ObjectType)
            parts.append("<" if is_object else "{")
            for key, item in entries.items():
                if not is_object:
                    parts.append(go_quoted(key) + ":")
                _append_key(item, parts)
                parts.append(";")
            parts.append(">" if is_object else "}")
        case _:
            parts.append("?")
