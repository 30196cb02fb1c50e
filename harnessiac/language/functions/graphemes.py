"""User-perceived characters: where Unicode lets a text be cut (UAX #29, extended grapheme clusters).

The standard library has the categories but not the cluster properties, so the classes are derived from the
categories, with the few ranges that those do not tell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache


class _Class(Enum):
    OTHER = auto()
    CR = auto()
    LF = auto()
    CONTROL = auto()
    EXTEND = auto()
    SPACING = auto()
    JOINER = auto()
    PREPEND = auto()
    REGIONAL = auto()
    PICTOGRAPH = auto()
    L = auto()
    V = auto()
    T = auto()
    LV = auto()
    LVT = auto()


_RANGES = (
    (0x0600, 0x0605, _Class.PREPEND),
    (0x06DD, 0x06DD, _Class.PREPEND),
    (0x070F, 0x070F, _Class.PREPEND),
    (0x0890, 0x0891, _Class.PREPEND),
    (0x08E2, 0x08E2, _Class.PREPEND),
    (0x0D4E, 0x0D4E, _Class.PREPEND),
    (0x0E33, 0x0E33, _Class.SPACING),
    (0x0EB3, 0x0EB3, _Class.SPACING),
    (0x102B, 0x102C, _Class.OTHER),
    (0x1038, 0x1038, _Class.OTHER),
    (0x1062, 0x1064, _Class.OTHER),
    (0x1067, 0x106D, _Class.OTHER),
    (0x1083, 0x1083, _Class.OTHER),
    (0x1087, 0x108C, _Class.OTHER),
    (0x1100, 0x115F, _Class.L),
    (0x1160, 0x11A7, _Class.V),
    (0x11A8, 0x11FF, _Class.T),
    (0x200C, 0x200C, _Class.EXTEND),
    (0x200D, 0x200D, _Class.JOINER),
    (0xA960, 0xA97C, _Class.L),
    (0xD7B0, 0xD7C6, _Class.V),
    (0xD7CB, 0xD7FB, _Class.T),
    (0xFF9E, 0xFF9F, _Class.EXTEND),
    (0x110BD, 0x110BD, _Class.PREPEND),
    (0x110CD, 0x110CD, _Class.PREPEND),
    (0x1F1E6, 0x1F1FF, _Class.REGIONAL),
    (0x1F3FB, 0x1F3FF, _Class.EXTEND),
    (0xE0020, 0xE007F, _Class.EXTEND),
)

_PICTOGRAPHS = (
    *((code, code) for code in (0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139, 0x2328, 0x2388, 0x23CF, 0x24C2, 0x25B6)),
    *((code, code) for code in (0x25C0, 0x3030, 0x303D, 0x3297, 0x3299, 0x2714, 0x2716, 0x271D, 0x2721, 0x2728)),
    (0x2194, 0x2199),
    (0x21A9, 0x21AA),
    (0x231A, 0x231B),
    (0x23E9, 0x23F3),
    (0x23F8, 0x23FA),
    (0x25AA, 0x25AB),
    (0x25FB, 0x25FE),
    (0x2600, 0x2605),
    (0x2607, 0x2612),
    (0x2614, 0x2685),
    (0x2690, 0x2705),
    (0x2708, 0x2712),
    (0x2733, 0x2734),
    (0x2744, 0x2744),
    (0x2747, 0x2747),
    (0x274C, 0x274C),
    (0x274E, 0x274E),
    (0x2753, 0x2755),
    (0x2757, 0x2757),
    (0x2763, 0x2767),
    (0x2795, 0x2797),
    (0x27A1, 0x27A1),
    (0x27B0, 0x27B0),
    (0x27BF, 0x27BF),
    (0x2934, 0x2935),
    (0x2B05, 0x2B07),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B50),
    (0x2B55, 0x2B55),
    (0x1F000, 0x1F0FF),
    (0x1F10D, 0x1F10F),
    (0x1F12F, 0x1F12F),
    (0x1F16C, 0x1F171),
    (0x1F17E, 0x1F17F),
    (0x1F18E, 0x1F18E),
    (0x1F191, 0x1F19A),
    (0x1F1AD, 0x1F1E5),
    (0x1F201, 0x1F20F),
    (0x1F21A, 0x1F21A),
    (0x1F22F, 0x1F22F),
    (0x1F232, 0x1F23A),
    (0x1F23C, 0x1F23F),
    (0x1F249, 0x1F3FA),
    (0x1F400, 0x1F53D),
    (0x1F546, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F774, 0x1F77F),
    (0x1F7D5, 0x1F7FF),
    (0x1F80C, 0x1F80F),
    (0x1F848, 0x1F84F),
    (0x1F85A, 0x1F85F),
    (0x1F888, 0x1F88F),
    (0x1F8AE, 0x1F8FF),
    (0x1F90C, 0x1F93A),
    (0x1F93C, 0x1F945),
    (0x1F947, 0x1FAFF),
    (0x1FC00, 0x1FFFD),
)


@lru_cache(maxsize=4096)
def _class(char: str) -> _Class:
    code = ord(char)
    if char == "\r":
        return _Class.CR
    if char == "\n":
        return _Class.LF
    if 0xAC00 <= code <= 0xD7A3:
        return _Class.LV if (code - 0xAC00) % 28 == 0 else _Class.LVT
    for first, last, found in _RANGES:
        if first <= code <= last:
            return found
    match unicodedata.category(char):
        case "Cc" | "Cf" | "Zl" | "Zp":
            return _Class.CONTROL
        case "Mn" | "Me":
            return _Class.EXTEND
        case "Mc":
            return _Class.SPACING
        case _:
            pictograph = any(first <= code <= last for first, last in _PICTOGRAPHS)
            return _Class.PICTOGRAPH if pictograph else _Class.OTHER


_BREAKERS = frozenset({_Class.CR, _Class.LF, _Class.CONTROL})
_STICKERS = frozenset({_Class.EXTEND, _Class.SPACING, _Class.JOINER})
_AFTER_L = frozenset({_Class.L, _Class.V, _Class.LV, _Class.LVT})


def clusters(text: str) -> list[str]:
    """`text` cut into its user-perceived characters."""
    if text.isascii() and "\r" not in text:
        return list(text)
    ends = list(_ends(text))
    return [text[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)] if ends else []


def count(text: str) -> int:
    """How many user-perceived characters `text` has."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _ends(text))


