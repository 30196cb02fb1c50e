"""JSON text of values and back, with numbers exact and the escapes that Terraform writes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from harnessiac.language.functions.declaration import FunctionError, fail
from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.types import BOOL, NUMBER
from harnessiac.values.value import FALSE, NULL, TRUE, Value, object_of, string, tuple_of

DEEPEST = 500
"""How deep lists and objects may be nested."""

_ESCAPES = {
    **{code: f"\\u{code:04x}" for code in range(0x20)},
    **{ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"},
    ord("\b"): "\\b",
    ord("\f"): "\\f",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def quoted(text: str) -> str:
    """A JSON string."""
    return f'"{text.translate(_ESCAPES)}"'


def encoded(value: Value) -> str:
    """The JSON text of a value that is wholly known and without marks, in one line and without spaces."""
    out: list[str] = []
    _encode(value, out, DEEPEST)
    return "".join(out)


def _encode(value: Value, out: list[str], depth: int) -> None:
    if depth < 0:
        fail(f"the value is nested deeper than {DEEPEST} levels")
    match value.raw:
        case None:
            out.append("null")
        case True:
            out.append("true")
        case False:
            out.append("false")
        case str() as text:
            out.append(quoted(text))
        case tuple() as items:
            out.append("[")
            for index, item in enumerate(items):
                if index:
                    out.append(",")
                _encode(item, out, depth - 1)
            out.append("]")
        case dict() as entries:
            out.append("{")
            for index, (key, item) in enumerate(entries.items()):
                if index:
                    out.append(",")
                out.append(quoted(key) + ":")
                _encode(item, out, depth - 1)
            out.append("}")
        case int() | BigFloat() as number:
            out.append(numbers.to_text(number))
        case _:
            fail("the value is not known yet")


def decoded(text: str) -> Value:
    """The value that a JSON text writes: objects and tuples, never maps or lists."""
    try:
        plain = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_constant, object_pairs_hook=dict
        )
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            raise FunctionError("EOF" if not text.strip() else "unexpected end of JSON input") from error
        raise FunctionError(f"invalid JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise FunctionError(f"the JSON text is nested deeper than {DEEPEST} levels") from error
    return from_plain(plain, DEEPEST)


def _number(text: str) -> Value:
    try:
        return Value(NUMBER, numbers.parse(text))
    except ValueError as error:
        raise FunctionError(f"the number {text[:40]} cannot be represented") from error


def _constant(text: str) -> NoReturn:
    fail(f"{text} is not valid JSON")


def from_plain(plain: Any, depth: int = DEEPEST) -> Value:
    """The value of what a JSON or YAML reader gives: None, bool, str, list, dict; a Value stays as it is."""
    if depth < 0:
        fail(f"the text is nested deeper than {DEEPEST} levels")
    match plain:
        case Value():
            return plain
        case None:
            return NULL
        case bool():
            return TRUE if plain else FALSE
        case str():
            return string(_whole_characters(plain))
        case list():
            return tuple_of(_each(plain, depth - 1))
        case dict():
            return object_of({_whole_characters(str(key)): from_plain(item, depth - 1) for key, item in plain.items()})
        case _:
            raise TypeError(f"not a plain value: {type(plain).__name__}")


def _each(items: Iterable[Any], depth: int) -> list[Value]:
    return [from_plain(item, depth) for item in items]


def _whole_characters(text: str) -> str:
    """`text` with lone surrogates, which are no characters, replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


__all__ = ["BOOL", "decoded", "encoded", "from_plain", "quoted"]
