"""Moving states from one backend to another: all are looked at, then all are copied and read back, then it is switched.

Whatever fails on the way, the old backend is still the one in use and holds everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.state.model import State
from harnessiac.storage.backends.local import LocalBackend, LocalStore
from harnessiac.storage.backends.store import DEFAULT, Backend
from harnessiac.storage.state import local_location
from harnessiac.storage.state.workspace_state import States, load

if TYPE_CHECKING:
    from harnessiac.storage.state.data_directory import DataFolder

Opened = Callable[[Backend, str], States]
"""The states of a workspace in a backend."""


@dataclass(frozen=True)
class Copy:
    """One state that is to go from `source` to `target`. `is_there` says that it is there already."""

    workspace: str
    source: States
    target: States
    state: State
    there: State

    @property
    def is_there(self) -> bool:
        return (
            bool(self.there.lineage)
            and self.there.lineage == self.state.lineage
            and (self.there.serial > self.state.serial or self.there == self.state)
        )

    @property
    def is_safe(self) -> bool:
        """Whether copying loses nothing."""
        if self.is_there or (self.there.is_empty and self.there.lineage in ("", self.state.lineage)):
            return True
        if self.there.is_empty:
            return True
        return self.there.lineage == self.state.lineage and self.there.serial < self.state.serial


def copies(source: Backend, target: Backend, states: Opened, *, one_state: bool) -> list[Copy]:
    """What there is to copy. `one_state`: the target has the default workspace only. Raises Failed."""
    found = []
    in_files = False
    workspaces = list(source.workspaces())
    if isinstance(source, LocalBackend) and isinstance(target, LocalBackend):
        in_files = True
        workspaces = [workspace for workspace, _, _ in local_location.pairs(source, target)]
    for workspace in workspaces:
        old = states(source, workspace)
        state = old.read()
        if state.is_empty and not (state.lineage and (workspace != DEFAULT or in_files)):
            continue
        found.append((workspace, old, state))
    if one_state:
        found = [one for one in found if not one[2].is_empty]
        if len(found) > 1:
            names = ", ".join(workspace for workspace, _, _ in found)
            detail = (
                f'The backend "{target.type}" keeps one state only, but there are states in several workspaces: {names}'
                ". Destroy or delete those that are not needed, or choose another backend."
            )
            raise Failed(error("Workspaces not supported", detail))
    plan = []
    for workspace, old, state in found:
        new = states(target, DEFAULT if one_state else workspace)
        there = new.read()
        if not (in_files and state.is_empty and there.lineage):
            plan.append(Copy(workspace, old, new, state, there))
    _refuse_overlaps(plan)
    return plan


def _refuse_overlaps(plan: list[Copy]) -> None:
    """Raises Failed where a state would go to a file that holds another one which is to go elsewhere."""
    stores = [(copy.source.store, copy.target.store) for copy in plan]
    taken = {os.path.realpath(old.path) for old, _ in stores if isinstance(old, LocalStore)}
    wrong = [new.name for _, new in stores if isinstance(new, LocalStore) and os.path.realpath(new.path) in taken]
    if wrong:
        detail = (
            f"The {wrong[0]} is to hold the state of another workspace than it holds now. Nothing was copied. Choose "
            "another path, or move the states by hand."
        )
        raise Failed(error("State in the way", detail))


def conflicts(plan: list[Copy]) -> list[Diagnostic]:
    """Why the copies cannot be made without losing something."""
    return [
        error(
            "State in the way",
            f'The new backend already holds a state for the workspace "{copy.workspace}" ({copy.target.store.name}, '
            f"lineage {copy.there.lineage or 'none'}, serial {copy.there.serial}) that is not an earlier version of "
            f"the one to be copied (lineage {copy.state.lineage}, serial {copy.state.serial}). Nothing was copied. If "
            "the new one is the right one, use -reconfigure to work with it; to replace it, use -force-copy, which "
            "keeps a copy of it in .hiac/.",
        )
        for copy in plan
        if not copy.is_safe
    ]


def carry_out(plan: list[Copy], folder: DataFolder, *, lock: bool, timeout: float) -> list[Copy]:
    """Copy and read back, under the locks of both sides. Gives the copies that were made, as made. Raises Failed."""
    with ExitStack() as held:
        if lock:
            for copy in plan:
                for states in (copy.source, copy.target):
                    held.enter_context(states.store.locked("init", timeout=timeout))
        final = [_again(copy) for copy in plan]
        for copy in final:
            if not copy.is_there:
                _make(copy, folder)
        return [copy for copy in final if not copy.is_there]


def _again(copy: Copy) -> Copy:
    """What is to be copied now that both sides are locked, an interrupted apply's work included. Raises Failed."""
    copy.source.recover()
    copy.target.recover()
    state = copy.source.read()
    if (state, copy.target.read()) != (copy.state, copy.there):
        detail = f'The state of the workspace "{copy.workspace}" was changed while this began. Run it again.'
        raise Failed(error("State changed by another program", detail))
    return replace(copy, state=state)


def _make(copy: Copy, folder: DataFolder) -> None:
    if not copy.there.is_empty:
        content = copy.target.store.read()
        if content is not None:
            folder.write(f"{copy.workspace}.{copy.there.serial}.replaced.tfstate", content.data)
    copy.target.push(copy.state)
    found = load(copy.target.store, copy.target.cipher).state
    if (found, found.serial, found.lineage) != (copy.state, copy.state.serial, copy.state.lineage):
        detail = (
            f'The state of the workspace "{copy.workspace}" was written to {copy.target.store.name}, but what is read '
            "back is not the same. The backend was not switched."
        )
        raise Failed(error("State was not copied", detail))


def retire(plan: list[Copy]) -> list[str]:
    """Put local states out of the way once nothing reads them any more; gives the names of their copies."""
    return [
        path
        for copy in plan
        if isinstance(copy.source.store, LocalStore) and (path := copy.source.store.retire()) is not None
    ]
