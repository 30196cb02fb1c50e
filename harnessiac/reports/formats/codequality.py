"""`codequality`: findings as GitLab's code quality report (`artifacts:reports:codequality`)."""

from __future__ import annotations

import json

from harnessiac.diagnostics import Severity
from harnessiac.reports.marks import fingerprinted
from harnessiac.reports.report import Report

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor"}


def render(report: Report) -> str:
    issues = [
        {
            "type": "issue",
            "check_name": mark.rule,
            "description": f"{mark.summary}: {mark.message}" if mark.message != mark.summary else mark.summary,
            "categories": ["Bug Risk"],
            "severity": _SEVERITIES[mark.severity],
            "fingerprint": fingerprint,
            "location": {
                "path": mark.place.path if mark.place else ".",
                "lines": {
                    "begin": mark.place.line if mark.place else 1,
                    "end": mark.place.last_line if mark.place else 1,
                },
            },
        }
        for mark, fingerprint in fingerprinted(report)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"
