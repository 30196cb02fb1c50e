"""Instances that have another address now: what `moved` blocks say, and what follows from count being added or removed.

The prior state is renamed before it is compared with the configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harnessiac.addresses import InstanceAddress, ModulePath, ModuleStep, ResourceAddress, Target
from harnessiac.diagnostics import Diagnostic, error, warning
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.language.configuration.declarations import defining_place
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan.desired import Desired
from harnessiac.source import Span
from harnessiac.state.model import State

CallPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A called module with all its instances: the instance of the module around it, and the name of the call."""

    around: ModulePath
    name: str


Endpoint = InstanceAddress | ResourceAddress | ModulePath | Call
"""What a statement moves, or where to: one instance, a whole resource, one instance of a module, all of them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A moved block of the module that `within` leads to, whose addresses are relative to that module."""

    within: CallPath
    origin: Endpoint
    destination: Endpoint
    span: Span


@dataclass(frozen=True, slots=True)
class Moves:
    """The state under the addresses of today, and for each instance that moved its address before."""

    state: State
    previous: Mapping[InstanceAddress, InstanceAddress] = field(default_factory=dict)


def statements(root: ModuleTree) -> list[Statement]:
    """Every moved block of all modules."""
    found = []
    for tree in root.all():
        for one in tree.module.moved:
            origin, destination = _together(one.origin, one.destination)
            found.append(Statement(tree.path, origin, destination, one.span))
    return found


def _together(origin: Target, destination: Target) -> tuple[Endpoint, Endpoint]:
    """Two addresses at the same level: without keys they mean all instances, and each keeps its key."""
    match origin, destination:
        case ResourceAddress(), ResourceAddress():
            return origin, destination
        case ((ResourceAddress() | InstanceAddress()), (ResourceAddress() | InstanceAddress())):
            return _instance(origin), _instance(destination)
        case tuple(), tuple() if origin[-1].key is None and destination[-1].key is None:
            return Call(origin[:-1], origin[-1].name), Call(destination[:-1], destination[-1].name)
        case _:
            return origin, destination


def _instance(address: ResourceAddress | InstanceAddress) -> InstanceAddress:
    return address if isinstance(address, InstanceAddress) else address.instance()


# What makes no sense


def problems(found: list[Statement], desired: Desired) -> list[Diagnostic]:
    """Statements that contradict each other or the configuration."""
    out: list[Diagnostic] = []
    by_origin: dict[tuple[CallPath, Endpoint], Statement] = {}
    by_destination: dict[tuple[CallPath, Endpoint], Statement] = {}
    for one in found:
        if one.origin == one.destination:
            detail = (
                f"This statement declares a move from {_said(one, one.origin)} to the same address, which is the same "
                "as not declaring this move at all."
            )
            out.append(error("Redundant move statement", detail, one.span))
            continue
        first = by_origin.setdefault((one.within, one.origin), one)
        if first.destination != one.destination:
            detail = (
                f"A statement at {defining_place(first.span)} declared that {_said(one, one.origin)} moved to "
                f"{_said(first, first.destination)}, but this statement instead declares that it moved to "
                f"{_said(one, one.destination)}.\n\nEach resource can move to only one destination resource."
            )
            out.append(error("Ambiguous move statements", detail, one.span))
        other = by_destination.setdefault((one.within, one.destination), one)
        if other.origin != one.origin:
            detail = (
                f"A statement at {defining_place(other.span)} declared that {_said(other, other.origin)} moved to "
                f"{_said(one, one.destination)}, but this statement instead declares that {_said(one, one.origin)} "
                "moved there.\n\nEach resource can have moved from only one source resource."
            )
            out.append(error("Ambiguous move statements", detail, one.span))
    cycles = _cycles(found)
    if cycles:
        return [*out, *cycles]
    instances: dict[CallPath, list[ModulePath]] = {}
    for path in desired.modules:
        instances.setdefault(tuple(step.name for step in path), []).append(path)
    for one in found:
        if one.origin != one.destination:
            out += _still_there(one, desired, instances)
    return out


def _said(one: Statement, endpoint: Endpoint) -> str:
    """An endpoint as it is named from the root module."""
    before = "".join(f"module.{name}." for name in one.within)
    match endpoint:
        case Call(around=around, name=name):
            return before + ".".join([*map(str, around), f"module.{name}"])
        case tuple():
            return before + ".".join(map(str, endpoint))
        case _:
            return before + str(endpoint)


