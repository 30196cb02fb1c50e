"""`gitlab`: how much a plan changes, for GitLab to show in a merge request (`artifacts:reports:terraform`)."""

from __future__ import annotations

import json

from harnessiac.reports.report import Report


def render(report: Report) -> str:
    """The totals; none without a plan: GitLab then says that the report failed, and not that nothing changes."""
    if report.plan is None:
        return "{}\n"
    create, update, delete = report.plan.counts()
    return json.dumps({"create": create, "update": update, "delete": delete}) + "\n"
