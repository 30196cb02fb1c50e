"""Moving states from one backend to another: all are looked at, then all are copied and read back, then it is switched.

Whatever fails on the way, the old backend is still the one in use and holds everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends.local import LocalBackend, LocalStore
from harnessiac.storage.backends.store import DEFAULT, Backend
from harnessiac.storage.state import local_location
from harnessiac.storage.state.workspace_state import WorkspaceState

if TYPE_CHECKING:
    from harnessiac.source import Span
    from harnessiac.storage.state.data_directory import DataDirectory
    from harnessiac.storage.state.local_location import Location

StatesOf = Callable[[Backend, str], WorkspaceState]
"""Gives the state of a workspace in a backend."""

_SHOWN = 5
_ELSEWHERE = "State is kept elsewhere"
_TO_DO = (
    'Run "hiac init -migrate-state" to move the states of all workspaces to where the configuration says, or "hiac '
    'init -reconfigure" to leave them and work with what is there. Nothing was changed so far.'
)


@dataclass(frozen=True)
class Copy:
    """One state that is to go from `source` to `target`. `is_there` says that it is there already."""

    workspace: str
    source: WorkspaceState
    target: WorkspaceState
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
        is_earlier = self.there.lineage == self.state.lineage and self.there.serial < self.state.serial
        return self.is_there or self.there.is_empty or is_earlier


def copies(source: Backend, target: Backend, states: StatesOf, *, one_state: bool) -> list[Copy]:
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


def carry_out(plan: list[Copy], folder: DataDirectory, *, lock: bool, timeout: float) -> list[Copy]:
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


def _make(copy: Copy, folder: DataDirectory) -> None:
    if not copy.there.is_empty:
        content = copy.target.store.read()
        if content is not None:
            folder.write(f"{copy.workspace}.{copy.there.serial}.replaced.tfstate", content.data)
    copy.target.push(copy.state)
    found = copy.target.load().state
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


@dataclass(frozen=True)
class LocationChange:
    """From one location of local states to another, or to the same.

    `is_recorded`: the old one was in use; else it is presumed.
    """

    old: LocalBackend
    new: LocalBackend
    is_recorded: bool

    @staticmethod
    def between(old: Location, new: Location, directory: Path, *, is_recorded: bool) -> LocationChange:
        target = local_location.open_location(new, directory)
        return LocationChange(
            target if old == new else local_location.open_location(old, directory), target, is_recorded
        )

    def left(self, states: StatesOf) -> list[str]:
        """Return the workspaces whose states would be left behind in the old location. Raises Failed.

        If the old location was in use, a state in the new one must be the same or a later version; else any will do.
        """
        if self.old is self.new:
            return []
        try:
            return [
                workspace
                for workspace, _, after in local_location.pairs(self.old, self.new)
                if not after.is_kept() or (self.is_recorded and not self._is_there(workspace, states))
            ]
        except Failed as failure:
            raise Failed(*failure.diagnostics, self._unseen()) from None

    def _is_there(self, workspace: str, states: StatesOf) -> bool:
        source, target = states(self.old, workspace), states(self.new, workspace)
        try:
            copy = Copy(workspace, source, target, source.read(), target.read())
        except Failed:
            return False  # moving it says what is wrong with it
        return copy.is_there or copy.state.is_empty

    def refusal(self, workspaces: list[str], span: Span | None) -> Diagnostic:
        """Return the error that asks what to do with the states left in the old location."""
        first = workspaces[0]
        before, after = (files.shown(backend.store(first).path) for backend in (self.old, self.new))
        more = ", ".join(workspaces[1:_SHOWN]) + ", ..." * (len(workspaces) > _SHOWN)
        detail = (
            f"The state of the workspace {first} was kept in {before} so far. The configuration keeps it in {after}, "
            f"where it is not{f' (nor are those of other workspaces: {more})' if more else ''}. {_TO_DO}"
        )
        return error(_ELSEWHERE, detail, span)

    def _unseen(self) -> Diagnostic:
        before, after = (files.shown(backend.store(DEFAULT).path) for backend in (self.old, self.new))
        detail = (
            f"The configuration keeps the state in {after}. It was kept in {before} so far, and it cannot be seen "
            f"whether one is left there. {_TO_DO}"
        )
        return error(_ELSEWHERE, detail)
