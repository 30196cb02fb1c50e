"""Diagnostics as text with the source line marked, and in Terraform's JSON form."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from harnessiac.diagnostics import Diagnostic, Severity
from harnessiac.reports import snippets
from harnessiac.reports.duplicate_findings import Repeated, consolidated, place, repeated
from harnessiac.reports.text.messages import HIAC, Wording
from harnessiac.reports.text.palette import Palette
from harnessiac.reports.unprintable import blotted, visible
from harnessiac.source import Excerpt, SourceFile, Span, width

SHOWN_LINES = 4
"""A longer range is cut after so many lines."""

SHOWN_COLUMNS = 200
"""Longer lines are cropped to the text around the range."""


def compact(warnings: Iterable[Diagnostic], words: Wording = HIAC) -> list[str]:
    """Return warnings, given in order, as one entry each, with a hint how to see them in full."""
    lines = ["\nWarnings:\n"]
    lines += [f"- {_title(group.first)}{_compact_place(group)}" for group in _grouped(warnings, words)]
    return [*lines, f"\nTo see the full warning notes, run {words.actor} without -compact-warnings."]


def every(findings: Iterable[Diagnostic], palette: Palette, columns: int = 78, words: Wording = HIAC) -> list[str]:
    """Return findings, given in order, as text, one for each group of duplicates."""
    return [human(group, palette, columns) for group in _grouped(findings, words)]


def _grouped(findings: Iterable[Diagnostic], words: Wording) -> list[Repeated]:
    return consolidated(findings) if words.parsed else repeated(findings)


def _compact_place(group: Repeated) -> str:
    if group.first.subject is None:
        return ""
    more = f" (and {group.count - 1} more)" if group.count > 1 else ""
    return f"\n  on {_line(group.first.subject)}{more}"


def _title(finding: Diagnostic) -> str:
    """Return the summary, with the code if `hiac explain` has a page for it."""
    return visible(finding.summary) + (f" ({finding.page})" if finding.page else "")


def _line(span: Span) -> str:
    return f"{span.filename} line {span.line}"


def human(group: Repeated | Diagnostic, palette: Palette, columns: int = 78) -> str:
    """Return a finding, or a group of duplicates, as text that starts with an empty line; boxed if colored."""
    group = group if isinstance(group, Repeated) else Repeated(group)
    finding = group.first
    tone = palette.red if finding.severity is Severity.ERROR else palette.yellow
    title = finding.severity.value.capitalize()
    lines = [
        palette.paint(f"{title}: ", palette.bold, tone) + palette.paint(_title(finding), palette.bold),
        "",
    ]
    about = ""
    if finding.address:
        about = f"  with {visible(finding.address)}"
        about += f" and {group.others} other{'s' if group.others > 1 else ''}" if group.others else ""
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
        lines += [*_wrapped(visible(finding.detail), columns), ""]
    lines += _wrapped(_elsewhere(group), columns)
    while lines and not lines[-1]:
        lines.pop()
    if palette.is_plain:
        return "\n" + "\n".join(lines)
    bar = palette.paint("│", tone)
    body = "\n".join(f"{bar} {line}".rstrip() for line in lines)
    return f"{palette.paint('╷', tone)}\n{body}\n{palette.paint('╵', tone)}"


def _elsewhere(group: Repeated) -> str:
    """Return the other places of a group; of similar warnings their number, in Terraform's words."""
    if not group.similar:
        return visible(group.places(place))
    more = f"{group.count - 1} more similar warnings" if group.count > 2 else "one more similar warning"
    return f"(and {more} elsewhere)"


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
        text = blotted(snippets.line(source, number)).replace("\t", " ")
        start = source.line_start(number)
        begin = max(span.start - start, 0)
        end = min(max(span.end - start, begin + 1), max(len(text), begin + 1))
        text, cut = _cropped(text, begin)
        begin, end = begin - cut, min(end - cut, max(len(text), begin - cut + 1))
        gutter = f"{number:4}: "
        if palette.is_plain:
            lines.append(gutter + text)
            if number == first.line == final:
                lines.append(" " * (len(gutter) + width(text[:begin])) + "^" * max(width(text[begin:end]), 1))
        else:
            marked = palette.paint(text[begin:end], palette.underline)
            lines.append(f"{gutter}{text[:begin]}{marked}{text[end:]}")
    return lines


def _cropped(text: str, begin: int) -> tuple[str, int]:
    """Return the part of a long line around `begin`, and the number of columns it moved to the left."""
    if len(text) <= SHOWN_COLUMNS:
        return text, 0
    first = max(min(begin - SHOWN_COLUMNS // 2, len(text) - SHOWN_COLUMNS), 0)
    dots = "..." if first else ""
    part = text[first : first + SHOWN_COLUMNS]
    return f"{dots}{part}{'...' if first + SHOWN_COLUMNS < len(text) else ''}", first - len(dots)


def enclosing_header(span: Span) -> str | None:
    """Return the header of the top-level block around a span, such as `resource "a" "b"`; None on its own line."""
    if isinstance(span.source, Excerpt):
        return span.source.header
    return _headers(span.source)[span.line - 1]


@lru_cache(maxsize=16)
def _headers(source: SourceFile) -> tuple[str | None, ...]:
    """Return the header of the block around each line; cached, as every line may have a finding."""
    headers: list[str | None] = []
    header = None
    for number in range(1, source.line_count + 1):
        text = source.line_text(number)
        if text[:1].isalpha() and text.rstrip().endswith("{"):
            headers.append(None)
            header = text.rstrip()[:-1].rstrip()
            continue
        headers.append(header)
        if text.startswith("}"):
            header = None
    return tuple(headers)


def as_json(finding: Diagnostic) -> dict[str, Any]:
    """Return Terraform's JSON form of a diagnostic: severity, summary, detail, address, range, snippet."""
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
    code = "\n".join(snippets.line(source, n) for n in range(first, last + 1))
    start = span.start - source.line_start(first)
    return {
        "context": enclosing_header(span),
        "code": code,
        "start_line": first,
        "highlight_start_offset": start,
        "highlight_end_offset": min(start + max(span.end - span.start, 0), len(code)),
        "values": [{"traversal": name, "statement": statement} for name, statement in finding.values],
    }
