"""Changing a state by hand: what `state mv`, `state rm` and `state push` may do, as functions of states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harnessiac.addresses import InstanceAddress, ModulePath, ResourceAddress, Target
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.state.model import State


@dataclass(frozen=True, slots=True)
class Moved:
    """The state afterwards, and (old, new) for every instance in address order."""

    state: State
    renames: tuple[tuple[InstanceAddress, InstanceAddress], ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """The state afterwards, and the instances that are gone from it in address order."""

    state: State
    addresses: tuple[InstanceAddress, ...] = ()


def move(state: State, source: Target, destination: Target) -> tuple[Moved, list[Diagnostic]]:
    """Give an instance, a whole resource or a module another address; the state stays as it is if that is wrong.

    An address without a key is a whole resource, unless it is an instance that has none.
    """
    unchanged = Moved(state)
    selected = _named(state, source)
    landing: Target = destination
    match source, destination:
        case _ if not selected:
            return unchanged, [_nothing_to_move(state, source)]
        case InstanceAddress(), InstanceAddress() | ResourceAddress():
            landing = destination if isinstance(destination, InstanceAddress) else destination.instance()
            renames = {source: landing}
            wrong = _mismatch(source.resource, landing.resource)
        case ResourceAddress(), ResourceAddress():
            renames = {a: destination.instance(a.key) for a in selected}
            wrong = _mismatch(source, destination)
        case ResourceAddress(), InstanceAddress() if selected == [source.instance()]:
            renames = {source.instance(): destination}
            wrong = _mismatch(source, destination.resource)
        case tuple(), tuple():
            renames = {a: _in_module(a, source, destination) for a in selected}
            wrong = None
        case _:
            return unchanged, [_other_sort(source, destination)]
    wrong = wrong or _taken(state, landing)
    if wrong is not None:
        return unchanged, [wrong]
    return Moved(state.moved(renames), tuple(sorted(renames.items(), key=lambda pair: pair[0].sort_key()))), []


def remove(state: State, targets: Iterable[Target]) -> tuple[Removed, list[Diagnostic]]:
    """Forget every instance that a target names, without touching its document."""
    gone: set[InstanceAddress] = set()
    diagnostics = []
    for target in targets:
        found = _named(state, target)
        if not found:
            diagnostics.append(
                error(
                    "Invalid target address",
                    f"No matching objects found for {written(target)}. To view the available instances, use "
                    '"hiac state list". Please modify the address to reference a specific instance.',
                )
            )
        gone.update(found)
    if diagnostics:
        return Removed(state), diagnostics
    return Removed(state.without(gone), tuple(sorted(gone, key=InstanceAddress.sort_key))), []


def written(target: Target) -> str:
    """A target as the user writes it."""
    return ".".join(str(step) for step in target) if isinstance(target, tuple) else str(target)


def _named(state: State, target: Target) -> list[InstanceAddress]:
    """The instances that are `target`, of it or inside it. A module without a key is that one module only."""
    match target:
        case InstanceAddress():
            is_there = target in state.instances or any(deposed.instance == target for deposed in state.deposed)
            return [target] if is_there else []
        case ResourceAddress():
            return [a for a in state.addresses if a.resource == target]
        case _:
            return [a for a in state.addresses if a.resource.module[: len(target)] == target]


def _nothing_to_move(state: State, source: Target) -> Diagnostic:
    if isinstance(source, InstanceAddress):
        detail = f"The current state does not contain {source}."
    else:
        detail = f"Cannot move {written(source)}: does not match anything in the current state."
    return error("Invalid source address", detail)


def _mismatch(source: ResourceAddress, destination: ResourceAddress) -> Diagnostic | None:
    prefix = f"Cannot move {source} to {destination}: "
    if source.mode != destination.mode:
        kinds = {"managed": "a managed resource", "data": "a data resource"}
        mode = kinds.get(source.mode, source.mode)
        other = "another " + mode.removeprefix("a ")
        return error("Invalid state move request", f"{prefix}{mode} can be moved only to {other} address.")
    if source.type != destination.type:
        return error("Invalid state move request", f"{prefix}resource types don't match.")
    return None


def _other_sort(source: Target, destination: Target) -> Diagnostic:
    match source:
        case InstanceAddress():
            reason = "the target must also be a resource instance"
        case ResourceAddress():
            reason = (
                "the source is a whole resource (not a resource instance) so the target must also be a whole resource"
            )
        case _:
            reason = "the target must also be a module"
    detail = f"Cannot move {written(source)} to {written(destination)}: {reason}."
    return error("Invalid target address", detail)


def _taken(state: State, landing: Target) -> Diagnostic | None:
    """Why nothing can be moved there, if something is there already."""
    if not _named(state, landing):
        return None
    match landing:
        case InstanceAddress():
            sort = "resource instance"
        case ResourceAddress():
            sort = "resource"
        case _:
            sort = "module"
    detail = f"Cannot move to {written(landing)}: there is already a {sort} at that address in the current state."
    return error("Invalid target address", detail)


def _in_module(address: InstanceAddress, source: ModulePath, destination: ModulePath) -> InstanceAddress:
    resource = address.resource
    module = destination + resource.module[len(source) :]
    return ResourceAddress(resource.type, resource.name, module, resource.mode).instance(address.key)


def refusal(there: State, pushed: State) -> Diagnostic | None:
    """Why `pushed` must not take the place of the state that is there: it is another one, or an older version of it."""
    if not there.lineage and there.is_empty:
        return None
    why = None
    if there.lineage and pushed.lineage and there.lineage != pushed.lineage:
        why = f'Cannot import state with lineage "{pushed.lineage}" over unrelated state with lineage "{there.lineage}"'
    elif pushed.serial < there.serial:
        why = f"Cannot import state with serial {pushed.serial} over newer state with serial {there.serial}"
    elif pushed.serial == there.serial and pushed != there:
        why = f"Cannot overwrite existing state with serial {there.serial} with a different state of the same serial"
    return error("Failed to write state", f"{why}. Use -force to replace it all the same.") if why else None
