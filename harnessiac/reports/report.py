"""The report of a run, free of secrets: every format is a function of it.

Formats never see the plan that apply carries out but a copy with placeholders for sensitive values, so that none can
print what another hides.
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
    """The outcome of a command.

    `plan` has no secrets (see `published`), unless `shows_secrets`; it is None after errors and for validate.
    `findings` are sorted, errors first. `configuration` gives the modules that the plan was made from. `folder` is the
    path from the root of the repository to where file names start: "" or "infra/harness/". `limit` is the maximum size
    of the format markdown, in bytes. `since` is the commit that the plan was compared with. `words` are the sentences
    of text output.
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
    """Return the report on a plan, without its secrets unless `show_sensitive`."""
    shown = published(plan, show_sensitive=show_sensitive) if plan is not None else None
    return Report(command, shown, tuple(in_order(findings)), show_sensitive, configuration, folder, limit, since)


def published(plan: Plan, *, show_sensitive: bool = False) -> Plan:
    """Return a copy of the plan without values that are sensitive before or after.

    Fingerprints of secrets, which show only whether a secret changed, are always hidden. `show_sensitive` hides nothing
    else.
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
    """Return a copy of `values` with `words` at the sensitive paths."""
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
    """Return the type of a hidden value; one with objects becomes any, as attribute names may be secret."""
    return "dynamic" if '"object"' in json.dumps(type) else type


def _input(variable: InputValue, show: bool) -> InputValue:  # noqa: FBT001
    return replace(variable, value=HIDDEN) if variable.sensitive and not show else variable
