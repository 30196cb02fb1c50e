"""Numbers as Terraform has them: whole ones exact up to 512 bits, others binary floats with a 512-bit mantissa.

A number is an `int` when it is whole and a `BigFloat` when it is not, so that equal numbers have equal
representations. Results are rounded to the nearest, ties to even, and printed as the shortest decimal that reads back
as the same number, which is how Go's big.Float prints (`Text('f', -1)`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import total_ordering
from typing import Final

PRECISION: Final = 512
LARGEST_EXPONENT: Final = 1 << 16
"""Numbers of more than this many binary places, before or after the point, are refused: they only cost time."""
LONGEST_LITERAL: Final = 4_000

_NUMBER: Final = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?", re.ASCII)


class NumberOutOfRange(ValueError):
    """The number is too large, too close to zero or too long to be held."""

    def __init__(self) -> None:
        super().__init__("number out of range")


@total_ordering
@dataclass(frozen=True, slots=True)
class BigFloat:
    """mantissa * 2**exponent, not whole: the mantissa is odd, the exponent negative.

    `precision` is the number of bits the number is known to; it decides how many digits are printed (53 for what
    comes from a machine float). It takes no part in comparisons.
    """

    mantissa: int
    exponent: int
    precision: int = field(default=PRECISION, compare=False)

    def __lt__(self, other: int | BigFloat) -> bool:
        if not isinstance(other, (int, BigFloat)):
            return NotImplemented
        return compare(self, other) < 0

    def __str__(self) -> str:
        return to_text(self)


Number = int | BigFloat


def _build(mantissa: int, exponent: int, precision: int = PRECISION, *, sticky: bool = False) -> Number:
    """Mantissa * 2**exponent rounded; `sticky`: a non-zero rest below the mantissa was cut off."""
    if mantissa == 0:
        return 0
    sign, size = (-1, -mantissa) if mantissa < 0 else (1, mantissa)
    excess = size.bit_length() - precision
    if excess > 0:
        rest = size & ((1 << excess) - 1)
        size >>= excess
        exponent += excess
        half = 1 << (excess - 1)
        if rest > half or (rest == half and (sticky or size & 1)):
            size += 1
    if not -LARGEST_EXPONENT <= exponent + size.bit_length() <= LARGEST_EXPONENT:
        raise NumberOutOfRange
    if exponent >= 0:
        return sign * (size << exponent)
    zeros = (size & -size).bit_length() - 1
    if zeros >= -exponent:
        return sign * (size >> -exponent)
    return BigFloat(sign * (size >> zeros), exponent + zeros, precision)


def _parts(number: Number) -> tuple[int, int]:
    return (number, 0) if isinstance(number, int) else (number.mantissa, number.exponent)


def _precision(left: Number, right: Number) -> int:
    if isinstance(left, int) or isinstance(right, int):
        return PRECISION
    return max(left.precision, right.precision)


def whole(number: int) -> int:
    """A whole number as it is held: rounded to 512 significant bits."""
    if number.bit_length() <= PRECISION:
        return number
    rounded = _build(number, 0)
    assert isinstance(rounded, int)
    return rounded


def from_fraction(numerator: int, denominator: int = 1, precision: int = PRECISION) -> Number:
    """Numerator / denominator, rounded. Raises NumberOutOfRange; ZeroDivisionError for a zero denominator."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    shift = max(0, precision + 2 - abs(numerator).bit_length() + denominator.bit_length())
    quotient, rest = divmod(abs(numerator) << shift, denominator)
    if numerator < 0:
        quotient = -quotient
    if rest and quotient:
        # one more bit, set, stands for everything that was cut off: there are always two bits to spare
        quotient = quotient * 2 + (1 if quotient > 0 else -1)
        shift += 1
    return _build(quotient, -shift, precision)


def from_float(number: float) -> Number:
    """A machine float, exactly; it prints with a float's digits. Raises NumberOutOfRange if it is not finite."""
    if not math.isfinite(number):
        raise NumberOutOfRange
    numerator, denominator = number.as_integer_ratio()
    if denominator == 1:
        return numerator
    return BigFloat(numerator, 1 - denominator.bit_length(), 53)


def to_float(number: Number) -> float:
    """The nearest machine float; infinite if there is none."""
    try:
        if isinstance(number, int):
            return float(number)
        return number.mantissa / (1 << -number.exponent)
    except OverflowError:
        return math.inf if compare(number, 0) > 0 else -math.inf


def parse(text: str) -> Number:
    """Read decimal digits with an optional sign, fraction and exponent. Raises ValueError."""
    if text.isdecimal() and text.isascii() and len(text) <= LONGEST_LITERAL:
        return whole(int(text))
    found = _NUMBER.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise ValueError("not a number")
    digits = found[2] + (found[3] or "")
    if len(digits) > LONGEST_LITERAL or len(found[4] or "") > 9:
        raise NumberOutOfRange
    mantissa = int(digits)
    if mantissa == 0:
        return 0
    exponent = int(found[4] or 0) - len(found[3] or "")
    if abs(exponent + len(digits)) > LARGEST_EXPONENT // 3:
        raise NumberOutOfRange
    if found[1] == "-":
        mantissa = -mantissa
    return from_fraction(mantissa, 10**-exponent) if exponent < 0 else _build(mantissa * 10**exponent, 0)


