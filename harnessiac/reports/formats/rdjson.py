"""`rdjson`: findings in reviewdog's diagnostic format."""

from __future__ import annotations

import json
from typing import Any

from harnessiac.diagnostics import Severity
from harnessiac.reports.marks import Mark, marks
from harnessiac.reports.report import Report

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING"}


def render(report: Report) -> str:
    result = {"source": {"name": "hiac"}, "diagnostics": [_diagnostic(mark) for mark in marks(report)]}
    return json.dumps(result, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(mark: Mark) -> dict[str, Any]:
    about = f"{mark.address}: " if mark.address else ""
    out: dict[str, Any] = {
        "message": f"{about}{mark.summary}: {mark.message}",
        "severity": _SEVERITIES[mark.severity],
        "code": {"value": mark.rule},
    }
    place = mark.place
    out["location"] = {"path": place.path if place is not None else "."}
    if place is not None:
        out["location"]["range"] = {
            "start": {"line": place.line, "column": place.byte},
            "end": {"line": place.last_line, "column": place.last_byte},
        }
    return out