def _cycles(found: list[Statement]) -> list[Diagnostic]:
    graph: DependencyGraph[int] = DependencyGraph()
    starting: dict[tuple[CallPath, object], list[int]] = {}
    for at, one in enumerate(found):
        starting.setdefault((one.within, one.origin), []).append(at)
        if isinstance(one.origin, InstanceAddress):
            starting.setdefault((one.within, ("part of", one.origin.resource)), []).append(at)
    for at, one in enumerate(found):
        graph.add(at)
        for key in _following(one.destination):
            for other in starting.get((one.within, key), ()):
                if one.origin != one.destination:
                    graph.connect(at, other, Edge("goes on with"))
    if graph.order() is not None:
        return []
    out = []
    for loop in graph.loops():
        ways = sorted((found[at] for at in loop), key=lambda one: one.span.sort_key())
        lines = "\n".join(
            f"  - {defining_place(one.span)}: {_starred(one, one.origin)} → {_starred(one, one.destination)}"
            for one in ways
        )
        detail = (
            "The following chained move statements form a cycle, and so there is no final location to move objects "
            f"to:\n{lines}\n\nA chain of move statements must end with an address that doesn't appear in any other "
            "statements, and which typically also refers to an object still declared in the configuration."
        )
        out.append(error("Cyclic dependency in move statements", detail))
    return out


def _starred(one: Statement, endpoint: Endpoint) -> str:
    return _said(one, endpoint) + ("[*]" if isinstance(endpoint, ResourceAddress | Call) else "")


def _following(destination: Endpoint) -> Iterator[object]:
    """What a statement may start from that goes on where another ends: the same, the whole it is part of, a part."""
    yield destination
    match destination:
        case InstanceAddress(resource=resource):
            yield resource
        case ResourceAddress():
            yield ("part of", destination)
        case _:
            pass


def _still_there(one: Statement, desired: Desired, instances: Mapping[CallPath, list[ModulePath]]) -> list[Diagnostic]:
    """Whether what is said to have moved away is still declared."""
    tree = desired.root.find(one.within)
    place: Span | None = None
    noun = "resource"
    match one.origin:
        case ResourceAddress() as resource if tree is not None:
            inner = tree.find(tuple(step.name for step in resource.module))
            declared = inner.module.resources.get(f"{resource.type}.{resource.name}") if inner is not None else None
            place = declared.span if declared is not None else None
        case InstanceAddress() as instance:
            noun = "resource instance"
            for path in instances.get(one.within, ()):
                want = desired.instances.get(_absolute(path, instance))
                place = want.span if want is not None else place
        case Call(around=around, name=name) if tree is not None:
            noun = "module"
            inner = tree.find(tuple(step.name for step in around))
            call = inner.module.calls.get(name) if inner is not None else None
            place = call.span if call is not None else None
        case tuple() as module:
            noun = "module instance"
            last = module[-1]
            inner = tree.find(tuple(step.name for step in module[:-1])) if tree is not None else None
            call = inner.module.calls.get(last.name) if inner is not None else None
            way = (*one.within, *(step.name for step in module))
            if call is not None and any(p[len(one.within) :] == module for p in instances.get(way, ())):
                place = call.span
    if place is None:
        return []
    detail = (
        f"This statement declares a move from {_said(one, one.origin)}, but that {noun} is still declared at "
        f"{defining_place(place)}.\n\nChange your configuration so that this {noun} will be declared as "
        f"{_said(one, one.destination)} instead."
    )
    return [error("Moved object still exists", detail, one.span)]


# Moving


def move(found: list[Statement], desired: Desired, state: State) -> tuple[Moves, list[Diagnostic]]:
    """Give every instance of the state the address that it has by the statements, and by the blocks' repetition."""
    index = _Index(found)
    renames: dict[InstanceAddress, InstanceAddress] = {}
    touched: set[ResourceAddress] = set()
    out: list[Diagnostic] = []
    for address in state.instances:
        now, mismatch = index.follow(address)
        if mismatch is not None:
            out.append(mismatch)
        elif now != address:
            renames[address] = now
            touched |= {address.resource, now.resource}
    for address in state.instances:
        if address not in renames and address.resource not in touched:
            implied = _implied(address, desired, state)
            if implied is not None:
                renames[address] = implied
    blocked = _resolve(renames, state)
    if blocked:
        out.append(_unresolved(blocked))
    if not renames:
        return Moves(state), out
    return Moves(state.moved(renames), {new: old for old, new in renames.items()}), out