def add(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return whole(left + right)
    (a, p), (b, q) = _parts(left), _parts(right)
    low = min(p, q)
    return _build((a << (p - low)) + (b << (q - low)), low, _precision(left, right))


def subtract(left: Number, right: Number) -> Number:
    return add(left, negate(right))


def multiply(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return whole(left * right)
    (a, p), (b, q) = _parts(left), _parts(right)
    return _build(a * b, p + q, _precision(left, right))


def divide(left: Number, right: Number) -> Number:
    """Raises ZeroDivisionError."""
    (a, p), (b, q) = _parts(left), _parts(right)
    if b == 0:
        raise ZeroDivisionError
    shift = p - q
    numerator, denominator = (a << shift, b) if shift >= 0 else (a, b << -shift)
    return from_fraction(numerator, denominator, _precision(left, right))


def modulo(left: Number, right: Number) -> Number:
    """The rest of a division truncated towards zero: it has the sign of `left`. By zero it is `left`."""
    if right == 0:
        return left
    quotient = truncate(divide(left, right))
    return subtract(left, multiply(right, quotient))


def negate(number: Number) -> Number:
    if isinstance(number, int):
        return -number
    return BigFloat(-number.mantissa, number.exponent, number.precision)


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1."""
    (a, p), (b, q) = _parts(left), _parts(right)
    low = min(p, q)
    a <<= p - low
    b <<= q - low
    return (a > b) - (a < b)


def truncate(number: Number) -> int:
    if isinstance(number, int):
        return number
    size = abs(number.mantissa) >> -number.exponent
    return -size if number.mantissa < 0 else size


def floor(number: Number) -> int:
    return number if isinstance(number, int) else number.mantissa >> -number.exponent


def ceil(number: Number) -> int:
    return number if isinstance(number, int) else -(-number.mantissa >> -number.exponent)


# --- printing -----------------------------------------------------------------------------------------------------


def _decimal(mantissa: int, exponent: int) -> tuple[str, int]:
    """The exact digits (no trailing zeros) of mantissa * 2**exponent, and how many stand before the point."""
    if exponent >= 0:
        digits, fraction = str(Decimal(mantissa << exponent)), 0
    else:
        digits, fraction = str(Decimal(mantissa * 5**-exponent)), -exponent
    return digits.rstrip("0"), len(digits) - fraction


def _rounded_up(digits: str, point: int) -> tuple[str, int]:
    """The digits with their last one increased."""
    kept = digits.rstrip("9")
    if not kept:
        return "1", point + 1
    return kept[:-1] + chr(ord(kept[-1]) + 1), point


def _shortest(mantissa: int, exponent: int, precision: int) -> tuple[str, int]:
    """The fewest digits that read back as the number at this precision: the way Go chooses them."""
    digits, point = _decimal(mantissa, exponent)
    shift = mantissa.bit_length() - (precision + 1)
    halves = mantissa << -shift if shift < 0 else mantissa >> shift
    exponent += shift
    lower, _ = _decimal(halves - 1, exponent)
    upper, _ = _decimal(halves + 1, exponent)
    inclusive = halves & 2 == 0
    for at, digit in enumerate(digits):
        low = lower[at] if at < len(lower) else "0"
        high = upper[at] if at < len(upper) else "0"
        down = low != digit or (inclusive and at + 1 == len(lower))
        up = digit != high and (inclusive or ord(digit) + 1 < ord(high) or at + 1 < len(upper))
        if not (down or up):
            continue
        kept, rest = digits[: at + 1], digits[at + 1 :]
        if down and up:
            up = bool(rest) and (rest > "5" or (rest == "5" and int(digit) % 2 == 1))
        return _rounded_up(kept, point) if up else (kept.rstrip("0"), point)
    return digits, point


def to_text(number: Number) -> str:
    """The shortest decimal without an exponent that reads back as the number."""
    if isinstance(number, int):
        if number.bit_length() <= PRECISION:
            return str(number)
        digits, point = _shortest(abs(number), 0, PRECISION)
        sign = "-" if number < 0 else ""
    else:
        digits, point = _shortest(abs(number.mantissa), number.exponent, number.precision)
        sign = "-" if number.mantissa < 0 else ""
    return sign + _plain(digits, point)


def to_significant(number: Number, digits: int) -> str:
    """At most `digits` significant digits, with an exponent for what is very large or small: Go's Text('g', digits)."""
    mantissa, power = _parts(number)
    if mantissa == 0:
        return "0"
    text, point = _decimal(abs(mantissa), power)
    if len(text) > digits:
        kept, rest = text[:digits], text[digits:]
        if rest > "5" or (rest == "5" and int(kept[-1]) % 2 == 1):
            kept, point = _rounded_up(kept, point)
        text = kept.rstrip("0")
    return ("-" if mantissa < 0 else "") + _with_exponent(text, point, digits)


def to_short(number: Number) -> str:
    """The shortest digits, with an exponent for what is not of everyday size: Go's Text('g', -1)."""
    mantissa, power = _parts(number)
    if mantissa == 0:
        return "0"
    text, point = _shortest(abs(mantissa), power, number.precision if isinstance(number, BigFloat) else PRECISION)
    return ("-" if mantissa < 0 else "") + _with_exponent(text, point, 6)


def _with_exponent(text: str, point: int, places: int) -> str:
    exponent = point - 1
    if exponent < -4 or exponent >= places:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        return f"{text[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return _plain(text, point)


def _plain(text: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{text}"
    if point >= len(text):
        return text + "0" * (point - len(text))
    return f"{text[:point]}.{text[point:]}"
