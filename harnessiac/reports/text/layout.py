"""The lines of plans: a symbol in its column, what follows it, and comments on what is hidden.

At level n the symbol is in column 4n + 2 and what follows it in column 4n + 4.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from msgspec import Struct

from harnessiac.documents.text_diff import Comparison, Hunk
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.reports.unprintable import visible

NONE, ADD, REMOVE, CHANGE = " ", "+", "-", "~"

_ENCODER = json.JSONEncoder(ensure_ascii=False)


class Layout(Struct, frozen=True):
    """Makes lines in the colors of a palette."""

    palette: Palette = PLAIN

    def line(self, level: int, symbol: str, text: str) -> str:
        if self.palette.is_plain:
            return f"{' ' * (4 * level + 2)}{symbol} {text}"
        tones = {ADD: self.palette.green, REMOVE: self.palette.red, CHANGE: self.palette.yellow}
        mark = self.palette.paint(symbol, tones[symbol]) if symbol in tones else symbol
        return f"{' ' * (4 * level + 2)}{mark} {text}"

    def comment(self, level: int, text: str) -> str:
        return " " * (4 * level + 4) + self.palette.paint(f"# {text}", self.palette.faint)

    def hidden(self, number: int, noun: str, level: int) -> list[str]:
        """Return a comment with the number of unchanged items that are hidden."""
        if not number:
            return []
        return [self.comment(level, f"({number} unchanged {noun}{'' if number == 1 else 's'} hidden)")]

    def text(self, compared: Comparison, level: int, note: str = "") -> list[str]:
        """Return the lines in which two texts differ, below a `note`."""
        lines = [self.comment(level, note)] if note else []
        for hunk in compared.hunks:
            lines += [*self.hidden(hunk.hidden, "line", level), *self.hunk(hunk, level)]
        if not compared.hunks:
            lines.append(self.comment(level, "(only the line break at the end changes)"))
        return [*lines, *self.hidden(compared.hidden_after, "line", level)]

    def hunk(self, hunk: Hunk, level: int) -> list[str]:
        return [self.line(level, line.side.value, visible(line.text)).rstrip() for line in hunk.lines]


def literal(value: Any) -> str:
    """Return a scalar or empty collection on one line, with control characters escaped."""
    if isinstance(value, float | Decimal):
        return format(Decimal(str(value)), "f")
    return visible(_ENCODER.encode(value))
