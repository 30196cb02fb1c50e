"""A plan and its findings reduced to what is new compared with another plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from msgspec import Struct

from harnessiac import platform
from harnessiac.addresses import ObjectAddress
from harnessiac.diagnostics import Diagnostic, error, fingerprints, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, OutputChange, Plan
from harnessiac.reports.differences import same

_SHOWN = 100
"""Maximum number of characters of a given commit in messages."""


class Gone(Struct, frozen=True):
    """A change that only the earlier plan has: of a resource, or of an output (`output.NAME`)."""

    address: str
    action: Action


class Since(Struct, frozen=True):
    """The commit that a plan was compared with: its `id`, and `ref` as it was given.

    `unchanged` changes and `known` findings are in both plans and not shown; `gone` changes are in the earlier one
    only. `problem` is why there is no earlier plan, so that everything is shown.
    """

    ref: str
    id: str
    unchanged: int = 0
    known: int = 0
    gone: tuple[Gone, ...] = ()
    problem: str = ""


def reduced(now: Plan, then: Plan) -> tuple[Plan, int, tuple[Gone, ...]]:
    """Return `now` without the changes that `then` has too, the number of those, and the changes only in `then`.

    Instances, outputs and checks that neither plan changes are left out as well.
    """
    changes, same_changes, gone_changes = _split(now.changes, then.changes)
    drift, same_drift, _ = _split(now.drift, then.drift)
    outputs, same_outputs, gone_outputs = _split_outputs(now.outputs, then.outputs)
    checked = set(then.checks)
    shown = replace(
        now,
        changes=changes,
        drift=drift,
        outputs=outputs,
        checks=tuple(check for check in now.checks if check not in checked),
    )
    return shown, same_changes + same_drift + same_outputs, (*gone_changes, *gone_outputs)


def new_findings(now: Iterable[Diagnostic], then: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
    """Return errors and new warnings, compared without line numbers, and the number of warnings left out."""
    findings = list(now)
    known = set(_prints(then))
    prints = zip(findings, _prints(findings), strict=True)
    shown = [finding for finding, print in prints if finding.is_error or print not in known]
    return shown, len(findings) - len(shown)


def incomparable(ref: str, problems: Sequence[Diagnostic]) -> Diagnostic:
    """Return the warning that a commit's configuration cannot be planned, so that everything is shown."""
    errors = [problem for problem in problems if problem.is_error]
    first = errors[0] if errors else None
    reason = f" {_place(first)}{first.summary}. {first.detail}" if first is not None else ""
    count = f"{len(errors)} errors, the first of which is:" if len(errors) > 1 else "an error:"
    detail = (
        f"The configuration as it was at {ref[:_SHOWN]} cannot be planned, so everything is shown that is planned now, "
        f"not just what is new. It has {count}{reason}"
    )
    return warning("Nothing to compare with", detail)


def in_commit(ref: str) -> Diagnostic:
    """Return the error that precedes the errors of a commit's configuration."""
    detail = f"The configuration as it was at {ref[:_SHOWN]} has the errors that follow; places are in its files."
    return error("Errors in an earlier configuration", detail)


def _place(finding: Diagnostic) -> str:
    span = finding.subject
    return f"{span.filename} line {span.line}: " if span is not None else ""


def _prints(findings: Iterable[Diagnostic]) -> Iterator[str]:
    return fingerprints(
        (finding, finding.subject.filename if finding.subject is not None else "") for finding in findings
    )


def _split(now: tuple[Change, ...], then: tuple[Change, ...]) -> tuple[tuple[Change, ...], int, list[Gone]]:
    before = {change.address: change for change in then if _matters(change)}
    shown: list[Change] = []
    unchanged = 0
    there: set[ObjectAddress] = set()
    for change in now:
        if not _matters(change):
            continue
        there.add(change.address)
        other = before.get(change.address)
        if other is not None and _is_same(change, other):
            unchanged += 1
        else:
            shown.append(change)
    gone = [Gone(str(a), change.action) for a, change in before.items() if a not in there and change.acts]
    return tuple(shown), unchanged, gone


def _matters(change: Change) -> bool:
    return change.acts or change.keeps_text


def _is_same(change: Change, other: Change) -> bool:
    return (
        (
            change.action,
            change.reason,
            change.previous_address,
            change.importing,
            change.keeps_text,
            change.moves_document,
        )
        == (other.action, other.reason, other.previous_address, other.importing, other.keeps_text, other.moves_document)
        and set(change.before_sensitive) == set(other.before_sensitive)
        and set(change.after_sensitive) == set(other.after_sensitive)
        and _mean_the_same(change.address.resource.type, change.before, other.before)
        and _mean_the_same(change.address.resource.type, change.after, other.after)
        and len(change.observed) == len(other.observed)
        and all(
            _same_images(change.address.resource.type, mine, its)
            for mine, its in zip(change.observed, other.observed, strict=True)
        )
        and _same_images(change.address.resource.type, change.document, other.document)
    )


def _mean_the_same(type: str, values: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    if values is None or other is None:
        return values is other
    if values.keys() != other.keys():
        return False
    return all(
        same(value, other[name]) or _is_same_yaml(type, name, value, other[name]) for name, value in values.items()
    )


def _is_same_yaml(type: str, name: str, text: Any, other: Any) -> bool:
    is_yaml = name == platform.authored_argument(type) and isinstance(text, str) and isinstance(other, str)
    return is_yaml and platform.same_document(type, text, other)


def _same_images(type: str, one: DocumentImage | None, other: DocumentImage | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.path == other.path and platform.same_document(type, one.text, other.text)


def _split_outputs(
    now: tuple[OutputChange, ...], then: tuple[OutputChange, ...]
) -> tuple[tuple[OutputChange, ...], int, list[Gone]]:
    before = {output.name: output for output in then if output.action is not Action.NO_OP}
    acting = [output for output in now if output.action is not Action.NO_OP]
    shown = tuple(output for output in acting if not _is_same_output(output, before.get(output.name)))
    names = {output.name for output in acting}
    gone = [Gone(f"output.{name}", output.action) for name, output in before.items() if name not in names]
    return shown, len(acting) - len(shown), gone


def _is_same_output(output: OutputChange, other: OutputChange | None) -> bool:
    return (
        other is not None
        and (output.action, output.sensitive, output.before_sensitive)
        == (other.action, other.sensitive, other.before_sensitive)
        and same([output.before, output.after, output.after_type], [other.before, other.after, other.after_type])
    )