class _Index:
    """Finds the statement about an address without looking at every one."""

    def __init__(self, found: list[Statement]) -> None:
        self.starting: dict[tuple[CallPath, Endpoint], Statement] = {}
        self.all = found
        for one in found:
            if one.origin != one.destination:
                self.starting.setdefault((one.within, one.origin), one)

    def follow(self, address: InstanceAddress) -> tuple[InstanceAddress, Diagnostic | None]:
        """Where a chain of statements leads an address to."""
        used: set[int] = set()
        while self.starting:
            step = next((s for s in self._matching(address) if id(s[0]) not in used), None)
            if step is None:
                break
            statement, moved = step
            used.add(id(statement))
            if (moved.resource.type, moved.resource.mode) != (address.resource.type, address.resource.mode):
                detail = (
                    'The provider "harness/harness" does not support moved operations across resource types and '
                    f"providers: {address} is no {moved.resource.type}."
                )
                return address, error("Unsupported `moved` across resource types", detail, statement.span)
            address = moved
        return address, None

    def _matching(self, address: InstanceAddress) -> Iterator[tuple[Statement, InstanceAddress]]:
        resource, module = address.resource, address.resource.module
        for at in range(len(module) + 1):
            within = tuple(step.name for step in module[:at])
            around, rest = module[:at], module[at:]
            relative = ResourceAddress(resource.type, resource.name, rest, resource.mode)
            for origin in (relative.instance(address.key), relative):
                one = self.starting.get((within, origin))
                if one is not None:
                    match one.destination:
                        case InstanceAddress() as instance:
                            yield one, _absolute(around, instance)
                        case ResourceAddress() as whole:
                            yield one, _absolute(around, whole.instance(address.key))
                        case _:
                            pass
            for end in range(1, len(rest) + 1):
                yield from self._modules(within, around, rest[:end], rest[end:], address)

    def _modules(
        self, within: CallPath, around: ModulePath, module: ModulePath, inner: ModulePath, address: InstanceAddress
    ) -> Iterator[tuple[Statement, InstanceAddress]]:
        last = module[-1]
        for origin in (module, Call(module[:-1], last.name)):
            one = self.starting.get((within, origin))
            match one.destination if one is not None else None:
                case Call(around=place, name=name):
                    path: ModulePath = (*around, *place, ModuleStep(name, last.key), *inner)
                case tuple() as target:
                    path = (*around, *target, *inner)
                case _:
                    continue
            resource = address.resource
            assert one is not None
            yield one, ResourceAddress(resource.type, resource.name, path, resource.mode).instance(address.key)


def _absolute(module: ModulePath, instance: InstanceAddress) -> InstanceAddress:
    inner = instance.resource
    return ResourceAddress(inner.type, inner.name, (*module, *inner.module), inner.mode).instance(instance.key)


def _implied(address: InstanceAddress, desired: Desired, state: State) -> InstanceAddress | None:
    """The single instance becomes the first when count is added, and back when it is removed."""
    where = desired.root.find(tuple(step.name for step in address.resource.module))
    block = where.module.resources.get(f"{address.resource.type}.{address.resource.name}") if where else None
    if block is None or block.for_each is not None or address.resource.mode != "managed":
        return None
    if block.count is not None and address.key is None:
        now = address.resource.instance(0)
    elif block.count is None and address.key == 0 and isinstance(address.key, int):
        now = address.resource.instance()
    else:
        return None
    return None if now in state.instances else now


def _resolve(
    renames: dict[InstanceAddress, InstanceAddress], state: State
) -> list[tuple[InstanceAddress, InstanceAddress]]:
    """Take out of `renames` what cannot move because something else is, or comes, there."""
    blocked: list[tuple[InstanceAddress, InstanceAddress]] = []
    coming: dict[InstanceAddress, InstanceAddress] = {}
    staying = [address for address in state.instances if address not in renames]
    for old in sorted(renames, key=InstanceAddress.sort_key):
        new = renames[old]
        if new in coming:
            staying.append(old)
            blocked.append((old, new))
        else:
            coming[new] = old
    for old, _ in blocked:
        del renames[old]
    for address in staying:
        mover = coming.pop(address, None)
        if mover is not None:
            blocked.append((mover, renames.pop(mover)))
            staying.append(mover)
    return blocked


def _unresolved(blocked: list[tuple[InstanceAddress, InstanceAddress]]) -> Diagnostic:
    ordered = sorted(blocked, key=lambda pair: pair[0].sort_key())
    lines = "\n".join(f"  - {old} could not move to {new}" for old, new in ordered)
    return warning(
        "Unresolved resource instance address changes",
        "hiac tried to adjust resource instance addresses in the prior state based on change information recorded in "
        "the configuration, but some adjustments did not succeed due to existing objects already at the intended "
        f"addresses:\n{lines}\n\nhiac has planned to destroy these objects. If the proposed changes aren't "
        'appropriate, you must first resolve the conflicts using the "hiac state" subcommands and then create a new '
        "plan.",
    )
