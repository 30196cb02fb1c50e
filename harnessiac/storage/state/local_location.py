"""Where a checkout keeps states in files: in a folder, as hiac does by itself, or as a local backend block says.

No command needs `hiac init` for such a place. So that a change is noticed all the same, the place is noted in `.hiac/`
by `init` and whenever states are about to be written. Without a note it is presumed: states were where they are kept
without the block, or without the setting of hiac.toml.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends import local
from harnessiac.storage.backends.local import LocalBackend, LocalStore
from harnessiac.storage.backends.store import DEFAULT

if TYPE_CHECKING:
    from harnessiac.source import Span
    from harnessiac.storage.backends.arguments import Settings
    from harnessiac.storage.configuration.settings import Settings as Folders
    from harnessiac.storage.state.initialization import Declared, Noted
    from harnessiac.storage.state.migration import Opened

    Place = Settings
    """A `folder`, or a block's `path` and `workspace_dir`; from the working directory, or absolute."""

STANDARD: Final[Place] = {"folder": "state"}
_SHOWN = 5
_ELSEWHERE = "State is kept elsewhere"
_TO_DO = (
    'Run "hiac init -migrate-state" to move the states of all workspaces to where the configuration says, or "hiac '
    'init -reconfigure" to leave them and work with what is there. Nothing was changed so far.'
)
_DOCUMENTS = (".yaml", ".yml")


def of(found: Declared | None, settings: Folders) -> Place:
    """Where states in files are: where a block says, or in the folder of hiac.toml. Raises Failed."""
    if found is None or found.type != "local" or not found.settings:
        return {"folder": str(settings.state)}
    if wrong := _problem(found.settings, settings.documents, found.place):
        raise Failed(wrong)
    return found.settings


def before(found: Declared | None, noted: Noted | None, settings: Folders) -> Place:
    """Where states in files were: as noted, or without the block or the setting that the configuration has now."""
    if noted is not None and noted.type == "local":
        return noted.block
    return {"folder": str(settings.state)} if found is not None and found.settings else STANDARD


def change(found: Declared | None, noted: Noted | None, settings: Folders, directory: Path) -> Change:
    """From where states in files were to where the configuration keeps them. Raises Failed."""
    was, now = before(found, noted, settings), of(found, settings)
    new = opened(now, directory)
    return Change(new if was == now else opened(was, directory), new, is_noted=noted is not None)


def is_place(place: Place) -> bool:
    """Whether this can be a place, whoever wrote it."""
    names = {"folder"} if "folder" in place else {"path", "workspace_dir"}
    return place.keys() <= names and not any(_fault(name, text) for name, text in place.items())


def _fault(name: str, text: object) -> str | None:
    """What a value must be, or holds, that it cannot be the path which `name` asks for."""
    if text == "":
        return "must not be empty"
    if not isinstance(text, str) or not _is_path(text):
        return "holds a character that no path may"
    if name == "path" and not local.names_file(Path(text)):
        return "must name a file"
    return None


def _is_path(text: str) -> bool:
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _problem(block: Place, documents: Path, span: Span) -> Diagnostic | None:
    """What is wrong with the paths that a local block names."""
    summary = "Invalid local state file path"
    for name, text in block.items():
        if fault := _fault(name, text):
            return error(summary, f'The "{name}" attribute value {fault}.', span)
    path = str(block.get("path", ""))
    if path.endswith(_DOCUMENTS) and _real(Path(path)).is_relative_to(_real(documents)):
        detail = f"{files.shown(path)} is where a document may be, in the documents folder {files.shown(documents)}."
        return error(summary, detail, span)
    return None


def opened(place: Place, directory: Path) -> LocalBackend:
    """The states at a place."""
    if "folder" in place:
        return local.in_folder(directory / str(place["folder"]))
    path, folder = place.get("path", "terraform.tfstate"), place.get("workspace_dir", "terraform.tfstate.d")
    return local.at_path(directory / str(path), directory / str(folder))


def pairs(old: LocalBackend, new: LocalBackend) -> Iterator[tuple[str, LocalStore, LocalStore]]:
    """The workspaces of which there is something in the old place, with their files in both. Raises Failed.

    Left out is a file that is in both places, however they spell it.
    """
    first = new.store(DEFAULT).path
    for workspace in old.workspaces():
        before, after = old.store(workspace), new.store(workspace)
        if not before.is_kept() or _is_same_file(before.path, after.path):
            continue
        if workspace != DEFAULT and _is_same_file(before.path, first):
            continue  # a new default file that lies in the old folder only looks like one of its workspaces
        yield workspace, before, after


@dataclass(frozen=True)
class Change:
    """From one place to another, or to the same. `is_noted`: the old one was in use; else it is presumed."""

    old: LocalBackend
    new: LocalBackend
    is_noted: bool

    def left(self, states: Opened) -> list[str]:
        """The workspaces whose states would be forgotten by working in the new place. Raises Failed.

        If the old place was in use, a state in the new one must be the same or a later version; else any will do.
        """
        if self.old is self.new:
            return []
        try:
            return [
                workspace
                for workspace, _, after in pairs(self.old, self.new)
                if not after.is_kept() or (self.is_noted and not self._is_there(workspace, states))
            ]
        except Failed as failure:
            raise Failed(*failure.diagnostics, self._unseen()) from None

    def _is_there(self, workspace: str, states: Opened) -> bool:
        from harnessiac.storage.state.migration import Copy

        source, target = states(self.old, workspace), states(self.new, workspace)
        try:
            copy = Copy(workspace, source, target, source.read(), target.read())
        except Failed:
            return False  # moving it says what is wrong with it
        return copy.is_there or copy.state.is_empty

    def refusal(self, workspaces: list[str], place: Span | None) -> Diagnostic:
        """Why no command goes on until it is decided what becomes of the states left in the old place."""
        first = workspaces[0]
        before, after = (files.shown(one.store(first).path) for one in (self.old, self.new))
        more = ", ".join(workspaces[1:_SHOWN]) + ", ..." * (len(workspaces) > _SHOWN)
        detail = (
            f"The state of the workspace {first} was kept in {before} so far. The configuration keeps it in {after}, "
            f"where it is not{f' (nor are those of other workspaces: {more})' if more else ''}. {_TO_DO}"
        )
        return error(_ELSEWHERE, detail, place)

    def _unseen(self) -> Diagnostic:
        before, after = (files.shown(one.store(DEFAULT).path) for one in (self.old, self.new))
        detail = (
            f"The configuration keeps the state in {after}. It was kept in {before} so far, and it cannot be seen "
            f"whether one is left there. {_TO_DO}"
        )
        return error(_ELSEWHERE, detail)


def _is_same_file(one: Path, other: Path) -> bool:
    if _real(one) == _real(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
