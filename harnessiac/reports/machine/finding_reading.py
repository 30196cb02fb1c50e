"""Diagnostics read from Terraform's JSON form, with as much of the source as it quotes."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from harnessiac.diagnostics import Diagnostic, Severity
from harnessiac.source import Excerpt, Span, width

_MOST_BEHIND: Final = 10_000
"""Lines of a range, and columns of its last one, behind what the snippet shows."""

_Count = Annotated[int, Meta(ge=0, le=2**40)]
_Line = Annotated[int, Meta(ge=1, le=2**31)]


class _Point(Struct):
    line: _Line
    column: _Line
    byte: _Count


class _Range(Struct):
    filename: str
    start: _Point
    end: _Point


class _Value(Struct):
    traversal: str
    statement: str


class _Snippet(Struct):
    code: str
    highlight_start_offset: _Count
    highlight_end_offset: _Count
    context: str | None = None
    values: list[_Value] = []


class DiagnosticData(Struct):
    severity: Severity
    summary: str
    detail: str = ""
    address: str | None = None
    code: str | None = None
    range: _Range | None = None
    snippet: _Snippet | None = None


def finding(data: DiagnosticData) -> Diagnostic:
    values = [(value.traversal, value.statement) for value in data.snippet.values] if data.snippet is not None else []
    subject = _span(data.range, data.snippet) if data.range is not None else None
    return Diagnostic(data.severity, data.summary, data.detail, subject, None, data.address, data.code, tuple(values))


def _span(range: _Range, snippet: _Snippet | None) -> Span:
    """Return the span in an excerpt of what the snippet quotes; further lines of the range are empty."""
    code = snippet.code if snippet is not None else ""
    start = min(snippet.highlight_start_offset, len(code)) if snippet is not None else 0
    first_byte = max(range.start.byte - len(code[:start].encode("utf-8", "surrogatepass")), 0)
    header = snippet.context if snippet is not None else None
    behind = min(range.end.line - range.start.line - code.count("\n"), _MOST_BEHIND)
    if behind > 0:
        code += "\n" * behind + " " * min(range.end.column - 1, _MOST_BEHIND)
    source = Excerpt(range.filename, code, range.start.line, first_byte, header)
    last = max(range.start.line, min(range.end.line, source.line_count))
    text = source.line_text(last)
    columns = range.end.column - 1 if last == range.end.line else len(text)
    end = source.line_start(last) + (min(columns, len(text)) if text.isascii() else _characters(text, columns))
    return Span(source, start, max(start, end))


def _characters(text: str, columns: int) -> int:
    """Return the number of characters of `text` that take up so many columns."""
    return next((index for index in range(len(text)) if width(text[:index]) >= columns), len(text))
