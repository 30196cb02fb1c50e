"""Values as plain data (None, bool, int, float, Decimal, str, list, dict) and back.

Plain data is what JSON and YAML can say. It carries no marks: whoever needs to know what is sensitive asks the value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.value import FALSE, NULL, TRUE, Value, number, object_of, string, tuple_of

Plain = None | bool | int | float | Decimal | str | list["Plain"] | dict[str, "Plain"]


class NotPlain(ValueError):
    """The value or the data cannot be said in the other form; the message says why."""


def to_plain(value: Value) -> Plain:
    """The content of a value. A fraction becomes a float if that says it exactly, else a Decimal.

    Raises NotPlain for unknown values.
    """
    match value.raw:
        case None | bool() | int() | str() as simple:
            return simple
        case tuple() as items:
            return [to_plain(item) for item in items]
        case dict() as entries:
            return {key: to_plain(item) for key, item in entries.items()}
        case BigFloat() as fraction:
            return plain_number(fraction)
        case _:
            raise NotPlain("the value is not known yet")


def plain_number(fraction: BigFloat) -> float | Decimal:
    """A float that is written with the same digits, or a Decimal of all the digits."""
    near = numbers.to_float(fraction)
    exact = Decimal(numbers.to_text(fraction))
    return near if Decimal(repr(near)) == exact else exact


def from_plain(data: object) -> Value:
    """The value that data says: dicts are objects, lists tuples. Raises NotPlain."""
    try:
        return _from(data)
    except RecursionError as error:
        raise NotPlain("the data is nested too deeply") from error


def _from(data: object) -> Value:
    match data:
        case None:
            return NULL
        case bool():
            return TRUE if data else FALSE
        case str():
            return string(data if data.isascii() else unicodedata.normalize("NFC", data))
        case int():
            return number(numbers.whole(data))
        case float() | Decimal():
            try:
                return number(numbers.parse(str(data)))
            except ValueError as error:
                raise NotPlain(f"{data} is not a number") from error
        case list() | tuple():
            return tuple_of([_from(item) for item in data])
        case Mapping():
            return object_of({str(_from(str(key)).raw): _from(item) for key, item in data.items()})
        case _:
            raise NotPlain(f"{data.__class__.__name__} is not plain data")
