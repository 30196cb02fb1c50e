"""The fields that change inside YAML: hiac's addition to Terraform's formats."""

from __future__ import annotations

from typing import Any

from harnessiac import platform
from harnessiac.entities.yaml_differences import FieldDifference
from harnessiac.plan.definition import Action, Change

KEY = "hiac_fields"
"""Beside `change` in the plan's JSON, in it in the stream."""


def fields_json(change: Change) -> dict[str, Any]:
    """Return the changed fields, under their key; empty unless a change has YAML that is not sensitive."""
    type = change.address.resource.type
    argument = platform.authored_argument(type)
    if argument is None or change.action is Action.DELETE:
        return {}
    before, after = (change.before or {}).get(argument), (change.after or {}).get(argument)
    is_secret = any(path in ((), (argument,)) for path in _sensitive(change))
    if is_secret or not isinstance(before, str) or not isinstance(after, str):
        return {}
    differences = platform.yaml_differences(type, before, after)
    return {KEY: [_field(difference) for difference in differences]} if differences else {}


def _sensitive(change: Change) -> list[tuple[str | int, ...]]:
    return [*change.before_sensitive, *change.after_sensitive]


def _field(difference: FieldDifference) -> dict[str, Any]:
    out: dict[str, Any] = {"path": difference.path, "kind": difference.kind.value}
    before, after = (None if side is None else side.value for side in (difference.before, difference.after))
    if (
        difference.before is not None and difference.after is not None and before == after
    ):  # numbers that are written in two ways
        before, after = difference.before.text, difference.after.text
    out |= {"before": before} if difference.before is not None else {}
    out |= {"after": after} if difference.after is not None else {}
    return out
