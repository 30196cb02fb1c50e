"""Functions on text."""

from __future__ import annotations

from harnessiac.language.functions import graphemes
from harnessiac.language.functions.arguments import refuse_huge, whole
from harnessiac.language.functions.declaration import (
    BOOL,
    LIST_OF_STRING,
    STRING,
    Call,
    Function,
    Parameter,
    fail,
    number,
    raw,
    text,
)
from harnessiac.values.value import Raw, Value, string

_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def _chomp(value: str) -> str:
    return value.rstrip("\r\n")


def _indent(spaces: Raw, value: str) -> str:
    width = whole(spaces)
    if width < 0:
        fail("the number of spaces must not be negative", 0)
    refuse_huge(len(value) + width * value.count("\n"))
    return value.replace("\n", "\n" + " " * width)


def _join(call: Call) -> Value:
    separator, *lists = call.arguments
    if not lists:
        fail("at least one list is required")
    parts: list[str] = []
    for number_of_list, items in enumerate(lists, 1):
        assert isinstance(items.raw, tuple)
        for index, item in enumerate(items.raw):
            if item.raw is None:
                which = f" of list {number_of_list}" if len(lists) > 1 else ""
                fail(f"element {index}{which} is null; cannot concatenate null values", number_of_list)
            parts.append(str(item.raw))
    glue = str(separator.raw)
    refuse_huge(len(glue) * max(0, len(parts) - 1))
    return string(glue.join(parts))


def simple_upper(char: str) -> str:
    """The one character that `char` becomes in upper case; longer expansions (as of ß) are not made."""
    upper = char.upper()
    return upper if len(upper) == 1 else simple_title(char)


def simple_title(char: str) -> str:
    title = char.title()
    return title if len(title) == 1 else char


def _upper(value: str) -> str:
    return value.upper() if value.isascii() else "".join(map(simple_upper, value))


def _lower(value: str) -> str:
    return value.lower() if value.isascii() else "".join(["i" if char == "İ" else char.lower() for char in value])


def _title(value: str) -> str:
    out: list[str] = []
    starts = True
    for char in value:
        out.append(simple_title(char) if starts else char)
        starts = _separates(char)
    return "".join(out)


def _separates(char: str) -> bool:
    if char.isascii():
        return not (char.isalnum() or char == "_")
    return char in _SPACE


def _split(separator: str, value: str) -> tuple[Value, ...]:
    parts = value.split(separator) if separator else list(value)
    return tuple([string(part) for part in parts])


def _substr(value: str, offset: Raw, length: Raw) -> str:
    start, wanted = whole(offset), whole(length)
    if wanted == 0 and start >= 0:
        return ""
    parts = graphemes.clusters(value)
    if start < 0:
        start = max(0, start + len(parts))
    return "".join(parts[start : start + wanted] if wanted > 0 else parts[start:])


def _strrev(value: str) -> str:
    return "".join(reversed(graphemes.clusters(value)))


def _trim(value: str, cutset: str) -> str:
    return value.strip(cutset) if cutset else value


_STR = text("str")

FUNCTIONS = (
    Function("chomp", (_STR,), STRING, raw(_chomp), "Removes the line breaks at the end of a text."),
    Function("endswith", (_STR, text("suffix")), BOOL, raw(str.endswith), "Whether a text ends with the given suffix."),
    Function(
        "indent",
        (number("spaces"), _STR),
        STRING,
        raw(_indent),
        "Puts spaces before every line of a text but the first.",
    ),
    Function(
        "join",
        (text("separator"),),
        STRING,
        _join,
        "Joins the elements of one or more lists of texts with a separator between them.",
        variadic=Parameter("lists", LIST_OF_STRING, deep=True),
    ),
    Function("lower", (_STR,), STRING, raw(_lower), "A text in lower case."),
    Function(
        "split",
        (text("separator"), _STR),
        LIST_OF_STRING,
        raw(_split),
        "Cuts a text into a list wherever a separator occurs.",
    ),
    Function(
        "startswith", (_STR, text("prefix")), BOOL, raw(str.startswith), "Whether a text starts with the given prefix."
    ),
    Function(
        "strcontains", (_STR, text("substr")), BOOL, raw(str.__contains__), "Whether a text contains another text."
    ),
    Function("strrev", (_STR,), STRING, raw(_strrev), "A text with its characters in reverse order."),
    Function(
        "substr",
        (_STR, number("offset"), number("length")),
        STRING,
        raw(_substr),
        "A part of a text, by offset (from the end if negative) and length in characters (-1: all the rest).",
    ),
    Function(
        "title", (_STR,), STRING, raw(_title), "A text with the first letter of every word changed to upper case."
    ),
    Function(
        "trim",
        (_STR, text("cutset")),
        STRING,
        raw(_trim),
        "Removes from both ends of a text every character that a set of characters holds.",
    ),
    Function(
        "trimprefix", (_STR, text("prefix")), STRING, raw(str.removeprefix), "Removes a prefix from a text, once."
    ),
    Function(
        "trimspace",
        (_STR,),
        STRING,
        raw(lambda value: value.strip(_SPACE)),
        "Removes white space from both ends of a text.",
    ),
    Function(
        "trimsuffix", (_STR, text("suffix")), STRING, raw(str.removesuffix), "Removes a suffix from a text, once."
    ),
    Function("upper", (_STR,), STRING, raw(_upper), "A text in upper case."),
)