def _ends(text: str) -> Iterator[int]:
    if not text:
        return
    before = _class(text[0])
    flags = 1 if before is _Class.REGIONAL else 0
    emoji = before is _Class.PICTOGRAPH
    joined = False
    for index in range(1, len(text)):
        here = _class(text[index])
        if _breaks(before, here, flags, emoji_joined=joined):
            yield index
            flags, emoji, joined = 0, False, False
        joined = emoji and here is _Class.JOINER
        if here is _Class.PICTOGRAPH:
            emoji = True
        elif here not in (_Class.EXTEND, _Class.JOINER):
            emoji = False
        flags = flags + 1 if here is _Class.REGIONAL else 0
        before = here
    yield len(text)


def _breaks(before: _Class, here: _Class, flags: int, *, emoji_joined: bool) -> bool:
    if before is _Class.CR and here is _Class.LF:
        return False
    if before in _BREAKERS or here in _BREAKERS:
        return True
    if here in _STICKERS or before is _Class.PREPEND:
        return False
    match before:
        case _Class.L:
            return here not in _AFTER_L
        case _Class.LV | _Class.V:
            return here is not _Class.V and here is not _Class.T
        case _Class.LVT | _Class.T:
            return here is not _Class.T
        case _Class.REGIONAL:
            return here is not _Class.REGIONAL or flags % 2 == 0
        case _Class.JOINER:
            return not (emoji_joined and here is _Class.PICTOGRAPH)
        case _:
            return True
