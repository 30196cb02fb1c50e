"""The configuration now and as it was: what a plan says that it did not say then, and whose documents differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from msgspec.structs import replace as replaced

from harnessiac import workflow
from harnessiac.diagnostics import Failed
from harnessiac.language.modules import ModuleTree
from harnessiac.language.variables import Given
from harnessiac.plan.between import between
from harnessiac.plan.builder import Options
from harnessiac.plan.definition import Plan
from harnessiac.plan.desired import Desired
from harnessiac.plan.since import Since, in_commit, incomparable, new_findings, reduced
from harnessiac.storage.past import Past
from harnessiac.storage.project import Project
from harnessiac.workflow import Diagnostics


def since(
    then: Past,
    given: Iterable[Given],
    options: Options,
    planned: Plan,
    found: Diagnostics,
    judge: Callable[[Plan, Callable[[], ModuleTree | None]], Diagnostics],
) -> tuple[Plan, Diagnostics, Since]:
    """What a plan and its findings say that was not said at a commit already. Raises Failed if git cannot be read.

    `judge` gives what policies say of a plan.
    """
    told = Since(then.committed.commit.ref, then.committed.commit.id)
    if not then.has_configuration:
        return planned, found, replaced(told, problem="there was no configuration here")
    try:
        before, known = workflow.plan(then, _loosely(given), replace(options, replace=()))
    except Failed as failure:
        return planned, [*found, incomparable(told.ref, failure.diagnostics)], replaced(told, problem="it has errors")
    changes, unchanged, gone = reduced(planned, before)
    findings, left_out = new_findings(found, [*known, *judge(before, then.root_module)])
    return changes, findings, replaced(told, unchanged=unchanged, gone=gone, known=left_out)


@dataclass(frozen=True, slots=True)
class Side:
    """A project to compare, with values for its variables; `ref` is the commit it is of, None: it is as it is now."""

    project: Project
    given: tuple[Given, ...]
    ref: str | None = None


def diff(old: Side, new: Side) -> Plan:
    """What makes the documents of one configuration into those of another. Raises Failed with the errors of both."""
    sides: list[Desired | None] = []
    problems: Diagnostics = []
    for side in (old, new):
        desired, found = _documents_of(side)
        sides.append(desired)
        problems += found
    workflow.stop_on_errors(problems)
    return between(*sides)


def _documents_of(side: Side) -> tuple[Desired | None, Diagnostics]:
    """What the configuration wants, None if there is none, and what is wrong with it; warnings are left to plan."""
    if side.ref is None:
        desired, found, problems = workflow.wanted(side.project, list(side.given), stateless=True)
        return desired, [one for one in (*found, *problems) if one.is_error]
    if not side.project.has_configuration:
        return None, []
    desired, found, problems = workflow.wanted(side.project, _loosely(side.given), stateless=True)
    errors = [one for one in (*found, *problems) if one.is_error]
    return desired, [in_commit(side.ref), *errors] if errors else []


def _loosely(given: Iterable[Given]) -> list[Given]:
    """Values from the command line for a configuration that may not have had the variables yet."""
    return [replaced(one, strict=False, quiet=True) for one in given]
