"""Where text came from: files, positions in them, and ranges of text that a diagnostic points at.

Columns follow HCL: they count user-perceived characters (grapheme clusters), not bytes, and start at 1.
Offsets are indices into the decoded text, so slicing needs no conversion.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct


class Position(Struct, frozen=True):
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


@dataclass(frozen=True)
class Excerpt(SourceFile):
    """Some lines of a file of which no more is at hand.

    `text` starts at line `first_line` of the file and its byte `first_byte`. `header` is that of the block around it.
    Lines before and after it are empty.
    """

    first_line: int = 1
    first_byte: int = 0
    header: str | None = None

    @cached_property
    def _own(self) -> SourceFile:
        return SourceFile(self.name, self.text)

    def line_of(self, offset: int) -> int:
        return self.first_line - 1 + self._own.line_of(offset)

    def line_start(self, line: int) -> int:
        own = line - self.first_line + 1
        return self._own.line_start(max(1, min(own, self._own.line_count)))

    def line_text(self, line: int) -> str:
        own = line - self.first_line + 1
        return self._own.line_text(own) if 1 <= own <= self._own.line_count else ""

    @property
    def line_count(self) -> int:
        return self.first_line - 1 + self._own.line_count

    def position(self, offset: int) -> Position:
        own = self._own.position(offset)
        return Position(self.first_line - 1 + own.line, own.column, self.first_byte + own.byte)


class Span(Struct, frozen=True):
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
        before = self.source.first_byte if isinstance(self.source, Excerpt) else 0
        return (self.source.name, before + self.start, before + self.end)


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters `start`..`end` of a computed text come from `source_start`..`source_end` of a file.

    If `is_copy` they were copied one by one; else it is only known that the whole came from the whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    is_copy: bool = True


class TextOrigin(Struct, frozen=True):
    """Where a computed text, such as YAML in a heredoc, was written down: which part of it stands where in a file.

    `whole` is the expression that gave the text: the answer for what no segment covers. `segments` are sorted and do
    not overlap.
    """

    whole: Span
    segments: tuple[Segment, ...] = ()

    @staticmethod
    def of_file(source: SourceFile) -> TextOrigin:
        """The origin of a file's own text: every character stands where it is."""
        end = len(source.text)
        return TextOrigin(Span(source, 0, end), (Segment(0, end, 0, end),))

    def offset(self, at: int) -> int | None:
        """The offset in the file of the character at `at` of the text; of its segment's start if that is all known."""
        segment = self._segment(at)
        if segment is None:
            return None
        return segment.source_start + (at - segment.start if segment.is_copy else 0)

    def span(self, start: int, end: int) -> Span:
        """The place in the file of `start`..`end` of the text, or the least range known to hold it."""
        segment = self._segment(start)
        if segment is None:
            return self.whole
        if not segment.is_copy:
            return Span(self.whole.source, segment.source_start, segment.source_end)
        first = segment.source_start + start - segment.start
        last = self._segment(max(start, end - 1))
        if last is None:
            return Span(self.whole.source, first, segment.source_end)
        if last.is_copy:
            return Span(self.whole.source, first, max(first, last.source_start + end - last.start))
        return Span(self.whole.source, first, max(first, last.source_end))

    def _segment(self, at: int) -> Segment | None:
        found = bisect_right(self.segments, at, key=lambda segment: segment.start) - 1
        if found < 0 or at > self.segments[found].end:
            return None
        return self.segments[found]


class Place(Struct, frozen=True):
    """Characters `start`..`end` of a computed text. Where they stand in a file is found only if somebody asks."""

    origin: Callable[[], TextOrigin]
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.origin().span(self.start, self.end)


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
