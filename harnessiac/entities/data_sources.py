"""Data sources: what a document says that is there already, or that this plan will write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from harnessiac import documents
from harnessiac.addresses import InstanceAddress
from harnessiac.attributes import Attributes
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error, warning
from harnessiac.entities.documents import instance_value, read_back, repeated_arguments
from harnessiac.entities.identity import EXTENSION, SCOPE, Identity, attributes_at, identity, paths
from harnessiac.schema.formats import IDENTIFIER
from harnessiac.schema.mapping import ResourceValues
from harnessiac.schema.nodes import Kind
from harnessiac.source import SourceFile, Span
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import STRING
from harnessiac.values.value import NO_MARKS, Mark, Value, all_marks

UNMAPPED = "Unmapped field"
"""What decoding says of a field that no argument stands for; who only reads a document need not mind."""
SELECTORS = ("identifier", "name", *SCOPE)

ListDocuments = Callable[[], Sequence[str]]
"""The paths of all documents. Raises Failed."""
ReadDocument = Callable[[str], str | None]
"""The text of a document by its path in the documents folder; None if there is no such file. Raises Failed."""


class Entities(Struct):
    """The entities that the configuration declares, as far as they are evaluated, found by what they are."""

    by_identity: dict[Identity, tuple[InstanceAddress, Attributes]] = field(default_factory=dict)
    by_name: dict[tuple[str, tuple[str | None, ...], str], list[tuple[InstanceAddress, Attributes]]] = field(
        default_factory=dict
    )

    def add(self, kind: Kind, address: InstanceAddress, attributes: Attributes) -> None:
        key = identity(kind, attributes)
        self.by_identity.setdefault(key, (address, attributes))
        named = (kind.name, key.parents, str(attributes.get("name") or ""))
        self.by_name.setdefault(named, []).append((address, attributes))


class DataReader(Struct):
    """`read` is None while validating, when no document is looked at. `documents` is the folder's name.

    `_names` remembers, for folders of documents that were searched, which identifiers have which name and type.
    """

    entities: Entities
    read: ReadDocument | None
    documents: str
    paths: ListDocuments | None = None
    _names: dict[str, dict[tuple[str, str | None], list[str]]] = field(default_factory=dict)
    _directories: dict[str, list[str]] | None = None

    def value(self, kind: Kind, block: EvaluatedBlock, label: str, place: Span) -> tuple[Value, list[Diagnostic]]:
        """What a data block gives: every attribute of its kind; unknown if it cannot be said, or something is wrong.

        `place` is the block's header.
        """
        anything = instance_value(kind, _nothing_known(kind))
        found = _misfits(kind, block)
        selected: dict[str, str | None] = {}
        marks = NO_MARKS
        for name in _selectors(kind):
            argument = block.arguments.get(name)
            if argument is None:
                continue
            if not argument.value.is_known:
                return anything, found
            text, problem = _text(argument.value)
            if problem:
                found.append(error("Incorrect attribute value type", problem, argument.span))
            selected[name] = text
            marks |= all_marks(argument.value)
        if not selected.get("identifier") and not selected.get("name"):
            detail = 'One of the arguments "identifier" and "name" is required to say which entity is meant.'
            found.append(error("Missing required argument", detail, block.span))
        if selected.get("project_id") and not selected.get("org_id"):
            detail = 'The argument "org_id" is required when "project_id" is set.'
            found.append(error("Missing required argument", detail, block.span))
        if found or self.read is None:
            return anything, [d.about(label) for d in found]
        try:
            attributes, problems = self._attributes(kind, selected, place)
        except Failed as failure:
            attributes, problems = None, [d.at(d.subject or place) for d in failure.diagnostics]
        if marks:
            problems = [Diagnostic(d.severity, d.summary, _HIDDEN, place) for d in problems]
        problems = [d.about(label) for d in problems]
        if attributes is None:
            return anything.marked(marks), problems
        secret = tuple((name,) for name in kind.secrets)
        unknown = tuple((name,) for name in kind.body.names if name not in attributes)
        return instance_value(kind, ResourceValues(attributes, secret, unknown)).marked(marks), problems

    def _attributes(
        self, kind: Kind, selected: Mapping[str, str | None], place: Span
    ) -> tuple[Attributes | None, list[Diagnostic]]:
        identifier, name = selected.get("identifier"), selected.get("name")
        scope = {argument: selected.get(argument) for argument in (*SCOPE, *kind.inside)}
        if not identifier:
            named = (kind.name, tuple(scope.values()), name or "")
            declared = self.entities.by_name.get(named, [])
            if len(declared) == 1:
                return declared[0][1], []
            identifiers = self._named(kind, scope, name or "") if not declared else []
            if len(declared) > 1 or len(identifiers) > 1:
                detail = f'More than one {kind.name} has the name "{name}". Say which one is meant by its identifier.'
                return None, [error("More than one matching entity found", detail, place)]
            if not identifiers:
                return None, [_not_found(kind, f'the name "{name}"', scope, place)]
            identifier = identifiers[0]
        for part in (identifier, *scope.values()):
            problem = IDENTIFIER.problem(part) if part else None
            if problem is not None:
                return None, [error("Invalid identifier", problem, place)]
        wanted: dict[str, Any] = {**scope, "identifier": identifier}
        there = self.entities.by_identity.get(identity(kind, wanted))
        if there is not None and there[0].resource.type == kind.name:
            return there[1], []
        if kind.document is None:
            return {**{k: v for k, v in wanted.items() if k in kind.body.names}, "id": identifier}, [
                _taken_on_trust(kind, identifier, place)
            ]
        texts = ((path, self.read(path)) for path in paths(kind, wanted)) if self.read is not None else ()
        path, text = next(((path, text) for path, text in texts if text is not None), ("", None))
        if text is None:
            return None, [_not_found(kind, f'the identifier "{identifier}"', scope, place)]
        base = dict.fromkeys(kind.body.attributes) | {name: [] for name in kind.body.blocks}
        attributes, problems = read_back(kind, base, f"{self.documents}/{path}", text)
        wrong = [d for d in problems if d.is_error and d.summary != UNMAPPED]
        if attributes is None or wrong:
            return None, wrong or [_not_found(kind, f'the identifier "{identifier}"', scope, place)]
        if kind.authored is not None:
            attributes = {**attributes, **repeated_arguments(kind, text), kind.authored.argument: text}
        return {**attributes, **wanted, **(attributes_at(kind, path) or {}), "id": identifier}, []

    def _named(self, kind: Kind, scope: Mapping[str, str | None], name: str) -> list[str]:
        """The identifiers of the documents of a kind that have this name, in one scope."""
        if kind.document is None or self.paths is None or self.read is None:
            return []
        if self._directories is None:
            self._directories = {}
            for path in self.paths():
                self._directories.setdefault(path.rpartition("/")[0], []).append(path)
        identifiers: list[str] = []
        for directory in dict.fromkeys(path.rpartition("/")[0] for path in paths(kind, {**scope, "identifier": "x"})):
            if directory not in self._names:
                known: dict[tuple[str, str | None], list[str]] = {}
                for path in self._directories.get(directory, ()):
                    named = _name_and_type(kind, self.read(path) or "")
                    if named is not None:
                        known.setdefault(named, []).append(path.rpartition("/")[2].removesuffix(EXTENSION))
                self._names[directory] = known
            identifiers += self._names[directory].get((name, kind.tag), [])
        return identifiers


_HIDDEN = "What is wrong is not shown, because the arguments hold sensitive values."


def _name_and_type(kind: Kind, text: str) -> tuple[str, str | None] | None:
    """The name in a document, and its type if documents of the kind have one."""
    document, _ = documents.read(SourceFile("", text))
    plain = document.plain() if document is not None else None
    root = kind.document.root if kind.document is not None else ""
    entity = plain.get(root) if isinstance(plain, dict) else None
    if not isinstance(entity, dict) or not isinstance(entity.get("name"), str):
        return None
    return entity["name"], entity.get("type") if kind.tag is not None else None


def _selectors(kind: Kind) -> tuple[str, ...]:
    """The arguments by which a data source says which entity it is about."""
    return (*SELECTORS, *kind.inside)


def _taken_on_trust(kind: Kind, identifier: str, place: Span) -> Diagnostic:
    detail = (
        f"There are no documents of {kind.name}, and no resource of this configuration has the identifier "
        f'"{identifier}". Only what this block says itself is known of it.'
    )
    return warning("Entity cannot be looked up", detail, place)


def _nothing_known(kind: Kind) -> ResourceValues:
    names = ("id", *kind.body.names)
    return ResourceValues({}, (), tuple((name,) for name in names))


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
        if name in _selectors(kind) and name in kind.body.attributes:
            continue
        if name in kind.body.names or name == "id":
            detail = (
                f'Can\'t configure a value for "{name}": its value will be decided automatically based on the result '
                "of applying this configuration."
            )
            found.append(error("Value for unconfigurable attribute", detail, argument.name_span))
        else:
            hint = did_you_mean(name, _selectors(kind))
            detail = f'An argument named "{name}" is not expected here.{hint}'
            found.append(error("Unsupported argument", detail, argument.name_span))
    for name, blocks in block.blocks.items():
        detail = f'Blocks of type "{name}" are not expected here.'
        found += [error("Unsupported block type", detail, inner.header_span) for inner in blocks]
    return found


def _not_found(kind: Kind, what: str, scope: Mapping[str, str | None], place: Span) -> Diagnostic:
    org, project = scope["org_id"], scope["project_id"]
    where = "in the account"
    if org:
        where = f'in project "{project}" of organization "{org}"' if project else f'in organization "{org}"'
    looked = "Neither a resource of this configuration nor a document has it."
    return error("No matching entity found", f"There is no {kind.name} with {what} {where}. {looked}", place)
