"""Characters that move the cursor, colour the terminal or turn the order of a line: shown, never sent."""

from __future__ import annotations

import re
from typing import Final

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)


def visible(text: str) -> str:
    """`text` with characters that would not print, or reorder what does, as escapes."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def blotted(text: str) -> str:
    """`text` with each such character as a replacement character, so that columns stay where they are."""
    return _UNSAFE.sub("\ufffd", text)
