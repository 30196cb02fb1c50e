"""Warnings that have no code go by their rule: the summary as one word, such as `argument-is-deprecated`.

Formats print the rule of a finding, and the table [findings] of hiac.toml takes it as it takes codes. Only warnings:
without a code there is no error that could be let pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from harnessiac.diagnostics import Diagnostic, Severity, rule_of

SUMMARIES = (
    "Argument is deprecated",
    "Argument of hiac only",
    "Argument without effect",
    "Backend configuration ignored",
    "Check block assertion failed",
    "Entity cannot be looked up",
    "Ignored removed block",
    "No such resource instance",
    "Resource targeting is in effect",
    "Some objects will no longer be managed by hiac",
    "Tag given twice",
    "Unresolved resource instance address changes",
    "Unusual value",
    "Value for undeclared variable",
    "Values for undeclared variables",
)
"""Of the warnings that validate and plan may give."""


def names() -> list[str]:
    """The rules that can be set."""
    return [rule_of(summary) for summary in SUMMARIES]


def with_severities(findings: Iterable[Diagnostic], levels: Mapping[str, str]) -> list[Diagnostic]:
    """The findings with warnings that have no code as the settings want them: gone, warnings, or errors."""
    if not levels:
        return list(findings)
    out = []
    for finding in findings:
        level = levels.get(finding.rule) if not finding.is_error and finding.page is None else None
        if level != "ignore":
            out.append(finding if level is None else replace(finding, severity=Severity(level)))
    return out
