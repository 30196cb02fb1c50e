"""`human`: the plan and the findings as printed on a terminal, without color."""

from __future__ import annotations

from harnessiac.reports import findings
from harnessiac.reports.report import Report
from harnessiac.reports.text import human
from harnessiac.reports.text.palette import PLAIN
from harnessiac.reports.unprintable import inert


def render(report: Report) -> str:
    found = "".join(inert(text) + "\n" for text in findings.every(report.findings, PLAIN, words=report.words))
    return inert(human.of_report(report)) + found
