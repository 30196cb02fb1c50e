"""The changes of a plan as entries for people: actions, fields and differences of documents.

All formats that show changes share them. Fields and differences are computed on demand, as most changes of a large plan
are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from msgspec import Struct

from harnessiac import platform
from harnessiac.attributes import Path
from harnessiac.entities import yaml_differences
from harnessiac.plan.definition import Action, Change, Plan, Reason
from harnessiac.reports.differences import Kind, differences, same
from harnessiac.reports.report import HIDDEN, HIDDEN_CHANGED
from harnessiac.reports.text.layout import literal
from harnessiac.reports.text.unified_diff import unified
from harnessiac.reports.unprintable import visible
from harnessiac.schema.nodes import Body
from harnessiac.values.types import SetType

_LONGEST = 120
"""Characters of a value in a field."""


_REASONS = {
    Reason.REPLACE_CANNOT_UPDATE: "cannot be updated in place",
    Reason.REPLACE_TAINTED: "tainted",
    Reason.REPLACE_BY_REQUEST: "replaced as requested",
    Reason.REPLACE_BY_TRIGGERS: "something in replace_triggered_by changes",
    Reason.DELETE_NO_CONFIG: "not in the configuration",
    Reason.DELETE_WRONG_REPETITION: "count or for_each was added or removed",
    Reason.DELETE_COUNT_INDEX: "index is out of range for count",
    Reason.DELETE_EACH_KEY: "key is not in for_each",
    Reason.DELETE_NO_MODULE: "its module is not in the configuration",
}


class Verb(Enum):
    """What happens to an entity, the most dangerous first; the value is the word for it."""

    DELETE = "delete"
    REPLACE = "replace"
    UPDATE = "update"
    FORGET = "forget"
    MOVE = "move"
    IMPORT = "import"
    CREATE = "create"

    @property
    def risk(self) -> int:
        """The rank of the danger; 0 is the most dangerous."""
        return list(Verb).index(self)


Note = tuple[str, ...]
"""A few words; the second, fourth, … part of them is a name."""


class Field(Struct, frozen=True):
    """A field that changes, with printable, short values; None if absent or not shown."""

    path: str
    kind: Kind
    before: str | None
    after: str | None

    def __str__(self) -> str:
        match self.before, self.after:
            case None, None:
                return f"{self.path} {self.kind.value}"
            case None, after:
                return f"{self.path}: {after} added"
            case before, None:
                return f"{self.path}: {before} removed"
            case before, after if before == after == HIDDEN:
                return f"{self.path}: {HIDDEN} changed"
            case before, after:
                return f"{self.path}: {before} → {after}"


class Entry(Struct, frozen=True):
    """A resource instance of a plan, with `title` (its type) and `scope`: `account`, `org` or `org/project`.

    `drift`: it describes a change outside of hiac.
    """

    change: Change
    verb: Verb
    address: str
    title: str
    name: str
    identifier: str
    scope: str
    drift: bool = False

    def notes(self) -> Iterator[Note]:
        """Yield remarks: previous address, reason of a replacement, location of the document."""
        change = self.change
        if change.deposed is not None:
            yield ("left over from a replacement that was not finished",)
        if change.previous_address is not None:
            yield "moved from ", visible(str(change.previous_address))
        if change.importing is not None:
            yield "imported from ", visible(change.importing)
        if change.reason is not None:
            yield (_REASONS[change.reason],)
        if change.moves_document and change.document is not None:
            yield "document moves from ", visible(change.old_path or ""), " to ", visible(change.document.path)
        if change.heir is not None:
            yield "document ", visible(change.old_path or ""), " stays, left to ", visible(str(change.heir))
        if change.action is Action.FORGET and change.old_path is not None:
            yield "document ", visible(change.old_path), " stays"

    def fields(self) -> list[Field]:
        """Return the fields that change; empty for what is created or deleted as a whole."""
        change = self.change
        if change.before is None or change.after is None or change.action is Action.DELETE:
            return []
        names = {
            name for name in change.before | change.after if not same(change.before.get(name), change.after.get(name))
        }
        type = change.address.resource.type
        argument = platform.authored_argument(type) or ""
        old, new = change.before.get(argument), change.after.get(argument)
        if names == {argument} and isinstance(old, str) and isinstance(new, str):
            return _yaml_fields(type, argument, old, new)  # most changes are only that
        kind = platform.schema(type)
        sets = _sets(kind.body) if kind is not None else ()
        fields: list[Field] = []
        for difference in differences(change.before, change.after, sets):
            if (
                difference.path == (argument,)
                and isinstance(difference.before, str)
                and isinstance(difference.after, str)
            ):
                fields += _yaml_fields(type, argument, difference.before, difference.after)
            else:
                fields.append(
                    Field(
                        _dotted(difference.path), difference.kind, _short(difference.before), _short(difference.after)
                    )
                )
        return fields

    def difference(self) -> str:
        """Return the unified diff of the document, or of the arguments without one; empty if nothing changes."""
        if self.verb in (Verb.MOVE, Verb.IMPORT, Verb.FORGET) and not self.drift:
            return ""
        if self.verb is Verb.DELETE and self.change.heir is not None:
            return ""
        before, after = self._texts()
        path = self.change.document.path if self.change.document is not None else self.change.old_path
        return unified(before, after, visible(path or self.address))

    def _texts(self) -> tuple[str, str]:
        change = self.change
        type = change.address.resource.type
        if self.drift:
            written = platform.document(type, change.before or {})
            existing = change.observed[0].text if change.observed else None
            before, after = written.text if written is not None else None, existing
        else:
            there = change.before is not None and change.observed
            before = change.observed[0].text if there else None
            after = change.document.text if change.document is not None else None
        if before is None and after is None:
            return _arguments(change.before), _arguments(None if change.action is Action.DELETE else change.after)
        return visible(before or ""), visible(after or "")


def entries(plan: Plan) -> list[Entry]:
    """Return all changes that act, in the order of the plan."""
    return [_entry(change) for change in plan.changes if change.acts]


def kept_texts(plan: Plan) -> list[str]:
    """Return the addresses of resources whose YAML differs from their document in formatting only."""
    return [visible(str(change.address)) for change in plan.changes if change.keeps_text]


def drifted(plan: Plan) -> list[Entry]:
    """Return the changes made outside of hiac since the last apply."""
    return [_entry(change, drift=True) for change in plan.drift]


def _entry(change: Change, *, drift: bool = False) -> Entry:
    values = change.after if change.after is not None and change.action is not Action.DELETE else change.before
    values = values or {}
    kind = platform.schema(change.address.resource.type)
    org, project = values.get("org_id"), values.get("project_id")
    return Entry(
        change,
        _verb(change),
        visible(str(change.address)),
        kind.title if kind is not None and kind.title else change.address.resource.type,
        visible(str(values.get("name") or "")),
        visible(str(values.get("identifier") or values.get("id") or "")),
        visible("/".join(str(part) for part in (org, project) if part) or "account"),
        drift,
    )


def _verb(change: Change) -> Verb:
    match change.action:
        case Action.CREATE:
            return Verb.CREATE
        case Action.UPDATE:
            return Verb.UPDATE
        case Action.DELETE:
            return Verb.DELETE
        case Action.REPLACE | Action.REPLACE_CREATE_FIRST:
            return Verb.REPLACE
        case Action.FORGET:
            return Verb.FORGET
        case Action.NO_OP:
            return Verb.IMPORT if change.importing is not None else Verb.MOVE


def _sets(body: Body, path: tuple[str, ...] = ()) -> list[Path]:
    """Return the paths of arguments and blocks whose order is irrelevant."""
    paths: list[Path] = [(*path, a.name) for a in body.attributes.values() if isinstance(a.type, SetType)]
    for name, block in body.blocks.items():
        if block.nesting == "set":
            paths.append((*path, name))
        else:
            paths += _sets(block.body, (*path, name))
    return paths


def _yaml_fields(type: str, argument: str, before: str, after: str) -> list[Field]:
    differences_in_yaml = platform.yaml_differences(type, before, after)
    if differences_in_yaml is None:
        return [Field(argument, Kind.CHANGED, None, None)]
    return [
        Field(
            _in_yaml(visible(difference.path)),
            Kind(difference.kind.value) if difference.kind is not yaml_differences.Kind.MOVED else Kind.CHANGED,
            _written(difference.before),
            _written(difference.after),
        )
        for difference in differences_in_yaml
    ]


def _in_yaml(path: str) -> str:
    """Return a field's path, prefixed if it could be an argument of the resource."""
    return path if "." in path else f"yaml.{path}".rstrip(".")


def _written(side: yaml_differences.Written | None) -> str | None:
    """Return a value of YAML; numbers as they are written, as 1.10 is not 1.1."""
    if side is None or side.is_long:
        return None
    is_number = isinstance(side.value, int | float) and not isinstance(side.value, bool)
    return _cut(visible(side.text) if is_number else literal(side.value))


def _short(value: Any) -> str | None:
    if value is None or (isinstance(value, dict | list) and value):
        return None
    if value in (HIDDEN, HIDDEN_CHANGED):
        return HIDDEN
    return _cut(literal(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _dotted(path: Path) -> str:
    """`credentials.password_ref`; the index of a block is told where it is not the first."""
    text = ""
    for step in path:
        if isinstance(step, str):
            text += f".{step}"
        elif step:
            text += f"[{step}]"
    return visible(text.lstrip("."))


def _arguments(values: dict[str, Any] | None) -> str:
    given = [(name, value) for name, value in sorted((values or {}).items()) if value not in (None, [])]
    lines = [f"{name}: {value if value in (HIDDEN, HIDDEN_CHANGED) else literal(value)}" for name, value in given]
    return "".join(f"{visible(line)}\n" for line in lines)
