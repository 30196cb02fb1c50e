"""What a run has to tell, free of secrets: the one thing that every view is a function of.

A view never sees the plan that apply carries out. It sees this copy, in which words stand for sensitive values, so no
format can print what another hides.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from msgspec import Struct

from harnessiac.addresses import ObjectAddress
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, Severity, has_errors, in_order
from harnessiac.entities.documents import FINGERPRINT
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan.definition import Action, Change, InputValue, OutputChange, Plan
from harnessiac.plan.steps import heirs
from harnessiac.reports.baseline import Since
from harnessiac.reports.differences import same
from harnessiac.reports.text.messages import HIAC, Wording

HIDDEN: Final = "(sensitive value)"
"""Stands for a value that must not be shown."""

HIDDEN_CHANGED: Final = "(sensitive value, changed)"
"""Stands for one that must not be shown either, and is another than before."""


class Report(Struct, frozen=True):
    """The outcome of one `command`.

    `limit` is how many bytes a format may take that people paste somewhere (`markdown`). `since` is what the plan was
    compared with, if it has only what is new.
    `folder` is the way from the root of the repository to where the names of files start: "" or "infra/harness/".
    `plan` holds no secrets (see `published`); None if none was made: errors came before it, or none was asked for.
    `findings` are all diagnostics, errors first, each by place. With `shows_secrets` sensitive values are in `plan` all
    too, because -show-sensitive was given. `configuration` gives the modules that the plan was made from. `words` are
    the sentences of text output.
    """

    command: str
    plan: Plan | None = None
    findings: tuple[Diagnostic, ...] = ()
    shows_secrets: bool = False
    configuration: Callable[[], ModuleTree | None] = lambda: None
    folder: str = ""
    limit: int = 65_000
    since: Since | None = None
    words: Wording = HIAC

    @property
    def errored(self) -> bool:
        return has_errors(self.findings)

    def of(self, severity: Severity) -> list[Diagnostic]:
        """Return the findings of one severity, in order."""
        return [finding for finding in self.findings if finding.severity is severity]


def report(
    command: str,
    plan: Plan | None,
    findings: Iterable[Diagnostic] = (),
    *,
    show_sensitive: bool = False,
    configuration: Callable[[], ModuleTree | None] = lambda: None,
    folder: str = "",
    limit: int = 65_000,
    since: Since | None = None,
) -> Report:
    """The report on a plan, its secrets hidden unless `show_sensitive`."""
    shown = published(plan, show_sensitive=show_sensitive) if plan is not None else None
    return Report(command, shown, tuple(in_order(findings)), show_sensitive, configuration, folder, limit, since)


def published(plan: Plan, *, show_sensitive: bool = False) -> Plan:
    """A copy of the plan without the values that are sensitive before or after.

    Fingerprints of secrets say only whether a secret changed; they are hidden in any case. With `show_sensitive`
    nothing else is hidden.
    """
    followed = heirs(plan)
    changes = [_change(_with_heir(change, followed.get(change.address)), show_sensitive) for change in plan.changes]
    return replace(
        plan,
        changes=tuple(changes),
        drift=tuple([_change(change, show_sensitive) for change in plan.drift]),
        outputs=tuple([_output(output, show_sensitive) for output in plan.outputs]),
        variables=tuple([_input(variable, show_sensitive) for variable in plan.variables]),
    )


def _with_heir(change: Change, heir: ObjectAddress | None) -> Change:
    return change if heir in (None, change.address) else replace(change, heir=heir)


def _change(change: Change, show: bool) -> Change:  # noqa: FBT001
    secret = dict.fromkeys((*change.before_sensitive, *change.after_sensitive))
    if show:
        secret = dict.fromkeys(path for path in secret if _is_print(change, path))
    if not secret:
        return change
    after = change.after
    for path in secret:
        old, new = _at(change.before, path), _at(change.after, path)
        after = masked(after, (path,), HIDDEN if old is None or same(old, new) else HIDDEN_CHANGED)
    return replace(change, before=masked(change.before, tuple(secret)), after=after)


def masked(values: Attributes | None, sensitive: Sequence[Path], words: str = HIDDEN) -> Attributes | None:
    """A copy of `values` with `words` at the sensitive paths."""
    if values is None or not sensitive:
        return values
    hidden: Attributes = copy.deepcopy(values)
    for path in sensitive:
        place = _at(hidden, path[:-1])
        if path and _holds(place, path[-1]) and place[path[-1]] is not None:
            place[path[-1]] = words
    return hidden


def _is_print(change: Change, path: Path) -> bool:
    return any(str(_at(side, path)).startswith(FINGERPRINT) for side in (change.before, change.after))


def _at(values: Attributes | None, path: Path) -> Any:
    place: Any = values
    for step in path:
        if not _holds(place, step):
            return None
        place = place[step]
    return place


def _holds(place: Any, step: str | int) -> bool:
    if isinstance(place, dict):
        return step in place
    return isinstance(place, list) and isinstance(step, int) and step < len(place)


def _output(output: OutputChange, show: bool) -> OutputChange:  # noqa: FBT001
    if show or not (output.sensitive or output.before_sensitive):
        return output
    before = HIDDEN if output.before is not None else None
    changed = output.action is Action.UPDATE and not same(output.before, output.after)
    after = (HIDDEN_CHANGED if changed else HIDDEN) if output.after is not None else None
    return replace(output, before=before, after=after, after_type=_without_names(output.after_type))


def _without_names(type: Any) -> Any:
    """The type of a value that must not be shown; one with objects is any, as their names may be what is secret."""
    return "dynamic" if '"object"' in json.dumps(type) else type


def _input(variable: InputValue, show: bool) -> InputValue:  # noqa: FBT001
    return replace(variable, value=HIDDEN) if variable.sensitive and not show else variable
