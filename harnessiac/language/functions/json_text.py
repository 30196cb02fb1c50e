"""JSON text of values and back, with numbers exact and the escapes that Terraform writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from harnessiac.language.functions.declaration import FunctionError, fail
from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import NUMBER
from harnessiac.values.value import FALSE, NULL, TRUE, Value, object_of, string, tuple_of

DEEPEST = 100
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
        raise FunctionError("%s", shown=[_problem(text, error)]) from error
    except RecursionError as error:
        raise FunctionError(f"the JSON text is nested deeper than {DEEPEST} levels") from error
    return from_plain(plain, DEEPEST)


def _number(text: str) -> Value:
    try:
        return Value(NUMBER, numbers.parse(text))
    except ValueError as error:
        raise FunctionError(f"the number {text[:40]} cannot be represented") from error


def _constant(text: str) -> NoReturn:
    char = text.lstrip("-")[0]
    fail(f"invalid character '{char}' {'in numeric literal' if text[0] == '-' else _VALUE}")


# --- what is wrong with a text ---------------------------------------------------------------------------------------

_ENDED = "unexpected EOF"
_VALUE = "looking for beginning of value"
_KEY = "looking for beginning of object key string"
_UNFINISHED = re.compile(r"(?:.*[^-+0-9.eE])?-?[0-9]+(?:\.|(?:\.[0-9]+)?[eE])", re.ASCII)
"""A text up to a number that lacks the digits after its point or exponent."""
_LITERALS = {"t": "true", "f": "false", "n": "null"}


def _problem(text: str, error: json.JSONDecodeError) -> str:
    """What is wrong, in the words of Go's decoder; with the place if the text has several lines."""
    found = _explained(text, error)
    return found if error.lineno == 1 else f"{found} (line {error.lineno}, column {error.colno})"


def _explained(text: str, error: json.JSONDecodeError) -> str:
    at = error.pos
    if error.msg.startswith("Unterminated string"):
        return _ENDED
    if error.msg.startswith("Invalid control character"):
        return f"{_invalid(text[at])} in string literal"
    if error.msg.startswith("Invalid \\u"):
        rest = text[at + 1 :].lstrip("0123456789abcdefABCDEF")
        return f"{_invalid(rest[0])} in \\u hexadecimal character escape" if rest else _ENDED
    if error.msg.startswith("Invalid \\escape"):
        return f"{_invalid(text[at + 1])} in string escape code"
    if _UNFINISHED.fullmatch(text[max(0, at - 400) : at + 1].rpartition("\n")[2]):
        return _number_problem(text, at)
    illegal_comma = error.msg.startswith("Illegal trailing comma")
    rest = text[at + illegal_comma :].lstrip(" \t\r\n")
    if error.msg == "Extra data":
        return "extraneous data after JSON object"
    if not rest:
        return "EOF"
    return _misplaced(text[: len(text) - len(rest)], rest, error.msg)


def _misplaced(before: str, rest: str, message: str) -> str:
    invalid = _invalid(rest[0])
    if message.startswith("Expecting ','"):
        return f"{invalid} after {'array element' if _in_array(before) else 'object key:value pair'}"
    if message.startswith("Expecting ':'"):
        return f"{invalid} after object key"
    if message.startswith("Expecting property name") or message.endswith("end of object"):
        return f"{invalid} {_KEY}" if before.rstrip().endswith(",") else invalid
    if rest[0] == "-":
        return f"{_invalid(rest[1])} in numeric literal" if len(rest) > 1 else _ENDED
    literal = _LITERALS.get(rest[0], "")
    for index, wanted in enumerate(literal):
        if index == len(rest):
            return _ENDED
        if rest[index] != wanted:
            return f"{_invalid(rest[index])} in literal {literal} (expecting '{wanted}')"
    return f"{invalid} {_VALUE}"


def _number_problem(text: str, at: int) -> str:
    rest = text[at + 1 :]
    if text[at] != ".":
        rest = rest[1:] if rest[:1] in ("+", "-") else rest
        return f"{_invalid(rest[0])} in exponent of numeric literal" if rest else _ENDED
    return f"{_invalid(rest[0])} after decimal point in numeric literal" if rest else _ENDED


def _in_array(before: str) -> bool:
    """Whether the innermost bracket open at the end of this valid beginning is square."""
    depth = 0
    for token in reversed(re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', before)):
        if token in ("]", "}"):
            depth += 1
        elif token in ("[", "{"):
            if depth == 0:
                return bool(token == "[")
            depth -= 1
    return False


def _invalid(char: str) -> str:
    shown = {"'": "\\'", '"': '"'}.get(char) or go_quoted(char)[1:-1]
    return f"invalid character '{shown}'"


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
