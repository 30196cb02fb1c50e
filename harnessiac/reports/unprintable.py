"""Characters that move the cursor, color the terminal or reorder text: escaped before they are printed."""

from __future__ import annotations

import re
from typing import Final

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)


def visible(text: str) -> str:
    """`text` with characters that would not print, or reorder what does, as escapes. JSON stays the same JSON."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


_COMMAND: Final = re.compile(r"(?m)^(\s*):(?=:)|#(?=#(?:vso)?\[)")


def inert(text: str) -> str:
    """`text` without lines that the runner of a pipeline takes for commands to it: `::error::`, `##vso[...]`."""
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda match: f"{match[1]}\\u003a" if match[1] is not None else "\\u0023", text)


def blotted(text: str) -> str:
    """`text` with each such character as a replacement character, so that columns stay where they are."""
    return _UNSAFE.sub("\ufffd", text)
