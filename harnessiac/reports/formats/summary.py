"""`summary`: the totals of changes and findings in one line."""

from __future__ import annotations

from collections.abc import Iterator

from harnessiac.diagnostics import Severity
from harnessiac.plan.definition import Action
from harnessiac.reports.duplicate_findings import counted
from harnessiac.reports.report import Report
from harnessiac.reports.text import comparison, document_changes
from harnessiac.reports.text.human import PlanView


def render(report: Report) -> str:
    return " ".join([*_plan(report), *_findings(report), *_comparison(report)]) + "\n"


def _plan(report: Report) -> list[str]:
    plan = report.plan
    if plan is None:
        return [] if report.errored else ["The configuration is valid."]
    if report.command == "diff":
        return [document_changes.summary(plan)]
    if plan.is_empty and report.since is not None:
        sentences = [] if plan.drift else [comparison.title(report.since)]
    elif plan.is_empty:
        sentences = ["No changes."]
    else:
        sentences = [PlanView().summary(plan)]
        for number, words in (
            (sum(c.previous_address is not None for c in plan.changes), "to move"),
            (sum(c.action is Action.FORGET for c in plan.changes), "to forget"),
            (sum(o.action is not Action.NO_OP for o in plan.outputs), "outputs to change"),
        ):
            sentences += [f"{words[:1].upper()}{words[1:]}: {number}."] if number else []
    return [*sentences, *([f"Changed by hand: {len(plan.drift)}."] if plan.drift else [])]


def _findings(report: Report) -> Iterator[str]:
    for severity in Severity:
        if findings := report.of(severity):
            yield f"{len(findings)} {counted(severity, findings)}."


def _comparison(report: Report) -> list[str]:
    return comparison.notes(report.since) if report.since is not None else []
