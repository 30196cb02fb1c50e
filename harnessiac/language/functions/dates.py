"""Functions on times, which are texts in RFC 3339 form such as 2024-05-06T07:08:09Z.

Years may have any number of digits and be before 1, as in Go; so days are counted here, without `datetime`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from harnessiac.language.functions.declaration import (
    NUMBER,
    STRING,
    Call,
    Function,
    FunctionError,
    fail,
    raw,
    text,
)
from harnessiac.values.quoting import go_quoted
from harnessiac.values.value import UNKNOWN, Value

_NANOSECOND = 1_000_000_000
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days_before(year: int, month: int, day: int) -> int:
    """Days from 0000-03-01 in the proleptic Gregorian calendar."""
    year -= month <= 2
    month = (month + 9) % 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def _date(days: int) -> tuple[int, int, int]:
    era, rest = divmod(days, 146_097)
    year = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    rest -= 365 * year + year // 4 - year // 100
    month = (5 * rest + 2) // 153
    day = rest - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return year + era * 400 + (month <= 2), month, day


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, in nanoseconds from 0000-03-01 UTC, with the offset in minutes it is written in.

    `zulu`: written with Z.
    """

    nanoseconds: int
    offset: int

    def written(self) -> str:
        """RFC 3339 in whole seconds."""
        year, month, day, hour, minute, second = self.parts()
        return (
            f"{_padded_year(year)}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
            f"{self.zone(':') if self.offset else 'Z'}"
        )

    def parts(self) -> tuple[int, int, int, int, int, int]:
        days, rest = divmod(self.nanoseconds // _NANOSECOND + self.offset * 60, 86_400)
        year, month, day = _date(days)
        return year, month, day, rest // 3600, rest // 60 % 60, rest % 60

    def weekday(self) -> str:
        days = (self.nanoseconds // _NANOSECOND + self.offset * 60) // 86_400
        return _WEEKDAYS[(days + 3) % 7]

    def zone(self, separator: str) -> str:
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{'-' if self.offset < 0 else '+'}{hours:02d}{separator}{minutes:02d}"


def _padded_year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


class NotATimestamp(ValueError):
    """The message says what is wrong, in a form to put after "not a valid RFC3339 timestamp: "."""


def _expect(content: str, at: int, pattern: str, what: str) -> int:
    """The number that two or four digits at `at` write."""
    found = re.compile(pattern, re.ASCII).match(content, at)
    if found:
        return int(found[0])
    rest = content[at:]
    raise NotATimestamp(f"cannot use {go_quoted(rest)} as {what}" if rest else f"end of string before {what}")


def _literal(content: str, at: int, char: str) -> None:
    if content.startswith(char, at):
        return
    if char == "T":
        raise NotATimestamp("missing required time introducer 'T'")
    rest = content[at:]
    wanted = f'"{char}" is expected'
    raise NotATimestamp(f"found {go_quoted(rest)} where {wanted}" if rest else f"end of string where {wanted}")


_ZONE = re.compile(r"Z|([+-])(\d\d):(\d\d)", re.ASCII)
_FRACTION = re.compile(r"\.(\d+)", re.ASCII)


def parsed(content: str) -> Moment:
    """The moment that RFC 3339 text writes. Raises NotATimestamp."""
    year = _expect(content, 0, r"\d{4}", "year")
    _literal(content, 4, "-")
    month = _expect(content, 5, r"\d\d", "month")
    if not 1 <= month <= 12:
        raise NotATimestamp(f"cannot use {go_quoted(content[7:])} as month")
    _literal(content, 7, "-")
    day = _expect(content, 8, r"\d\d", "day of month")
    _literal(content, 10, "T")
    hour = _two_digits(content, 11, "hour")
    if hour > 23:
        raise NotATimestamp("hour must be between 0 and 23 inclusive")
    _literal(content, 13, ":")
    minute = _two_digits(content, 14, "minute")
    if minute > 59:
        raise NotATimestamp("minute must have exactly two digits")
    _literal(content, 16, ":")
    second = _expect(content, 17, r"\d\d", "second")
    if second > 59:
        raise NotATimestamp(f"cannot use {go_quoted(content[19:])} as second")
    at, nanosecond = 19, 0
    fraction = _FRACTION.match(content, at)
    if fraction:
        nanosecond = int(fraction[1][:9].ljust(9, "0"))
        at = fraction.end()
    if content.startswith(",", at):
        raise NotATimestamp('cannot use "," as timestamp segment')
    zone = _ZONE.match(content, at)
    if not zone:
        rest = content[at:]
        raise NotATimestamp(
            f"cannot use {go_quoted(rest)} as UTC offset" if rest else "end of string before UTC offset"
        )
    offset = 0
    if zone[1]:
        hours, minutes = int(zone[2]), int(zone[3])
        if hours > 24 or minutes > 60:
            raise NotATimestamp("end of string before UTC offset")
        offset = (hours * 60 + minutes) * (-1 if zone[1] == "-" else 1)
    if zone.end() != len(content):
        raise NotATimestamp(f"cannot use {go_quoted(content[zone.end() :])} as timestamp segment")
    if not 1 <= day <= _days_in_month(year, month):
        raise NotATimestamp("day out of range")
    return moment(year, month, day, hour, minute, second, nanosecond, offset)


def _two_digits(content: str, at: int, what: str) -> int:
    if re.compile(r"\d(?!\d)", re.ASCII).match(content, at):
        raise NotATimestamp(f"{what} must have exactly two digits")
    return _expect(content, at, r"\d\d", what)


def moment(
    year: int,
    month: int,
    day: int,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    nanosecond: int = 0,
    offset: int = 0,
) -> Moment:
    seconds = _days_before(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second
    return Moment(seconds * _NANOSECOND + nanosecond, offset)


def is_date(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _days_in_month(year, month)


def _moment_at(content: str, index: int | None) -> Moment:
    try:
        return parsed(content)
    except NotATimestamp as error:
        raise FunctionError("not a valid RFC3339 timestamp: %s", index, shown=[str(error)]) from error


# --- formatdate ----------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^'A-Za-z]+")

_RULES = {
    "Y": 'year must either be "YY" or "YYYY"',
    "M": 'month must be "M", "MM", "MMM", or "MMMM"',
    "D": 'day of month must either be "D" or "DD"',
    "E": 'day of week must either be "EEE" or "EEEE"',
    "h": '24-hour must either be "h" or "hh"',
    "H": '12-hour must either be "H" or "HH"',
    "A": 'must be "AA"',
    "a": 'must be "aa"',
    "m": 'minute must either be "m" or "mm"',
    "s": 'second must either be "s" or "ss"',
    "Z": "timezone must be Z, ZZZZ, or ZZZZZ",
}


def _forms(when: Moment) -> dict[str, str]:
    year, month, day, hour, minute, second = when.parts()
    half_day = hour % 12 or 12
    return {
        "YY": f"{abs(year) % 100:02d}",
        "YYYY": _padded_year(year),
        "M": str(month),
        "MM": f"{month:02d}",
        "MMM": _MONTHS[month - 1][:3],
        "MMMM": _MONTHS[month - 1],
        "D": str(day),
        "DD": f"{day:02d}",
        "EEE": when.weekday()[:3],
        "EEEE": when.weekday(),
        "h": str(hour),
        "hh": f"{hour:02d}",
        "H": str(half_day),
        "HH": f"{half_day:02d}",
        "AA": "PM" if hour >= 12 else "AM",
        "aa": "pm" if hour >= 12 else "am",
        "m": str(minute),
        "mm": f"{minute:02d}",
        "s": str(second),
        "ss": f"{second:02d}",
        "Z": when.zone(":") if when.offset else "Z",
        "ZZZ": when.zone("") if when.offset else "UTC",
        "ZZZZ": when.zone(""),
        "ZZZZZ": when.zone(":"),
    }


def _formatdate(pattern: str, time: str) -> str:
    forms = _forms(_moment_at(time, 1))
    out: list[str] = []
    for token in _TOKEN.finditer(pattern):
        piece = token[0]
        if piece == "''":
            out.append("'")
        elif piece.startswith("'"):
            if len(piece) == 1 or not piece.endswith("'"):
                fail("unterminated literal '", 0)
            out.append(piece[1:-1].replace("''", "'"))
        elif token[1] is None:
            out.append(piece)
        elif piece in forms:
            out.append(forms[piece])
        else:
            rule = _RULES.get(piece[0])
            raise FunctionError(
                "invalid date format verb %s" + (f": {rule}" if rule else ""), 0, shown=[go_quoted(piece)]
            )
    return "".join(out)


# --- durations -----------------------------------------------------------------------------------------------------

_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": _NANOSECOND,
    "m": 60 * _NANOSECOND,
    "h": 3600 * _NANOSECOND,
}
_PART = re.compile(r"(\d*)(?:\.(\d*))?([^\d.]*)", re.ASCII)
LONGEST_DURATION = 2**63 - 1


def _duration(given: str) -> int:
    """Nanoseconds."""
    rest = given[1:] if given[:1] in ("+", "-") else given
    if rest == "0":
        return 0
    total = Fraction(0)
    if not rest or len(rest) > 200:
        raise _invalid("invalid duration %s", given)
    while rest:
        part = _PART.match(rest)
        assert part is not None
        whole, fraction, unit = part[1], part[2] or "", part[3]
        if not whole and not fraction:
            raise _invalid("invalid duration %s", given)
        if not unit:
            raise _invalid("missing unit in duration %s", given)
        if unit not in _UNITS:
            raise FunctionError("time: unknown unit %s in duration %s", shown=[go_quoted(unit), go_quoted(given)])
        total += int(Fraction(f"{whole or '0'}.{fraction or '0'}") * _UNITS[unit])
        rest = rest[part.end() :]
    if total > LONGEST_DURATION:
        raise _invalid("invalid duration %s", given)
    return -int(total) if given.startswith("-") else int(total)


def _invalid(problem: str, given: str) -> FunctionError:
    return FunctionError(f"time: {problem}", shown=[go_quoted(given)])


def _timeadd(time: str, duration: str) -> str:
    when = _moment_at(time, None)
    return Moment(when.nanoseconds + _duration(duration), when.offset).written()


def _timecmp(first: str, second: str) -> int:
    a, b = _moment_at(first, 0).nanoseconds, _moment_at(second, 1).nanoseconds
    return (a > b) - (a < b)


def _timestamp(call: Call) -> Value:
    found = call.context.timestamp
    return Value(STRING, UNKNOWN if found is None else found)


FUNCTIONS = (
    Function(
        "formatdate",
        (text("format"), text("time")),
        STRING,
        raw(_formatdate),
        'A time written by a pattern such as "DD MMM YYYY hh:mm ZZZ".',
    ),
    Function("plantimestamp", (), STRING, _timestamp, "The time at which the plan is made."),
    Function(
        "timeadd",
        (text("timestamp"), text("duration")),
        STRING,
        raw(_timeadd),
        'A time moved by a duration such as "1h30m" or "-5s".',
    ),
    Function(
        "timecmp",
        (text("timestamp_a"), text("timestamp_b")),
        NUMBER,
        raw(_timecmp),
        "-1, 0 or 1, as the first time is before, at or after the second.",
    ),
    Function("timestamp", (), STRING, _timestamp, "The time at which the plan is made."),
)
