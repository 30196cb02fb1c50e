"""The local backend: a state in a file, replaced whole, with a copy of what it was before.

Who saves must hold the lock (`locks`); even so, a file that was changed by others since it was read is not overwritten.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.state import reading, writing
from harnessiac.state.model import State
from harnessiac.storage import files

LIMIT = 1_000_000_000
"""The largest state that is read, in bytes."""

ERRORED = "errored.tfstate"
_MODE = 0o600
_SUMMARY = "Failed to save state"


class StoredState(Struct, frozen=True):
    """A state as it stands in its file. `digest` is the SHA-256 of the file's bytes, None if there is no file.

    `backed_up` says that this run has copied the version it began with.
    """

    state: State
    digest: str | None = None
    backed_up: bool = False


def load(path: Path) -> StoredState:
    """Read a state; no file is an empty state without a lineage. Raises Failed."""
    content = _content(path)
    if content is None:
        return StoredState(State())
    state, diagnostics = reading.read(files.shown(path), content)
    if state is None:
        backup = backup_path(path)
        if backup.is_file():
            hint = f" The version before it is kept in {files.shown(backup)}."
            diagnostics = [replace(d, detail=d.detail + hint) for d in diagnostics[:1]] + diagnostics[1:]
        raise Failed(*diagnostics)
    return StoredState(state, _digest(content))


def save(path: Path, state: State, stored: StoredState, rescue: Path) -> StoredState:
    """Write `state`, which was made from `stored`, with the next serial.

    One that says the same is not written, nor one that says nothing where there was no file. A state without a
    lineage gets one. Raises Failed when the file cannot be written or is not the one that was read; the state is then
    put into `errored.tfstate` in the folder `rescue`.
    """
    before = stored.state
    if stored.digest is None and state.is_empty:
        return stored
    state = replace(state, lineage=state.lineage or before.lineage)
    if stored.digest is not None and state == before and _bytes(replace(state, serial=before.serial)) == _bytes(before):
        return stored
    state = replace(state, lineage=state.lineage or str(uuid.uuid4()), serial=before.serial + 1)
    content = _bytes(state)
    try:
        _check(path, state, stored)
        _replace(path, content, stored)
    except Failed as failure:
        raise Failed(*failure.diagnostics, _rescued(rescue, path, content)) from None
    return StoredState(state, _digest(content), backed_up=True)


def push(path: Path, state: State, stored: StoredState) -> StoredState:
    """Put `state` in the place of `stored` as it is, its lineage and serial included. Raises Failed."""
    state = replace(state, lineage=state.lineage or str(uuid.uuid4()))
    content = _bytes(state)
    _check(path, state, stored)
    _replace(path, content, stored)
    return StoredState(state, _digest(content), backed_up=True)


def parse(name: str, content: bytes) -> State:
    """The state in the content of a file that is called `name` in messages. Raises Failed."""
    if len(content) > LIMIT:
        raise Failed(error("Failed to load state", f"The state in {name} is larger than {LIMIT} bytes."))
    state, diagnostics = reading.read(name, content)
    if state is None:
        raise Failed(*diagnostics)
    return state


def backup_path(path: Path) -> Path:
    """Where the previous version of the state at `path` is kept."""
    return path.with_name(path.name + ".backup")


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path, LIMIT)
    except FileNotFoundError:
        if path.is_symlink():
            raise Failed(_unreadable(path, "it is a symbolic link to nothing")) from None
        return None
    except OSError as problem:
        raise Failed(_unreadable(path, files.reason(problem))) from None


def _unreadable(path: Path, why: str) -> Diagnostic:
    return error("Failed to load state", f"The state file {files.shown(path)} could not be read: {why}.")


def _bytes(state: State) -> bytes:
    try:
        return writing.write(state)
    except (ValueError, TypeError, RecursionError):
        detail = "A value cannot be written as JSON: it is nested too deeply or holds half a surrogate pair."
        raise Failed(error(_SUMMARY, detail)) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _check(path: Path, state: State, stored: StoredState) -> None:
    """Refuse to overwrite what somebody else wrote since it was read."""
    content = _content(path)
    found = None if content is None else _digest(content)
    if found == stored.digest:
        return
    if content is None:
        what = "was removed"
    elif stored.digest is None:
        what = "was created by another program"
    else:
        what = "was changed by another program"
        there, _ = reading.read(files.shown(path), content)
        if there is not None and there.lineage != state.lineage:
            what = f"was replaced by a state of another lineage ({there.lineage})"
        elif there is not None:
            what = f"was changed by another program (its serial is {there.serial}, not {stored.state.serial})"
    detail = f"The state file {files.shown(path)} {what} after it was read, so it is not overwritten."
    raise Failed(error("State changed by another program", detail))


def _replace(path: Path, content: bytes, stored: StoredState) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = files.target(path)
        files.remove_leftovers(place)
        if not stored.backed_up and stored.digest is not None:
            files.replace(files.target(backup_path(path)), files.read(path, LIMIT), _MODE)
        files.replace(place, content, _MODE)
    except OSError as problem:
        detail = f"The state file {files.shown(path)} could not be written: {files.reason(problem)}."
        raise Failed(error(_SUMMARY, detail)) from None


def _rescued(folder: Path, path: Path, content: bytes) -> Diagnostic:
    place = folder / ERRORED
    try:
        files.replace(files.target(place), content, _MODE)
    except OSError as problem:
        return error(
            "Failed to create local state file",
            f"The state could not be put into {files.shown(place)} either: {files.reason(problem)}. What was applied "
            "is in the documents; solve the problem and apply again to record it.",
        )
    return error(
        "Failed to persist state",
        f"The new state is in {files.shown(place)} instead. Solve the problem above, then move that file to "
        f"{files.shown(path)}: until then the next plan does not know what was applied.",
    )
