"""The configuration now and as it was: what a plan says that it did not say then, and whose documents differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from msgspec.structs import replace as replaced

from harnessiac import workflow
from harnessiac.diagnostics import Failed, error
from harnessiac.language.modules import ModuleTree
from harnessiac.language.variables import Given
from harnessiac.plan.definition import Plan
from harnessiac.plan.desired import Desired
from harnessiac.plan.document_comparison import between
from harnessiac.plan.options import Options
from harnessiac.reports.baseline import Since, in_commit, incomparable, new_findings, reduced
from harnessiac.storage.history.revision import Past
from harnessiac.storage.project import Project
from harnessiac.workflow import Diagnostics

_NONE = (
    "On neither side the configuration's directory has a file that ends in .tf or .tf.json. If it is another one, run "
    "this there, or with -chdir=DIR."
)


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
    if not then.flaws and not then.has_configuration:
        return planned, found, replaced(told, problem="there was no configuration here")
    try:
        if then.flaws:
            raise Failed(*then.flaws)
        before, known = workflow.plan(then, _loosely(given), replace(options, replace=()))
    except Failed as failure:
        return planned, [*found, incomparable(told.ref, failure.diagnostics)], replaced(told, problem="it has errors")
    changes, unchanged, gone = reduced(planned, before)
    findings, left_out = new_findings(found, [*known, *judge(before, then.root_module)])
    return changes, findings, replaced(told, unchanged=unchanged, gone=gone, known=left_out)


def diff(old: Project, old_values: Iterable[Given], new: Project, new_values: Iterable[Given]) -> Plan:
    """What makes the documents of one configuration into those of another. Raises Failed with the errors of both."""
    before, problems = _documents_of(old, old_values)
    after, more = _documents_of(new, new_values)
    workflow.stop_on_errors([*problems, *more])
    if before is None and after is None:
        raise Failed(error("No configuration files", _NONE))
    return between(before, after)


def _documents_of(project: Project, given: Iterable[Given]) -> tuple[Desired | None, Diagnostics]:
    """What the configuration wants, None if there is none, and the errors in it; warnings are left to plan."""
    if isinstance(project, Past) and project.flaws:
        desired, errors = None, list(project.flaws)
    elif not project.has_configuration:
        return None, []
    elif not isinstance(project, Past):
        return _desired(project, list(given))
    else:
        desired, errors = _desired(project, _loosely(given))
    return desired, [in_commit(project.committed.commit.ref), *errors] if errors else []


def _desired(project: Project, given: list[Given]) -> tuple[Desired | None, Diagnostics]:
    try:
        desired, unread, problems = workflow.wanted(project, given, stateless=True)
    except Failed as failure:
        return None, list(failure.diagnostics)
    return desired, [one for one in (*unread, *problems) if one.is_error]


def _loosely(given: Iterable[Given]) -> list[Given]:
    """Values from the command line for a configuration that may not have had the variables yet."""
    return [replaced(one, strict=False, quiet=True) for one in given]
