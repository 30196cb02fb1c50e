"""Where a working directory keeps local states: in a directory, which is the default, or as a local backend block says.

No command needs `hiac init` for a local state. So that a change is noticed, the location is recorded in `.hiac/` by
`init` and whenever states are about to be written. Without a record it is presumed: states were where they are kept
without the block, or without the setting of hiac.toml.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends import local
from harnessiac.storage.backends.declaration import BackendBlock, InitializedBackend
from harnessiac.storage.backends.local import LocalBackend, LocalStore
from harnessiac.storage.backends.store import DEFAULT

if TYPE_CHECKING:
    from harnessiac.source import Span
    from harnessiac.storage.backends.arguments import Settings
    from harnessiac.storage.configuration.settings import Settings as Directories

    Location = Settings
    """A `folder`, or a block's `path` and `workspace_dir`; relative to the working directory, or absolute."""

STANDARD: Final[Location] = {"folder": "state"}
_DOCUMENTS = (".yaml", ".yml")


def of(block: BackendBlock | None, settings: Directories) -> Location:
    """Return where local states are: where the block says, or in the directory of hiac.toml. Raises Failed."""
    if block is None or block.type != "local" or not block.settings:
        return {"folder": str(settings.state)}
    if problem := _problem(block.settings, settings.documents, block.span):
        raise Failed(problem)
    return block.settings


def previous(block: BackendBlock | None, recorded: InitializedBackend | None, settings: Directories) -> Location:
    """Return where local states were: as recorded, or without the current block or setting."""
    if recorded is not None and recorded.type == "local":
        return recorded.block
    return {"folder": str(settings.state)} if block is not None and block.settings else STANDARD


def is_location(location: Location) -> bool:
    """Return whether this can be a location, whatever wrote it."""
    names = {"folder"} if "folder" in location else {"path", "workspace_dir"}
    return location.keys() <= names and not any(_fault(name, text) for name, text in location.items())


def _fault(name: str, text: object) -> str | None:
    """Return why a value cannot be the path that `name` requires, as the end of a sentence."""
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


def _problem(block: Location, documents: Path, span: Span) -> Diagnostic | None:
    """Return what is wrong with the paths of a local block."""
    summary = "Invalid local state file path"
    for name, text in block.items():
        if fault := _fault(name, text):
            return error(summary, f'The "{name}" attribute value {fault}.', span)
    path = str(block.get("path", ""))
    if path.endswith(_DOCUMENTS) and _real(Path(path)).is_relative_to(_real(documents)):
        detail = f"{files.shown(path)} is where a document may be, in the documents folder {files.shown(documents)}."
        return error(summary, detail, span)
    return None


def open_location(location: Location, directory: Path) -> LocalBackend:
    """Return the backend of the states at a location."""
    if "folder" in location:
        return local.in_folder(directory / str(location["folder"]))
    path, folder = location.get("path", "terraform.tfstate"), location.get("workspace_dir", "terraform.tfstate.d")
    return local.at_path(directory / str(path), directory / str(folder))


def pairs(old: LocalBackend, new: LocalBackend) -> Iterator[tuple[str, LocalStore, LocalStore]]:
    """Yield the workspaces that have a state in the old location, with their stores in both. Raises Failed.

    A file that is in both locations, however they spell it, is left out.
    """
    first = new.store(DEFAULT).path
    for workspace in old.workspaces():
        before, after = old.store(workspace), new.store(workspace)
        if not before.is_kept() or _is_same_file(before.path, after.path):
            continue
        if workspace != DEFAULT and _is_same_file(before.path, first):
            continue  # a new default file that lies in the old folder only looks like one of its workspaces
        yield workspace, before, after


def _is_same_file(one: Path, other: Path) -> bool:
    if _real(one) == _real(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
