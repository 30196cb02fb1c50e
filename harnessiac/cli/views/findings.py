"""Diagnostics for people (with the source line and the range marked) and in Terraform's JSON form."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from harnessiac.cli.console import Console
from harnessiac.cli.palette import Palette
from harnessiac.cli.views import wording
from harnessiac.cli.views.unprintable import blotted, visible
from harnessiac.diagnostics import Diagnostic, Severity, in_order
from harnessiac.source import Excerpt, SourceFile, Span, width

SHOWN_LINES = 4
"""A longer range is cut after so many lines."""

SHOWN_COLUMNS = 200
"""Of a longer line only the surroundings of the range are shown."""


def show(diagnostics: Iterable[Diagnostic], console: Console, *, compact_warnings: bool = False) -> None:
    """Print warnings to standard output and errors to standard error, each with its place."""
    found = list(_once(in_order(diagnostics)))
    errors = [(d, others) for d, others in found if d.is_error]
    warnings = [(d, others) for d, others in found if not d.is_error]
    if compact_warnings and warnings and not errors:
        console.out("\nWarnings:\n")
        for finding, _ in warnings:
            console.out(f"- {_title(finding)}" + (f"\n  on {_line(finding.subject)}" if finding.subject else ""))
        console.out(f"\nTo see the full warning notes, run {wording.asked_for().actor} without -compact-warnings.")
        return
    for finding, others in warnings:
        console.out(human(finding, console.palette, console.width, others=others))
    for finding, others in errors:
        console.err(human(finding, console.errors, console.width, others=others))


def _once(found: list[Diagnostic]) -> Iterator[tuple[Diagnostic, int]]:
    """Each finding with how many other instances have the same one at the same place: `for_each` multiplies them."""
    for _, same in groupby(found, key=lambda finding: replace(finding, address=None)):
        first, *others = same
        yield first, len(others)


def _title(finding: Diagnostic) -> str:
    """The summary, with the code that `hiac explain` tells about."""
    return visible(finding.summary) + (f" ({finding.page})" if finding.page else "")


def _line(span: Span) -> str:
    return f"{span.filename} line {span.line}"


def human(finding: Diagnostic, palette: Palette, columns: int = 78, *, others: int = 0) -> str:
    """One finding as text that starts and ends with an empty line; boxed when there is colour.

    `others` is how many more instances it is true of.
    """
    tone = palette.red if finding.severity is Severity.ERROR else palette.yellow
    title = finding.severity.value.capitalize()
    lines = [
        palette.paint(f"{title}: ", palette.bold, tone) + palette.paint(_title(finding), palette.bold),
        "",
    ]
    about = ""
    if finding.address:
        about = f"  with {visible(finding.address)}"
        about += f" and {others} other{'s' if others > 1 else ''}" if others else ""
    if about and not finding.subject:
        lines += [about, ""]
    if finding.subject is not None:
        if about:
            lines += [f"{about},"]
        lines += [*_excerpt(finding.subject, palette)]
        if finding.values:
            lines += ["    ├────────────────" if not palette.is_plain else "    |----------------"]
            bar = "│" if not palette.is_plain else "|"
            lines += [f"    {bar} {visible(name)} {visible(statement)}" for name, statement in finding.values]
        lines.append("")
    if finding.detail:
        lines += _wrapped(visible(finding.detail), columns)
    while lines and not lines[-1]:
        lines.pop()
    if palette.is_plain:
        return "\n" + "\n".join(lines)
    bar = palette.paint("│", tone)
    body = "\n".join(f"{bar} {line}".rstrip() for line in lines)
    return f"{palette.paint('╷', tone)}\n{body}\n{palette.paint('╵', tone)}"


def _wrapped(text: str, columns: int) -> list[str]:
    out: list[str] = []
    for line in text.split("\n"):
        if line.startswith((" ", "\t")) or not line:
            out.append(line)
        else:
            out += textwrap.wrap(line, max(columns - 2, 40), break_long_words=False, break_on_hyphens=False) or [""]
    return out


def _excerpt(span: Span, palette: Palette) -> list[str]:
    source = span.source
    first, last = span.first, span.last
    context = enclosing_header(span)
    lines = [visible(f"  on {span.filename} line {first.line}" + (f", in {context}:" if context else ":"))]
    final = max(last.line - (last.column == 1 and last.line > first.line), first.line)
    for number in range(first.line, min(final, first.line + SHOWN_LINES - 1) + 1):
        text = blotted(source.line_text(number)).replace("\t", " ")
        start = source.line_start(number)
        begin = max(span.start - start, 0)
        end = min(max(span.end - start, begin + 1), max(len(text), begin + 1))
        text, cut = _cropped(text, begin)
        begin, end = begin - cut, min(end - cut, max(len(text), begin - cut + 1))
        if palette.is_plain:
            lines.append(f"{number:4}: {text}")
            if number == first.line == final:
                lines.append(" " * (6 + width(text[:begin])) + "^" * max(width(text[begin:end]), 1))
        else:
            marked = palette.paint(text[begin:end], palette.underline)
            lines.append(f"{number:4}: {text[:begin]}{marked}{text[end:]}")
    return lines


def _cropped(text: str, begin: int) -> tuple[str, int]:
    """A long line's part around `begin`, with dots where it was cut, and how far the part was moved to the left."""
    if len(text) <= SHOWN_COLUMNS:
        return text, 0
    first = max(min(begin - SHOWN_COLUMNS // 2, len(text) - SHOWN_COLUMNS), 0)
    dots = "..." if first else ""
    part = text[first : first + SHOWN_COLUMNS]
    return f"{dots}{part}{'...' if first + SHOWN_COLUMNS < len(text) else ''}", first - len(dots)


def enclosing_header(span: Span) -> str | None:
    """The header of the top-level block around a place, such as `resource "a" "b"`, if it starts on another line."""
    if isinstance(span.source, Excerpt):
        return span.source.header
    return _headers(span.source)[span.line - 1]


@lru_cache(maxsize=16)
def _headers(source: SourceFile) -> tuple[str | None, ...]:
    """For each line the header of the block around it; read once, for there may be a finding on every line."""
    found: list[str | None] = []
    header = None
    for number in range(1, source.line_count + 1):
        text = source.line_text(number)
        if text[:1].isalpha() and text.rstrip().endswith("{"):
            found.append(None)
            header = text.rstrip()[:-1].rstrip()
            continue
        found.append(header)
        if text.startswith("}"):
            header = None
    return tuple(found)


def as_json(finding: Diagnostic) -> dict[str, Any]:
    """Terraform's JSON form of a diagnostic: severity, summary, detail, address, range, snippet."""
    out: dict[str, Any] = {"severity": finding.severity.value, "summary": finding.summary, "detail": finding.detail}
    if finding.address:
        out["address"] = finding.address
    out["code"] = finding.rule
    if finding.subject is not None:
        out["range"] = _range(finding.subject)
        out["snippet"] = _snippet(finding, finding.subject)
    return out


def _range(span: Span) -> dict[str, Any]:
    first = span.first
    last = first if span.end == span.start else span.last
    return {
        "filename": span.filename,
        "start": {"line": first.line, "column": first.column, "byte": first.byte},
        "end": {"line": last.line, "column": last.column, "byte": last.byte},
    }


def _snippet(finding: Diagnostic, span: Span) -> dict[str, Any]:
    source = span.source
    first = span.line
    last = min(max(source.line_of(max(span.end - 1, span.start)), first), first + SHOWN_LINES - 1)
    code = "\n".join(source.line_text(n) for n in range(first, last + 1))
    start = span.start - source.line_start(first)
    return {
        "context": enclosing_header(span),
        "code": code,
        "start_line": first,
        "highlight_start_offset": start,
        "highlight_end_offset": min(start + max(span.end - span.start, 0), len(code)),
        "values": [{"traversal": name, "statement": statement} for name, statement in finding.values],
    }
