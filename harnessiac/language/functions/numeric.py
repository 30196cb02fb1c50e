"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

from harnessiac.language.functions import machine_floats
from harnessiac.language.functions.arguments import elements, whole, whole_at
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    LIST_OF_NUMBER,
    NUMBER,
    STRING,
    Call,
    Function,
    FunctionError,
    Parameter,
    fail,
    number,
    raw,
)
from harnessiac.language.functions.sequences import convert
from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import ListType, SetType, TupleType, Type
from harnessiac.values.value import Raw, Value

Number = int | BigFloat
Values = tuple[Value, ...]

RANGE_LIMIT = 1024
LONGEST_INTEGER = 10_000
"""How many digits parseint takes: reading digits costs their number squared."""


def as_number(value: Raw) -> Number:
    """A raw number of a value whose type is number."""
    assert isinstance(value, int | BigFloat)
    return value


def _abs(value: Number) -> Number:
    return numbers.negate(value) if numbers.compare(value, 0) < 0 else value


def _best(wanted: int) -> Callable[..., Number]:
    def best(*values: Number) -> Number:
        if not values:
            fail("must pass at least one number")
        found = values[0]
        for value in values[1:]:
            if numbers.compare(value, found) == wanted:
                found = value
        return found

    return best


def from_float(value: float) -> Number:
    """A machine float, which prints with its shortest digits even where it is whole."""
    if not math.isfinite(value):
        fail("the result is not a finite number")
    return numbers.parse(repr(value)) if value.is_integer() else numbers.from_float(value)


def _log(value: Number, base: Number) -> Number:
    try:
        return from_float(machine_floats.log(numbers.to_float(value)) / machine_floats.log(numbers.to_float(base)))
    except (ValueError, ZeroDivisionError, OverflowError):
        fail("the result is not a finite number")


def _pow(value: Number, power: Number) -> Number:
    try:
        return from_float(machine_floats.power(numbers.to_float(value), numbers.to_float(power)))
    except (ValueError, ZeroDivisionError, OverflowError):
        fail("the result is not a finite number")


def _signum(value: Number) -> int:
    given = whole(value)
    return (given > 0) - (given < 0)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDE_DIGITS = _DIGITS + _DIGITS[10:].upper()


def _parseint_type(values: Values) -> Type:
    kind = values[0].type
    if kind not in (STRING, DYNAMIC):
        fail(f"first argument must be a string, not {friendly(kind)}", 0)
    return NUMBER


def _parseint(call: Call) -> Value:
    given = str(call.arguments[0].raw)
    base = whole_at(call.arguments[1].raw, 1)
    if not 2 <= base <= 62:
        fail("base must be a whole number between 2 and 62 inclusive", 1)
    text = given[1:] if given[:1] in ("+", "-") else given
    digits = (_WIDE_DIGITS if base > 36 else _DIGITS)[:base]
    text = text if base > 36 else text.lower() if text.isascii() else ""
    if not text or text.strip(digits):
        fail(f"cannot parse %s as a base {base} integer", 0, go_quoted(given))
    if len(text) > LONGEST_INTEGER:
        fail(f"the number has more than {LONGEST_INTEGER} digits", 0)
    result = 0
    for char in text:
        result = result * base + digits.index(char)
    return Value(NUMBER, -result if given[0] == "-" else result)


_NO_RANGE = "must have one, two, or three arguments"


def _range(call: Call) -> Value:
    given = [as_number(value.raw) for value in call.arguments]
    start: Number = 0
    match given:
        case [end]:
            pass
        case [start, end] | [start, end, _]:
            pass
        case _:
            fail(_NO_RANGE)
    upwards = numbers.compare(end, start) >= 0
    step = given[2] if len(given) == 3 else 1 if upwards else -1
    down = numbers.compare(step, 0) < 0
    if down and numbers.compare(end, start) > 0:
        fail("end must be less than start when step is negative", len(given) - 2)
    if not down and numbers.compare(end, start) < 0:
        fail("end must be greater than start when step is positive", len(given) - 2)
    out: list[Value] = []
    at = start
    while numbers.compare(at, end) == (1 if down else -1):
        if len(out) >= RANGE_LIMIT:
            fail(
                f"more than {RANGE_LIMIT} values were generated; either decrease the difference between start and end "
                "or use a smaller step"
            )
        out.append(Value(NUMBER, at))
        at = numbers.add(at, step)
    return Value(LIST_OF_NUMBER, tuple(out))


_NOT_NUMBERS = "argument must be list, set, or tuple of number values"


def _sum(call: Call) -> Value:
    [value] = call.arguments
    if not isinstance(value.raw, tuple | dict):
        fail("cannot sum noniterable", 0)
    if not value.raw:
        fail("cannot sum an empty list", 0)
    if not isinstance(value.type, ListType | SetType | TupleType):
        fail(f"argument must be list, set, or tuple. Received {friendly(value.type)}", 0)
    total: Number = 0
    for item in elements(value):
        try:
            found = convert(item, NUMBER)
        except FunctionError:
            fail(_NOT_NUMBERS, 0)
        if found.raw is None:
            fail(_NOT_NUMBERS, 0)
        total = numbers.add(total, as_number(found.raw))
    return Value(NUMBER, total)


_NUM = number("num")
_NUMBERS = number("numbers")

FUNCTIONS = (
    Function("abs", (_NUM,), NUMBER, raw(_abs), "A number without its sign."),
    Function("ceil", (_NUM,), NUMBER, raw(numbers.ceil), "The least whole number that is not below the given one."),
    Function(
        "floor", (_NUM,), NUMBER, raw(numbers.floor), "The greatest whole number that is not above the given one."
    ),
    Function("log", (_NUM, number("base")), NUMBER, raw(_log), "The logarithm of a number to the given base."),
    Function("max", (), NUMBER, raw(_best(1)), "The greatest of the given numbers.", variadic=_NUMBERS),
    Function("min", (), NUMBER, raw(_best(-1)), "The least of the given numbers.", variadic=_NUMBERS),
    Function(
        "parseint",
        (Parameter("number"), number("base")),
        _parseint_type,
        _parseint,
        "The whole number that a text writes in the given base, from 2 to 62.",
    ),
    Function("pow", (_NUM, number("power")), NUMBER, raw(_pow), "A number raised to a power."),
    Function(
        "range",
        (),
        LIST_OF_NUMBER,
        _range,
        "A list of numbers from a start (0) up to, but not including, an end, in steps (1).",
        variadic=number("params"),
    ),
    Function("signum", (_NUM,), NUMBER, raw(_signum), "-1, 0 or 1, as a whole number is negative, zero or positive."),
    Function("sum", (Parameter("list", deep=True),), NUMBER, _sum, "The sum of the numbers in a list, set or tuple."),
)
