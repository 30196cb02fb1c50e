"""`import` blocks: which documents the plan takes into the state, and at which addresses."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from harnessiac import platform
from harnessiac.addresses import InstanceAddress, InstanceKey, ModulePath, ModuleStep, ResourceAddress
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.configuration.declarations import Import
from harnessiac.language.configuration.targets import Named, read_names
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Each, Scope
from harnessiac.plan.desired import Desired, Wanted
from harnessiac.plan.instances import for_each_items, for_each_problem
from harnessiac.plan.ownership import OwnerOf, Owners
from harnessiac.source import Span
from harnessiac.state.model import State, StoredInstance
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import NUMBER, STRING
from harnessiac.values.value import Mark, Value, all_marks, string

ReadDocument = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Imports:
    """The state with what is imported, and the ids by address."""

    state: State
    ids: Mapping[InstanceAddress, str] = field(default_factory=dict)


def evaluate_imports(blocks: list[Import], scope: Scope) -> tuple[list[Wanted], list[Diagnostic]]:
    """Which documents the blocks name, each address once."""
    found: dict[InstanceAddress, Wanted] = {}
    problems: list[Diagnostic] = []
    for block in blocks:
        try:
            for inner in _repeated(block, scope):
                one = _wanted(block, inner)
                first = found.setdefault(one.address, one)
                if first is not one:
                    detail = (
                        f"An import block for the resource {one.address} was already declared at {first.span}. A "
                        "resource can have only one import block."
                    )
                    raise Failed(error("Duplicate import configuration", detail, _place(block)))
        except Failed as failure:
            problems += failure.diagnostics
    return list(found.values()), problems


def _place(block: Import) -> Span:
    return block.source.span(block.to.start, block.to.end)


def _repeated(block: Import, scope: Scope) -> list[Scope]:
    if block.for_each is None:
        return [scope]
    value = evaluate(block.for_each, scope, block.source)
    place = block.source.span(block.for_each.start, block.for_each.end)
    problem = for_each_problem(value)
    items = for_each_items(value)
    if items is None and not problem:
        problem = 'The "for_each" value depends on values that are not known when the plan is made.'
    if problem:
        raise Failed(error("Invalid for_each argument", problem, place))
    return [scope.child({"each": Each(string(key), each)}) for key, each in items or ()]


def _wanted(block: Import, scope: Scope) -> Wanted:
    source = block.source
    value = evaluate(block.id, scope, source)
    place = source.span(block.id.start, block.id.end)
    detail = ""
    if value.is_null:
        detail = "The import ID cannot be null."
    elif not value.is_known:
        detail = (
            'The import block "id" argument depends on values that are not known when the plan is made, so hiac cannot '
            "determine what to import."
        )
    elif Mark.SENSITIVE in all_marks(value):
        detail = "The import ID cannot be sensitive."
    else:
        try:
            text = convert(value, STRING).raw
        except ConversionError as problem:
            detail = f"The import ID value is unsuitable: {problem}."
        else:
            if isinstance(text, str) and text:
                return Wanted(_address(block, scope), text, block.span)
            detail = "The import ID value evaluates to an empty string, please provide a non-empty value."
    raise Failed(error("Invalid import id argument", detail, place))


def _address(block: Import, scope: Scope) -> InstanceAddress:
    """The address in `to` with its keys evaluated."""
    names = read_names(block.to, block.source)
    module: list[ModuleStep] = []
    for name in names[1:-2:2]:
        module.append(ModuleStep(name.name, _key(name, block, scope)))
    path: ModulePath = tuple(module)
    return ResourceAddress(block.resource.type, block.resource.name, path).instance(_key(names[-1], block, scope))


def _key(name: Named, block: Import, scope: Scope) -> InstanceKey:
    if name.computed is None:
        return name.key
    value: Value = evaluate(name.computed, scope, block.source)
    if value.is_known and not value.is_null:
        wanted = NUMBER if value.type == NUMBER else STRING
        try:
            raw = convert(value, wanted).raw
        except ConversionError:
            raw = None
        if isinstance(raw, int | str) and not isinstance(raw, bool):
            return raw
    place = block.source.span(name.computed.start, name.computed.end)
    detail = "An instance key is a string or a whole number, and it must be known when the plan is made."
    raise Failed(error("Invalid index expression", detail, place))


def take(
    wanted: Iterable[Wanted], desired: Desired, state: State, read: ReadDocument, documents: str, owner_of: OwnerOf
) -> tuple[Imports, list[Diagnostic]]:
    """Read each document into the state, except where something is managed already.

    `documents` is the documents folder's name for messages.
    """
    stored: dict[InstanceAddress, StoredInstance] = {}
    ids: dict[InstanceAddress, str] = {}
    problems: list[Diagnostic] = []
    owners = Owners(state, owner_of)
    for one in wanted:
        if one.address in state.instances:
            continue
        try:
            instance, notes = _imported(one, desired, owners, read, documents)
        except Failed as failure:
            problems += [d if d.subject is not None else d.at(one.span) for d in failure.diagnostics]
            continue
        problems += notes
        if instance is not None:
            stored[one.address] = instance
            ids[one.address] = one.id
    return Imports(state.with_instances(stored) if stored else state, ids), problems


def existing(desired: Desired, state: State, read: ReadDocument, but: Container[InstanceAddress]) -> Iterator[Wanted]:
    """What the configuration wants and nobody owns, but whose document is there: as if it were to be imported.

    Also for instances that have another document by the state, if that one is gone: an apply that was to replace it may
    have come so far.
    """
    document_path = platform.document_path
    owned = {document_path(address.resource.type, stored.attributes) for address, stored in state.instances.items()}
    for address, want in desired.instances.items():
        type = address.resource.type
        path = document_path(type, want.attributes) if address not in but else None
        if path is None or path in owned or not _is_there(path, read):
            continue
        stored = state.instances.get(address)
        old = document_path(type, stored.attributes) if stored is not None else None
        if old is None or not _is_there(old, read):
            yield Wanted(address, platform.import_id(type, want.attributes), want.span)


def _is_there(path: str, read: ReadDocument) -> bool:
    try:
        return read(path) is not None
    except Failed:  # said when the documents are compared
        return False


def _imported(
    one: Wanted, desired: Desired, owners: Owners, read: ReadDocument, documents: str
) -> tuple[StoredInstance | None, list[Diagnostic]]:
    from harnessiac.plan import importing

    want = desired.instances.get(one.address)
    if want is None and not desired.declares(one.address.resource):
        detail = (
            f"The configuration for the given import target {one.address} does not exist. Make sure the target "
            "resource exists within your configuration, or let `hiac plan -generate-config-out=generated.tf` write it."
        )
        raise Failed(error("Configuration for import target does not exist", detail))
    if want is None:
        raise Failed(importing.not_an_instance(one.address))
    return importing.imported(want, importing.find(one.address, one.id, owners, read, documents, want.attributes))
