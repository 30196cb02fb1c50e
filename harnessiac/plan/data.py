"""Data sources: what a document says that is there already, or that this plan will write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.plan.definition import Attributes
from harnessiac.plan.entities import instance_value, read_back
from harnessiac.plan.links import Key, entity_key
from harnessiac.schema.mapping import Attributes as KindAttributes
from harnessiac.schema.mapping import identity
from harnessiac.schema.nodes import Kind
from harnessiac.source import Span
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import STRING
from harnessiac.values.value import Mark, Value

SELECTORS = ("identifier", "name", "org_id", "project_id")

ReadDocument = Callable[[str], str | None]
"""The text of a document by its path in the documents folder; None if there is no such file. Raises Failed."""


class Entities(Struct):
    """The entities that the configuration declares, as far as they are evaluated, found by what they are."""

    by_key: dict[Key, tuple[InstanceAddress, Attributes]] = field(default_factory=dict)
    by_name: dict[Key, list[tuple[InstanceAddress, Attributes]]] = field(default_factory=dict)

    def add(self, kind: Kind, address: InstanceAddress, attributes: Attributes) -> None:
        key = entity_key(kind, attributes)
        self.by_key.setdefault(key, (address, attributes))
        named = (kind.name, key[1], key[2], str(attributes.get("name") or ""))
        self.by_name.setdefault(named, []).append((address, attributes))


class DataReader(Struct, frozen=True):
    """`read` is None while validating, when no document is looked at. `documents` is the folder's name."""

    entities: Entities
    read: ReadDocument | None
    documents: str

    def value(self, kind: Kind, block: EvaluatedBlock, label: str, place: Span) -> tuple[Value, list[Diagnostic]]:
        """What a data block gives: every attribute of its kind; unknown if it cannot be said, or something is wrong.

        `place` is the block's header.
        """
        anything = instance_value(kind, _nothing_known(kind))
        found = _misfits(kind, block)
        selected: dict[str, str | None] = {}
        for name in SELECTORS:
            argument = block.arguments.get(name)
            if argument is None:
                continue
            if not argument.value.is_known:
                return anything, found
            text, problem = _text(argument.value)
            if problem:
                found.append(error("Incorrect attribute value type", problem, argument.span))
            selected[name] = text
        if not selected.get("identifier") and not selected.get("name"):
            detail = 'One of the arguments "identifier" and "name" is required to say which entity is meant.'
            found.append(error("Missing required argument", detail, block.span))
        if selected.get("project_id") and not selected.get("org_id"):
            detail = 'The argument "org_id" is required when "project_id" is set.'
            found.append(error("Missing required argument", detail, block.span))
        if found or self.read is None:
            return anything, [d.about(label) for d in found]
        attributes, problems = self._attributes(kind, selected, place)
        if attributes is None:
            return anything, [d.about(label) for d in problems]
        secret = tuple((a.name,) for a in kind.body.attributes.values() if a.sensitive)
        return instance_value(kind, KindAttributes(attributes, secret)), [d.about(label) for d in problems]

    def _attributes(
        self, kind: Kind, selected: Mapping[str, str | None], place: Span
    ) -> tuple[Attributes | None, list[Diagnostic]]:
        identifier, name = selected.get("identifier"), selected.get("name")
        scope = {k: selected.get(k) for k in ("org_id", "project_id")}
        if not identifier:
            named = (kind.name, scope["org_id"], scope["project_id"], name or "")
            declared = self.entities.by_name.get(named, [])
            if len(declared) == 1:
                return declared[0][1], []
            return None, [_not_found(kind, f'the name "{name}"', scope, place, by_name=True)]
        wanted: dict[str, Any] = {**scope, "identifier": identifier}
        there = self.entities.by_key.get(entity_key(kind, wanted))
        if there is not None and there[0].resource.type == kind.name:
            return there[1], []
        path = identity(kind, KindAttributes(wanted)).path
        text = self.read(path) if path is not None and self.read is not None else None
        if path is None or text is None:
            return None, [_not_found(kind, f'the identifier "{identifier}"', scope, place)]
        base = dict.fromkeys(kind.body.attributes) | {name: [] for name in kind.body.blocks}
        attributes, problems = read_back(kind.name, base, f"{self.documents}/{path}", text)
        wrong = [d for d in problems if d.is_error]
        if attributes is None or wrong:
            return None, wrong or [_not_found(kind, f'the identifier "{identifier}"', scope, place)]
        return {**attributes, **wanted, "id": identifier}, []


def _nothing_known(kind: Kind) -> KindAttributes:
    names = ("id", *kind.body.names)
    return KindAttributes({}, (), tuple((name,) for name in names))


def _text(value: Value) -> tuple[str | None, str]:
    try:
        raw = convert(value, STRING).raw
    except ConversionError as problem:
        return None, f"Inappropriate value for attribute: {problem}."
    if Mark.EPHEMERAL in value.marks:
        return None, "Ephemeral values are not valid here, because they are not the same when the plan is applied."
    return (raw if isinstance(raw, str) else None), ""


def _misfits(kind: Kind, block: EvaluatedBlock) -> list[Diagnostic]:
    """Arguments and blocks that no data source has."""
    found = []
    for name, argument in block.arguments.items():
        if name in SELECTORS and name in kind.body.attributes:
            continue
        if name in kind.body.names or name == "id":
            detail = (
                f'Can\'t configure a value for "{name}": its value will be decided automatically based on the result '
                "of applying this configuration."
            )
            found.append(error("Value for unconfigurable attribute", detail, argument.name_span))
        else:
            hint = did_you_mean(name, SELECTORS)
            detail = f'An argument named "{name}" is not expected here.{hint}'
            found.append(error("Unsupported argument", detail, argument.name_span))
    for name, blocks in block.blocks.items():
        detail = f'Blocks of type "{name}" are not expected here.'
        found += [error("Unsupported block type", detail, inner.header_span) for inner in blocks]
    return found


def _not_found(
    kind: Kind, what: str, scope: Mapping[str, str | None], place: Span, *, by_name: bool = False
) -> Diagnostic:
    org, project = scope["org_id"], scope["project_id"]
    where = "in the account"
    if org:
        where = f'in project "{project}" of organization "{org}"' if project else f'in organization "{org}"'
    looked = (
        "No resource of this configuration has it; documents are found by their identifier only."
        if by_name
        else "Neither a resource of this configuration nor a document has it."
    )
    return error(
        "No matching entity found", f"There is no {kind.name} with {what} {where}. {looked}", place, code="data"
    )
