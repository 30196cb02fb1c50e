"""Strings quoted for people: as Go's %q shows them, which is what Terraform's messages hold."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]|[^\x00-\x7f]')
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})


def go_quoted(text: str) -> str:
    """`text` in double quotes; what does not print is escaped."""
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    if unicodedata.category(char) in _UNPRINTABLE:
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char
