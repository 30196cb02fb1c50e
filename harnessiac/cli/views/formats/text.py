"""`human`: the plan and the findings as they are printed on a terminal, without colour."""

from __future__ import annotations

from harnessiac.cli.palette import PLAIN
from harnessiac.cli.views import findings, human
from harnessiac.cli.views.unprintable import inert
from harnessiac.plan.report import Report


def render(report: Report) -> str:
    found = "".join(inert(text) + "\n" for text in findings.every(report.findings, PLAIN))
    return inert(human.of_report(report)) + found
