"""The fields that change inside a service's YAML, for machines: hiac's own addition to Terraform's formats."""

from __future__ import annotations

from typing import Any

from harnessiac.entities.yaml_differences import FieldDifference, differences
from harnessiac.plan.definition import Action, Change

KEY = "hiac_fields"
"""Beside `change` in the plan's JSON, in it in the stream."""

_YAML = ("yaml",)


def fields_json(change: Change) -> dict[str, Any]:
    """What to add to a change: nothing unless it changes YAML that may be seen."""
    if change.action is Action.DELETE or any(path in ((), _YAML) for path in _sensitive(change)):
        return {}
    before, after = (change.before or {}).get("yaml"), (change.after or {}).get("yaml")
    if not isinstance(before, str) or not isinstance(after, str):
        return {}
    found = differences(before, after)
    return {KEY: [_field(one) for one in found]} if found else {}


def _sensitive(change: Change) -> list[tuple[str | int, ...]]:
    return [*change.before_sensitive, *change.after_sensitive]


def _field(one: FieldDifference) -> dict[str, Any]:
    out: dict[str, Any] = {"path": one.path, "kind": one.kind.value}
    before, after = (None if side is None else side.value for side in (one.before, one.after))
    if one.before is not None and one.after is not None and before == after:  # numbers that are written in two ways
        before, after = one.before.text, one.after.text
    out |= {"before": before} if one.before is not None else {}
    out |= {"after": after} if one.after is not None else {}
    return out
