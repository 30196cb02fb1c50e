"""format and formatlist: text from a pattern with verbs such as %s, %5.2f and %[1]q.

Numbers are written from their exact value, rounded half to even, so no digit depends on machine floats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from harnessiac.language.functions import graphemes, json_text
from harnessiac.language.functions.arguments import elements
from harnessiac.language.functions.declaration import (
    BOOL,
    LIST_OF_STRING,
    NUMBER,
    STRING,
    Call,
    Function,
    FunctionError,
    Parameter,
    fail,
    text,
)
from harnessiac.language.functions.numeric import Number, as_number
from harnessiac.values import conversion, numbers
from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import ListType, SetType, TupleType, Type
from harnessiac.values.value import UNKNOWN, Value, is_wholly_known, string

WIDEST = 1_000_000
"""The greatest width a verb may ask for, in characters."""
FINEST = 4_000
"""The greatest precision a verb may ask for."""

_VERB = re.compile(r"%([0#\-+ ]*)([1-9][0-9]*)?(?:(\.)([0-9]*))?(?:\[([1-9][0-9]*)\])?")
_INDEX = re.compile(r"\[(?:[1-9][0-9]*)?")


@dataclass(frozen=True, slots=True)
class _Verb:
    raw: str
    offset: int
    letter: str
    flags: str
    width: int | None
    precision: int | None
    argument: int

    def refuse(self, problem: str) -> FunctionError:
        return FunctionError(f"unsupported value for %s at {self.offset}: {problem}", shown=[go_quoted(self.raw)])


def formatted(pattern: str, arguments: Sequence[Value]) -> str:
    """`pattern` with its verbs replaced by arguments. FunctionError has no argument index but for superfluous ones."""
    out: list[str] = []
    at, following, used = 0, 1, 0
    while True:
        start = pattern.find("%", at)
        if start < 0:
            out.append(pattern[at:])
            break
        out.append(pattern[at:start])
        if pattern.startswith("%%", start):
            out.append("%")
            at = start + 2
            continue
        verb = _verb(pattern, start, following)
        if verb.argument > len(arguments):
            raise FunctionError(
                f"not enough arguments for %s at {verb.offset}: need index {verb.argument} but have {len(arguments)} "
                "total",
                shown=[go_quoted(verb.raw)],
            )
        out.append(_written(verb, arguments[verb.argument - 1]))
        at = start + len(verb.raw)
        following = verb.argument + 1
        used = max(used, verb.argument)
    if used < len(arguments):
        only = f"only {used} used by format string" if used else "no verbs in format string"
        fail(f"too many arguments; {only}", used + 1)
    return "".join(out)


def _offset(pattern: str, at: int) -> int:
    return len(pattern[:at].encode("utf-8", "surrogatepass"))


def _verb(pattern: str, start: int, following: int) -> _Verb:
    found = _VERB.match(pattern, start)
    assert found is not None
    end = found.end()
    index = _INDEX.match(pattern, end)
    if index is not None and found[5] is None:
        end = index.end()
    letter = pattern[end : end + 1]
    if not letter:
        fail(f"invalid format string starting at offset {_offset(pattern, end)}")
    if not (letter.isascii() and letter.isalpha()) or index is not None:
        raise FunctionError(
            f"unrecognized format character %s at offset {_offset(pattern, end)}",
            shown=[f"'{go_quoted(letter)[1:-1]}'"],
        )
    flags, width, _, precision, explicit = found.groups()
    return _Verb(
        raw=pattern[start : end + 1],
        offset=_offset(pattern, start),
        letter=letter,
        flags=flags,
        width=_limited(width, WIDEST, "width") if width else None,
        precision=_limited(precision or "0", FINEST, "precision") if precision is not None else None,
        argument=_limited(explicit, WIDEST, "argument index") if explicit else following,
    )


def _limited(digits: str, limit: int, what: str) -> int:
    value = int(digits) if len(digits) <= 9 else limit + 1
    if value > limit:
        fail(f"the {what} in the format string must not be greater than {limit}")
    return value


def _written(verb: _Verb, value: Value) -> str:
    if value.raw is None and verb.letter != "v":
        raise verb.refuse("null value cannot be formatted")
    match verb.letter:
        case "v":
            return _padded(verb, _default(verb, value))
        case "t":
            return "true" if _converted(verb, value, BOOL).raw else "false"
        case "b" | "d" | "o" | "x" | "X":
            return _integer(verb, as_number(_converted(verb, value, NUMBER).raw))
        case "e" | "E" | "f" | "g" | "G":
            return _float(verb, as_number(_converted(verb, value, NUMBER).raw))
        case "s" | "q":
            content = str(_converted(verb, value, STRING).raw)
            if verb.precision:
                content = "".join(graphemes.clusters(content)[: verb.precision])
            return _padded(verb, content if verb.letter == "s" else json_text.quoted(content))
    raise FunctionError(
        f"unsupported format verb '{verb.letter}' in %s at offset {verb.offset}", shown=[go_quoted(verb.raw)]
    )


def _converted(verb: _Verb, value: Value, wanted: Type) -> Value:
    try:
        return conversion.convert(value, wanted)
    except conversion.ConversionError as error:
        raise verb.refuse(error.message) from error


def _default(verb: _Verb, value: Value) -> str:
    if "#" not in verb.flags and value.raw is not None:
        if value.type is STRING:
            return str(value.raw)
        if value.type is NUMBER:
            return general(as_number(value.raw))
    return json_text.encoded(value)


def _padded(verb: _Verb, content: str) -> str:
    missing = (verb.width or 0) - graphemes.count(content)
    if missing <= 0:
        return content
    padding = ("0" if "0" in verb.flags else " ") * missing
    return content + padding if "-" in verb.flags else padding + content


def _sign(verb: _Verb, *, negative: bool) -> str:
    if negative:
        return "-"
    return "+" if "+" in verb.flags else " " if " " in verb.flags else ""


_BASES = {"b": ("b", "0b"), "o": ("o", "0"), "x": ("x", "0x"), "X": ("X", "0X")}


def _integer(verb: _Verb, value: Number) -> str:
    if not isinstance(value, int):
        raise verb.refuse("an integer is required")
    style, prefix = _BASES.get(verb.letter, ("", ""))
    digits = format(abs(value), style) if style else str(Decimal(abs(value)))
    if "#" not in verb.flags:
        prefix = ""
    if verb.precision is not None:
        if value == 0 and verb.precision == 0:
            return ""
        digits = digits.rjust(verb.precision, "0")
    lead = _sign(verb, negative=value < 0) + prefix
    width = verb.width or 0
    if "-" in verb.flags:
        return (lead + digits).ljust(width)
    if "0" in verb.flags and verb.precision is None:
        return lead + digits.rjust(width - len(lead), "0")
    return (lead + digits).rjust(width)


def _float(verb: _Verb, value: Number) -> str:
    match verb.letter:
        case "f":
            content = _fixed(exact_digits(value), 6 if verb.precision is None else verb.precision)
        case "e" | "E":
            content = _scientific(exact_digits(value), 6 if verb.precision is None else verb.precision)
        case _:
            content = general(value, verb.precision)
    content = content.upper() if verb.letter in "EG" else content
    lead = _sign(verb, negative=numbers.compare(value, 0) < 0)
    content = content.removeprefix("-")
    width = verb.width or 0
    if "0" in verb.flags:
        return lead + content.rjust(width - len(lead), "0")
    return (lead + content).ljust(width) if "-" in verb.flags else (lead + content).rjust(width)


Digits = tuple[str, int]
"""Decimal digits without zeros at either end (none for zero), and how many stand before the point."""


def exact_digits(value: Number) -> Digits:
    """Of the absolute value, all of them: a binary fraction has finitely many."""
    mantissa, exponent = (value, 0) if isinstance(value, int) else (value.mantissa, value.exponent)
    content = str(Decimal(abs(mantissa) * 5**-exponent))
    return (content.rstrip("0"), len(content) + exponent) if mantissa else ("", 0)


def shortest_digits(value: Number) -> Digits:
    """Of the absolute value, the fewest that read back as the same number."""
    content, _, fraction = numbers.to_text(value).removeprefix("-").partition(".")
    digits = (content + fraction).lstrip("0")
    point = len(digits) - len(fraction)
    return (digits.rstrip("0"), point) if digits else ("", 0)


def _rounded(given: Digits, keep: int) -> Digits:
    """The first `keep` digits, rounded half to even."""
    digits, point = given
    if keep < 0:
        return "", 0
    if keep >= len(digits):
        return given
    kept, rest = digits[:keep], digits[keep:]
    odd = bool(kept) and kept[-1] in "13579"
    if not (rest > "5" or (rest == "5" and odd)):
        kept = kept.rstrip("0")
        return (kept, point) if kept else ("", 0)
    kept = kept.rstrip("9")
    if not kept:
        return "1", point + 1
    return kept[:-1] + chr(ord(kept[-1]) + 1), point


def _fixed(given: Digits, places: int) -> str:
    digits, point = _rounded(given, given[1] + places)
    whole = digits[:point].ljust(point, "0") if point > 0 else "0"
    fraction = ("0" * -point + digits if point < 0 else digits[max(point, 0) :]).ljust(places, "0")
    return whole + ("." + fraction[:places] if places else "")


def _scientific(given: Digits, places: int) -> str:
    digits, point = _rounded(given, 1 + places)
    exponent = point - 1 if digits else 0
    digits = digits.ljust(1 + places, "0")
    fraction = "." + digits[1:] if places else ""
    return f"{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def general(value: Number, precision: int | None = None) -> str:
    """Fixed notation, or scientific for exponents below -4 or not below the precision (21 digits are no limit)."""
    shortest = precision is None
    digits, point = shortest_digits(value) if shortest else _rounded(exact_digits(value), max(precision or 0, 1))
    wanted = len(digits) if precision is None else max(precision, 1)
    limit = 6 if shortest else wanted
    if not shortest and limit > len(digits) >= point:
        limit = len(digits)
    sign = "-" if numbers.compare(value, 0) < 0 else ""
    exponent = point - 1
    if exponent < -4 or exponent >= limit:
        return sign + _scientific((digits, point), min(wanted, len(digits)) - 1)
    if wanted > point:
        wanted = len(digits)
    return sign + _fixed((digits, point), max(wanted - point, 0))


def _format(call: Call) -> Value:
    pattern, *arguments = call.arguments
    return string(formatted(str(pattern.raw), arguments))


def _formatlist(call: Call) -> Value:
    pattern, *arguments = call.arguments
    if not arguments:
        return Value(LIST_OF_STRING, (string(formatted(str(pattern.raw), ())),))
    columns: list[tuple[Value, ...] | None] = []
    rows: int | None = None
    chooser = 0
    known = True
    for index, argument in enumerate(arguments, 1):
        if not isinstance(argument.type, ListType | SetType | TupleType) or argument.is_null:
            columns.append(None)
            continue
        if not argument.is_known:
            known = False
            continue
        items = elements(argument)
        if rows is None:
            rows, chooser = len(items), index
        elif len(items) != rows:
            fail(
                f"argument {index} has length {len(items)}, which is inconsistent with argument {chooser} of length "
                f"{rows}",
                index,
            )
        columns.append(items)
    if not known:
        return Value(LIST_OF_STRING, UNKNOWN)
    lines: list[Value] = []
    for row in range(1 if rows is None else rows):
        line = [single if column is None else column[row] for single, column in zip(arguments, columns, strict=True)]
        if not all(map(is_wholly_known, line)):
            lines.append(Value(STRING, UNKNOWN))
            continue
        try:
            lines.append(string(formatted(str(pattern.raw), line)))
        except FunctionError as error:
            raise error.within(f"error on format iteration {row}: ") from error
    return Value(LIST_OF_STRING, tuple(lines))


FUNCTIONS = (
    Function(
        "format",
        (text("format"),),
        STRING,
        _format,
        "Writes values into a text where a pattern has verbs such as %s and %d.",
        variadic=Parameter("args", null=True, deep=True),
    ),
    Function(
        "formatlist",
        (text("format"),),
        LIST_OF_STRING,
        _formatlist,
        "Writes the elements of lists into texts, one text for each row of elements.",
        variadic=Parameter("args", null=True, unknown=True),
    ),
)
