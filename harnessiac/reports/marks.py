"""Findings as marks at lines of files: what the formats of code review tools share."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Severity, fingerprints
from harnessiac.reports import snippets
from harnessiac.reports.report import Report
from harnessiac.reports.unprintable import visible


class Place(Struct, frozen=True):
    """A range in a file by its `path` from the root of the repository. Lines and columns count from 1.

    Columns are code points (`column`, `last_column`) or bytes of UTF-8 (`byte`, `last_byte`); a range ends before its
    last one.
    """

    path: str
    line: int
    column: int
    byte: int
    last_line: int
    last_column: int
    last_byte: int


class Mark(Struct, frozen=True):
    """A finding. `place` is None if it has no file, or one outside the repository."""

    rule: str
    severity: Severity
    summary: str
    message: str
    address: str | None
    place: Place | None


def mark(finding: Diagnostic, folder: str) -> Mark:
    """Return the mark of a finding; `folder`, "" or ending in a slash, is where file names start."""
    return Mark(
        finding.rule,
        finding.severity,
        visible(finding.summary),
        visible(finding.detail or finding.summary),
        visible(finding.address) if finding.address else None,
        _place(finding, folder),
    )


def place_name(mark: Mark) -> str:
    """Return a place as `infra/services.tf:12`, or the address if there is none."""
    return f"{mark.place.path}:{mark.place.line}" if mark.place is not None else mark.address or ""


def marks(report: Report) -> Iterator[Mark]:
    """Yield the marks of a report's findings, in order."""
    return (mark(finding, report.folder) for finding in report.findings)


def fingerprinted(report: Report) -> Iterator[tuple[Mark, str]]:
    """Return the marks, each with a hash that does not depend on line numbers and is unique in the report."""
    all_marks = list(marks(report))
    paths = [mark.place.path if mark.place else "" for mark in all_marks]
    return zip(all_marks, fingerprints(zip(report.findings, paths, strict=True), snippets.line), strict=True)


def _place(finding: Diagnostic, folder: str) -> Place | None:
    span = finding.subject
    if span is None or span.filename.startswith(("<", "/")):
        return None
    path = normpath(folder + span.filename)
    if path.startswith("../"):
        return None
    source = span.source
    end = max(span.end, span.start)
    line, last = source.line_of(span.start), source.line_of(end)
    before = source.text[source.line_start(line) : span.start]
    until = source.text[source.line_start(last) : end]
    return Place(visible(path), line, len(before) + 1, _bytes(before) + 1, last, len(until) + 1, _bytes(until) + 1)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
