"""Where text came from: files, positions in them, and ranges of text that a diagnostic points at.

Columns follow HCL: they count user-perceived characters (grapheme clusters), not bytes, and start at 1.
Offsets are indices into the decoded text, so slicing needs no conversion.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: line and column from 1, byte offset from 0 (in UTF-8)."""

    line: int
    column: int
    byte: int


@dataclass(frozen=True)
class SourceFile:
    """A text with the name it is reported under.

    `name` is relative to where the user stands, with forward slashes: it is what diagnostics show.
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def line_of(self, offset: int) -> int:
        """The line (from 1) that holds the character at `offset`."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, line: int) -> int:
        """The offset of the first character of `line` (from 1)."""
        return self._line_starts[line - 1]

    def line_text(self, line: int) -> str:
        """The text of `line` (from 1) without its line break."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """Line, column and byte of the character at `offset`; an offset past the end is the end."""
        offset = max(0, min(offset, len(self.text)))
        line = self.line_of(offset)
        before = self.text[self._line_starts[line - 1] : offset]
        byte = offset if self.text.isascii() else len(self.text[:offset].encode("utf-8", "surrogatepass"))
        return Position(line, 1 + width(before), byte)

    def span(self, start: int, end: int | None = None) -> Span:
        """The range from `start` up to `end` (exclusive); without `end` it is empty and only marks a place."""
        return Span(self, start, start if end is None else max(start, end))


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters in a file: `start` inclusive, `end` exclusive."""

    source: SourceFile
    start: int
    end: int

    @property
    def filename(self) -> str:
        return self.source.name

    @property
    def first(self) -> Position:
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        return self.source.position(self.end)

    @property
    def line(self) -> int:
        return self.source.line_of(self.start)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        first = self.first
        return f"{self.filename}:{first.line}:{first.column}"

    def sort_key(self) -> tuple[str, int, int]:
        return (self.source.name, self.start, self.end)


def width(text: str) -> int:
    """How many columns `text` takes: its grapheme clusters, nearly (combining marks and joiners add none)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    columns = 0
    joined = False
    for char in text:
        if char == "\u200d":
            joined = True
            continue
        if unicodedata.category(char) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= char <= "\U0001f3ff":
            continue
        columns += 0 if joined else 1
        joined = False
    return columns
