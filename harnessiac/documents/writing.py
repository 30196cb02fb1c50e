"""Plain data to YAML text, laid out as Harness shows it, in bytes that depend on nothing but the data.

Each scalar is written so that readers of YAML 1.1 and 1.2 agree on what it is: whatever one of them takes for a number,
a boolean, a date or null is quoted when it is a string. The text is made here rather than by libyaml's emitter, which
cannot indent lists under their key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite
from typing import Any

_DEPTH = 200
_SIMPLE_KEY = 1000
"""Longest key written as `key: value`; the format allows 1024 characters."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`<=~\x00-\x1f\x7f-\xa0](?:[^:#\n]|:(?=[^\s])|(?<=[^\s])#)*\Z")
_MAYBE_NUMBER = re.compile(r"[-+.]*[0-9][0-9a-fA-FoOxXtTzZ_.,:+\- ]*\Z")
_WORDS = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan"])
_HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff"
"""Controls, and what would be invisible or reorder the text around it."""

_ESCAPED = re.compile(f'[{_HIDDEN}\t\n"\\\\]')
_NOT_PLAIN = re.compile(f"[{_HIDDEN}\t\n]")
_NOT_LITERAL = re.compile(rf"[{_HIDDEN}]|\A[ \n]|^\t|^[ \t]+$", re.MULTILINE)
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\0": "\\0"}


def write(plain: Any) -> str:
    """`plain` (dicts with string keys, lists, strings, numbers, booleans, None) as a YAML document.

    Keys keep their order. Raises ValueError for what YAML or JSON cannot say: other types, a number that is not
    finite, half of a surrogate pair, more than 200 levels of nesting.
    """
    lines: list[str] = []
    if isinstance(plain, dict | list | tuple) and plain:
        _block(lines, plain, "", "", 0)
    else:
        lines.append(_inline(plain, "  "))
    lines.append("")
    return "\n".join(lines)


def _block(
    lines: list[str], value: dict[str, Any] | list[Any] | tuple[Any, ...], lead: str, indent: str, depth: int
) -> None:
    """Add the lines of a mapping or list that is not empty: the first starts with `lead`, the others with `indent`."""
    if depth > _DEPTH:
        raise ValueError(f"the data is nested more than {_DEPTH} levels deep")
    inner = indent + "  "
    if isinstance(value, dict):
        for key, item in value.items():
            name = lead + _key(key)
            if len(name) > _SIMPLE_KEY:
                lines.append(f"{lead}? {name[len(lead) :]}")
                name = indent
            if isinstance(item, dict | list | tuple) and item:
                lines.append(name + ":")
                _block(lines, item, inner, inner, depth + 1)
            else:
                lines.append(f"{name}: {_inline(item, inner)}")
            lead = indent
        return
    for item in value:
        if isinstance(item, dict | list | tuple) and item:
            _block(lines, item, lead + "- ", inner, depth + 1)
        else:
            lines.append(f"{lead}- {_inline(item, inner)}")
        lead = indent


def _inline(value: Any, indent: str) -> str:
    """A scalar or an empty collection; the lines of a literal block are indented by `indent`."""
    match value:
        case str():
            return _literal(value, indent) if "\n" in value and not _NOT_LITERAL.search(value) else _string(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case dict():
            return "{}"
        case list() | tuple():
            return "[]"
        case _:
            raise ValueError(f"a {type(value).__name__} cannot be written as YAML")


def _float(value: float) -> str:
    if not isfinite(value):
        raise ValueError("a number that is not finite cannot be written as YAML")
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}.0{e}{exponent}" if e and "." not in mantissa else text


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueError(f"a key must be a string, not a {type(key).__name__}")
    return _string(key)


@lru_cache(maxsize=8192)
def _string(text: str) -> str:
    """One line: plain if no reader could misread it, else double-quoted."""
    if (
        _PLAIN.match(text)
        and not _NOT_PLAIN.search(text)
        and text[-1] not in ": "
        and not text[-1].isspace()
        and not text.startswith("...")
        and text.lower() not in _WORDS
        and not _MAYBE_NUMBER.match(text)
    ):
        return text
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError("half of a surrogate pair cannot be written as YAML")
    return _ESCAPES.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _literal(text: str, indent: str) -> str:
    """`text` as a `|` block: no leading white space, no line of white space only, nothing to escape."""
    header = "|+" if text.endswith("\n\n") else "|" if text.endswith("\n") else "|-"
    lines = [indent + line if line else "" for line in text.removesuffix("\n").split("\n")]
    return "\n".join([header, *lines])
