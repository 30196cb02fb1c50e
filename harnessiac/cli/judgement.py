"""What the policies of the repository say of a plan, as it is shown: free of secrets."""

from __future__ import annotations

import os
from collections.abc import Callable

from harnessiac.diagnostics import Diagnostic, Failed, has_errors
from harnessiac.language.modules import ModuleTree
from harnessiac.plan.definition import Plan
from harnessiac.storage.project import Project

Judge = Callable[[Plan, Callable[[], ModuleTree | None]], list[Diagnostic]]


def judge(project: Project) -> Judge:
    """A function that gives the findings about a plan and its configuration; policies are read once. Raises Failed."""
    if not os.path.lexists(project.settings.policies.folder):
        return lambda plan, configuration: []
    from harnessiac.storage import files, repository
    from harnessiac.storage.policies import policy_files

    settings = project.settings.policies
    sources = policy_files.read(settings.folder, repository.root(project.directory))
    if not sources:
        return lambda plan, configuration: []
    lacking = policy_files.missing(settings, len(sources))
    if lacking is not None:
        found = [lacking]
        return lambda plan, configuration: found
    from harnessiac.reports import policies as meaning

    rules, problems = meaning.rules(sources)
    if not rules:
        problems.append(meaning.without_rules(files.shown(settings.folder)))

    def findings(plan: Plan, configuration: Callable[[], ModuleTree | None]) -> list[Diagnostic]:
        from harnessiac.reports.formats import whole_json
        from harnessiac.reports.report import report

        if has_errors(problems):
            return problems
        document = whole_json.render(report("plan", plan, configuration=configuration))
        try:
            evaluated = policy_files.evaluate(sources, [rule.reference for rule in rules], document)
        except Failed as failure:
            return [*problems, *failure.diagnostics]
        place_of = meaning.places(configuration())
        found = list(problems)
        for rule, value in zip(rules, evaluated.values, strict=True):
            if rule.reference in evaluated.failures:
                found.append(meaning.not_evaluated(rule, evaluated.failures[rule.reference]))
            else:
                found += meaning.findings(rule, value, place_of)
        return found

    return findings
