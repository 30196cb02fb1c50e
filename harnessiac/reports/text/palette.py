"""Colors by meaning, as ANSI codes; PLAIN has none."""

from __future__ import annotations

from msgspec import Struct


class Palette(Struct, frozen=True):
    """ANSI codes: wrap text in one of them and `reset`."""

    reset: str = "\x1b[0m"
    bold: str = "\x1b[1m"
    faint: str = "\x1b[90m"
    underline: str = "\x1b[4m"
    red: str = "\x1b[31m"
    green: str = "\x1b[32m"
    yellow: str = "\x1b[33m"
    cyan: str = "\x1b[36m"

    @property
    def is_plain(self) -> bool:
        return not self.reset

    def paint(self, text: str, *codes: str) -> str:
        """Return `text` in the given colors."""
        return f"{''.join(codes)}{text}{self.reset}" if self.reset else text


PLAIN = Palette("", "", "", "", "", "", "", "")
