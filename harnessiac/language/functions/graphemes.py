"""User-perceived characters: where Unicode lets a text be cut (UAX #29, extended grapheme clusters).

Terraform counts by Unicode 15.0, which has no rule for Indic conjuncts yet (GB9c). The library's `\\X` has one, so the
rules before it are spelled out here, over the library's properties of characters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

_CLUSTER = r"""
    \r\n
  | \p{GCB=Control} | \r | \n
  | (?: \p{GCB=Prepend}*+
        (?: \p{GCB=L}*+ (?: \p{GCB=V}++ | \p{GCB=LV} \p{GCB=V}*+ | \p{GCB=LVT} ) \p{GCB=T}*+
          | \p{GCB=L}++
          | \p{GCB=T}++
          | \p{GCB=Regional_Indicator}{1,2}+
          | \p{Extended_Pictographic} (?: \p{GCB=Extend}*+ \p{GCB=ZWJ} \p{Extended_Pictographic} )*+
          | [^\p{GCB=Control}\p{GCB=Prepend}\r\n] )
      | \p{GCB=Prepend}++ )
    [\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+
"""


@cache
def _cluster() -> Pattern[str]:
    import regex

    return regex.compile(_CLUSTER, regex.VERBOSE)


def clusters(text: str) -> list[str]:
    """Return the user-perceived characters of `text`, in order; joined, they are `text`."""
    if text.isascii() and "\r" not in text:
        return list(text)
    return _cluster().findall(text)


def count(text: str) -> int:
    """Return the number of user-perceived characters in `text`."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_cluster().findall(text))
