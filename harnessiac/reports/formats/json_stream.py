"""`json-stream`: what `plan -json` prints, one JSON object a line."""

from __future__ import annotations

import io

from harnessiac.reports.machine.stream import Stream
from harnessiac.reports.report import Report


def render(report: Report) -> str:
    lines = io.StringIO()
    stream = Stream(lines)
    stream.diagnostics(report.findings)
    if report.plan is not None:
        stream.plan(report.plan)
    if report.since is not None:
        stream.compared(report.since)
    return lines.getvalue()
