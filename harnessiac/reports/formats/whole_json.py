"""`json`: Terraform's plan format, as of `show -json PLAN`, or for a configuration that of `validate -json`."""

from __future__ import annotations

import json
from typing import Any

from harnessiac.diagnostics import Severity
from harnessiac.reports import findings
from harnessiac.reports.machine.plan_json import plan_json
from harnessiac.reports.report import Report
from harnessiac.reports.unprintable import visible
from harnessiac.values import exactjson


def render(report: Report) -> str:
    if report.command == "validate":
        return visible(json.dumps(validation(report), indent=2, ensure_ascii=False)) + "\n"
    return visible(exactjson.dumps(plan_json(report))) + "\n"


def validation(report: Report) -> dict[str, Any]:
    """Return what `validate -json` prints."""
    return {
        "format_version": "1.0",
        "valid": not report.errored,
        "error_count": len(report.of(Severity.ERROR)),
        "warning_count": len(report.of(Severity.WARNING)),
        "diagnostics": [findings.as_json(finding) for finding in report.findings],
    }
