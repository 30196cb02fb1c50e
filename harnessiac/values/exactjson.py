"""JSON that keeps every digit of a number: fractions that no machine float says are Decimals, written as numbers.

The standard writer knows no Decimal and others make a string of it, which would change the type of an output that is
stored and read again.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal, InvalidOperation
from typing import Any


def dumps(data: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Plain data as JSON text. Raises ValueError, TypeError or RecursionError for what JSON cannot say."""
    try:
        return json.dumps(data, ensure_ascii=False, indent=indent, sort_keys=sort_keys)
    except TypeError:
        return encoded(data, indent=indent or 0, sort_keys=sort_keys).decode()


def encoded(data: Any, *, indent: int, sort_keys: bool = False) -> bytes:
    """Plain data as JSON in UTF-8; indented by 0 it is one line, by -1 one without spaces. Raises as `dumps`."""
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number", order="sorted" if sort_keys else None)
    return msgspec.json.format(encoder.encode(data), indent=indent)


def fraction(text: str) -> float | Decimal:
    """The number that JSON writes as `text`: a float if that is written with the same digits, else a Decimal.

    Infinite if it is too large for a float.
    """
    near = float(text)
    if repr(near) == text or math.isinf(near):
        return near
    try:
        exact = Decimal(text)
    except InvalidOperation:  # the exponent is beyond all use
        return near
    return near if Decimal(repr(near)) == exact else exact


def loads(text: str) -> Any:
    """The plain data that `dumps` wrote. Raises ValueError or RecursionError."""
    return json.loads(text, parse_float=fraction)
