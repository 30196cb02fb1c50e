"""The judgment of policies: their rules are evaluated for the published plan, which has no secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from harnessiac.diagnostics import Diagnostic, Failed, has_errors
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan.definition import Plan
from harnessiac.source import SourceFile

Judge = Callable[[Plan, Callable[[], ModuleTree | None]], list[Diagnostic]]
"""Gives the findings about a plan and its configuration."""


class Evaluated(Protocol):
    """Values of rules as JSON text, None if undefined, and errors by the rule's reference in Rego."""

    @property
    def values(self) -> tuple[str | None, ...]: ...

    @property
    def failures(self) -> Mapping[str, str]: ...


Evaluate = Callable[[Sequence[SourceFile], Sequence[str], str], Evaluated]
"""Evaluates rules, named by their references in Rego, of policies for a plan as JSON text. Raises Failed."""


def judge(sources: Sequence[SourceFile], directory: str, evaluate: Evaluate) -> Judge:
    """Return a function that judges plans by the policies in `sources`; `directory` is their place for messages."""
    from harnessiac.reports import policies

    rules, problems = policies.rules(sources)
    if not rules:
        problems.append(policies.without_rules(directory))

    def findings(plan: Plan, configuration: Callable[[], ModuleTree | None]) -> list[Diagnostic]:
        from harnessiac.reports.formats import whole_json
        from harnessiac.reports.report import report

        if has_errors(problems):
            return problems
        document = whole_json.render(report("plan", plan, configuration=configuration))
        try:
            evaluated = evaluate(sources, [rule.reference for rule in rules], document)
        except Failed as failure:
            return [*problems, *failure.diagnostics]
        place_of = policies.places(configuration())
        results = list(problems)
        for rule, value in zip(rules, evaluated.values, strict=True):
            if rule.reference in evaluated.failures:
                results.append(policies.not_evaluated(rule, evaluated.failures[rule.reference]))
            else:
                results += policies.findings(rule, value, place_of)
        return results

    return findings


def without_policies(plan: Plan, configuration: Callable[[], ModuleTree | None]) -> list[Diagnostic]:
    """Judge nothing."""
    return []
