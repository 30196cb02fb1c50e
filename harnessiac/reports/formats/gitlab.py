"""`gitlab`: the totals of a plan for GitLab's merge requests (`artifacts:reports:terraform`)."""

from __future__ import annotations

import json

from harnessiac.reports.report import Report


def render(report: Report) -> str:
    """Return the totals; without a plan an empty object, which GitLab shows as a failed report."""
    if report.plan is None:
        return "{}\n"
    create, update, delete = report.plan.counts()
    return json.dumps({"create": create, "update": update, "delete": delete}) + "\n"
