"""`gitlab`: how much a plan changes, for GitLab to show in a merge request (`artifacts:reports:terraform`)."""

from __future__ import annotations

import json

from harnessiac.plan.report import Report


def render(report: Report) -> str:
    create, update, delete = report.plan.counts() if report.plan is not None else (0, 0, 0)
    return json.dumps({"create": create, "update": update, "delete": delete}) + "\n"
