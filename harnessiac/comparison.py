"""The configuration now and as it was: what a plan says that it did not say then, and whose documents differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from msgspec.structs import replace as replaced

from harnessiac import workflow
from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.configuration.variables import Given
from harnessiac.plan.definition import Plan
from harnessiac.plan.desired import Desired
from harnessiac.plan.document_comparison import between
from harnessiac.plan.options import Options
from harnessiac.reports.baseline import Since, in_commit, incomparable, new_findings, reduced
from harnessiac.storage.history.revision import Revision
from harnessiac.storage.project import Project
from harnessiac.workflow import Diagnostics

Side = Project | Revision

_NONE = (
    "On neither side the configuration's directory has a file that ends in .tf or .tf.json. If it is another one, run "
    "this there, or with -chdir=DIR."
)


def since(
    then: Revision,
    given: Iterable[Given],
    options: Options,
    planned: Plan,
    found: Diagnostics,
    judge: Callable[[Plan, Callable[[], ModuleTree | None]], Diagnostics],
) -> tuple[Plan, Diagnostics, Since]:
    """What a plan and its findings say that was not said at a commit already. Raises Failed if git cannot be read.

    `judge` gives what policies say of a plan.
    """
    told = Since(then.commit.ref, then.commit.id)
    if not then.flaws and not then.configuration.exists:
        return planned, found, replaced(told, problem="there was no configuration here")
    try:
        if then.flaws:
            raise Failed(*then.flaws)
        before, known = workflow.plan(then, _loosely(given), replace(options, replace=()))
    except Failed as failure:
        return planned, [*found, incomparable(told.ref, failure.diagnostics)], replaced(told, problem="it has errors")
    changes, unchanged, gone = reduced(planned, before)
    findings, left_out = new_findings(found, [*known, *judge(before, then.configuration.root_module)])
    return changes, findings, replaced(told, unchanged=unchanged, gone=gone, known=left_out)


def diff(old: Revision, old_values: Iterable[Given], new: Side, new_values: Iterable[Given]) -> Plan:
    """What makes the documents of one configuration into those of another. Raises Failed with the errors of both."""
    before, problems = _documents_of(old, old_values)
    after, more = _documents_of(new, new_values)
    workflow.stop_on_errors([*problems, *more])
    if before is None and after is None:
        raise Failed(error("No configuration files", _NONE))
    return between(before, after)


def _documents_of(side: Side, given: Iterable[Given]) -> tuple[Desired | None, Diagnostics]:
    """Return what the configuration wants, None if there is none, and its errors; warnings are left to plan."""
    if isinstance(side, Project):
        return _desired(side, list(given)) if side.configuration.exists else (None, [])
    if side.flaws:
        desired, errors = None, list(side.flaws)
    elif not side.configuration.exists:
        return None, []
    else:
        desired, errors = _desired(side, _loosely(given))
    return desired, [in_commit(side.commit.ref), *errors] if errors else []


def _desired(side: Side, given: list[Given]) -> tuple[Desired | None, Diagnostics]:
    try:
        desired, unread, problems = workflow.wanted(side, given, stateless=True)
    except Failed as failure:
        return None, list(failure.diagnostics)
    return desired, [one for one in (*unread, *problems) if one.is_error]


def _loosely(given: Iterable[Given]) -> list[Given]:
    """Values from the command line for a configuration that may not have had the variables yet."""
    return [replaced(one, strict=False, quiet=True) for one in given]
