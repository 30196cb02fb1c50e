"""`github`: findings as workflow commands of GitHub Actions, which annotate their lines in a pull request.

GitHub shows ten annotations of each severity for a step, so no more are printed; a line has the number left out.
"""

from __future__ import annotations

from harnessiac.diagnostics import Severity
from harnessiac.reports.formats import summary
from harnessiac.reports.marks import Mark, marks
from harnessiac.reports.report import Report

MOST = 10
"""Marks of each kind in one step."""


def render(report: Report) -> str:
    findings = list(marks(report))
    lines: list[str] = []
    for severity in Severity:
        of_kind = [mark for mark in findings if mark.severity is severity]
        lines += [_command(severity.value, mark) for mark in of_kind[:MOST]]
        left = len(of_kind) - MOST
        if left > 0:
            more = f"{left} more {severity.value}{'s' if left > 1 else ''}"
            lines.append(f"Not marked, as GitHub shows {MOST} of each kind in a step: {more}.")
    title = "title=" + _property(f"hiac {report.command}")
    return "\n".join([*lines, f"::notice {title}::{_data(summary.render(report).strip())}"]) + "\n"


def _command(kind: str, mark: Mark) -> str:
    place = mark.place
    properties = {}
    if place is not None:
        properties = {"file": place.path, "line": str(place.line), "endLine": str(place.last_line)}
        if place.line == place.last_line:  # with several lines GitHub refuses columns
            properties |= {"col": str(place.column), "endColumn": str(max(place.last_column, place.column))}
    properties["title"] = f"{mark.summary} ({mark.rule})"
    pairs = ",".join(f"{key}={_property(text)}" for key, text in properties.items())
    about = f"{mark.address}: " if mark.address else ""
    return f"::{kind} {pairs}::{_data(about + mark.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
