"""The state of a workspace: serial, lineage, encryption and journal, the same over every backend.

Commands that write hold the lock; even so, a state that another program changed since it was read is not overwritten.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from harnessiac import __version__
from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.state import reading, writing
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.backends.store import LIMIT, Conflict, StateStore, digest
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher, Decrypted, is_encrypted
from harnessiac.storage.state import recovery
from harnessiac.storage.state.recovery import Outcome, Recovery

if TYPE_CHECKING:
    from harnessiac.storage.state.journal import JournalWriter

ERRORED = "errored.tfstate"
_MODE = 0o600
_SUMMARY = "Failed to save state"


class StoredState(Struct, frozen=True):
    """A state as it is in its store under `version`, None if nothing is there. `digest` is that of its bytes.

    `is_stale` says that it is to be written again even if it is the same: its encryption has changed.
    """

    state: State
    version: str | None = None
    is_stale: bool = False
    digest: str | None = None


@dataclass
class WorkspaceState:
    """The state in `store`, written against what was read. `rescue` is a directory for what cannot be saved.

    `journal` is where an apply records what it does to `documents`, and where one that was interrupted did; `notes` are
    findings about it, to be reported with what the state is read for.
    """

    store: StateStore
    rescue: Path
    cipher: Cipher = PLAIN
    journal: Path | None = None
    documents: DocumentDirectory | None = None
    notes: list[Diagnostic] = field(default_factory=list)
    _stored: StoredState | None = None
    _seen: State | None = None
    _writer: JournalWriter | None = None

    def read(self) -> State:
        """Return the state in the store, with what an interrupted apply did; an empty one if there is none.

        Nothing is written. Raises Failed.
        """
        self._seen = self._recovered().state
        return self._seen

    def seen(self) -> State:
        """Return the state as it was when it was last read or saved. Raises Failed."""
        return self.read() if self._seen is None else self._seen

    def taken_notes(self) -> list[Diagnostic]:
        """Return the notes, once."""
        notes, self.notes = self.notes, []
        return notes

    def load(self) -> StoredState:
        """Return the state as it is in the store, an empty one without a lineage if there is none. Raises Failed."""
        content = self.store.read()
        if content is None:
            self.cipher.ready()
            return StoredState(State())
        name = f"state in {self.store.name}"
        decrypted = self.cipher.decrypt(name, content.data)
        state, diagnostics = reading.read(self.store.name.removeprefix("file "), decrypted.data)
        if state is None:
            if isinstance(self.store, LocalStore) and self.store.backup.is_file():
                hint = f" The version before it is kept in {files.shown(self.store.backup)}."
                diagnostics = [replace(d, detail=d.detail + hint) for d in diagnostics[:1]] + diagnostics[1:]
            raise Failed(*diagnostics)
        _check_outside(name, decrypted, state)
        self.cipher.ready()
        return StoredState(state, content.version, decrypted.is_stale, digest(content.data))

    def begin(self, time: str, renames: Mapping[InstanceAddress, InstanceAddress]) -> JournalWriter:
        """Return a journal for an apply to the state read, which begins with these moves."""
        from harnessiac.storage.state.journal import FORMAT, Began, JournalWriter

        stored = self._read()
        moves = [(str(old), str(new)) for old, new in renames.items()]
        lineage = stored.state.lineage or str(uuid.uuid4())
        began = Began(FORMAT, __version__, time, lineage, stored.state.serial, stored.digest, moves)
        self._writer = JournalWriter(self.journal, began, self.cipher)
        return self._writer

    def write(self, state: State) -> None:
        """Save a state that was made from the one read, with the next serial; one that is the same is not written.

        A state without a lineage gets one. Raises Failed when the state cannot be written or is not the one that was
        read; the new state is then in errored.tfstate.
        """
        writer = self._writer
        if writer is not None and not state.lineage:
            state = replace(state, lineage=writer.lineage)
        stored = self._stored = self._saved(state, self._read(), writer.saving if writer is not None else None)
        self._seen = stored.state
        if writer is not None:
            writer.finish()

    def push(self, state: State) -> None:
        """Replace the state read by one from elsewhere, its lineage and serial included. Raises Failed."""
        state = replace(state, lineage=state.lineage or str(uuid.uuid4()))
        self._stored = self._put(_encrypted(state, self.cipher), state, self._read())
        self._seen = state

    def recover(self) -> None:
        """Save what an interrupted apply did; the caller holds the lock. Raises Failed."""
        path, documents = self.journal, self.documents
        if path is None or documents is None or not os.path.lexists(path):
            return
        from harnessiac.storage.state import journal

        found = self._recovered()
        assert self._stored is not None
        self._seen = None
        try:
            if found.outcome is Outcome.REPLAYED:
                state = self._rescued(found.announced) or found.state
                self._stored = self._saved(state, self._stored, lambda content: journal.announce(path, content))
                self._forget_rescued(found.announced)
            for document in found.open:
                documents.tidy(document)
            if found.outcome is Outcome.STRANGE or found.is_damaged:
                recovery.set_aside(path)
            else:
                journal.remove(path)
        except OSError as problem:
            raise Failed(recovery.unfinished(path, problem)) from None

    def _recovered(self) -> Recovery:
        """Return the state as its store and the journal describe it."""
        self._stored = self.load()
        if self.journal is None or self.documents is None or not os.path.lexists(self.journal):
            return Recovery(Outcome.NOTHING, self._stored.state)
        found = recovery.recovered(self.journal, self._stored.state, self._stored.digest, self.documents, self.cipher)
        self.notes = list(found.notes)
        return found

    def _rescued(self, announced: tuple[str, ...]) -> State | None:
        """Return the state in errored.tfstate, with its outputs, if an interrupted run could not save it."""
        path = self.rescue / ERRORED
        with contextlib.suppress(OSError, Failed):
            content = files.read(path, LIMIT)
            return parse(files.shown(path), content, self.cipher) if digest(content) in announced else None
        return None

    def _forget_rescued(self, announced: tuple[str, ...]) -> None:
        """Remove errored.tfstate if its state was saved."""
        path = self.rescue / ERRORED
        with contextlib.suppress(OSError):
            if digest(files.read(path, LIMIT)) in announced:
                path.unlink()

    def _read(self) -> StoredState:
        self.seen()
        assert self._stored is not None
        return self._stored

    def _saved(self, state: State, stored: StoredState, announce: Callable[[bytes], None] | None) -> StoredState:
        """Write `state`, which was made from `stored`; `announce` is given the content before. Raises Failed."""
        before = stored.state
        if stored.version is None and state.is_empty:
            return stored
        state = replace(state, lineage=state.lineage or before.lineage)
        if stored.version is not None and not stored.is_stale and _is_same(state, before):
            return stored
        state = replace(state, lineage=state.lineage or str(uuid.uuid4()), serial=before.serial + 1)
        content = _encrypted(state, self.cipher)
        if announce is not None:
            announce(content)
        try:
            return self._put(content, state, stored)
        except Failed as failure:
            raise Failed(*failure.diagnostics, _put_aside(self.rescue, content)) from None

    def _put(self, content: bytes, state: State, stored: StoredState) -> StoredState:
        """Replace `stored` in the store. Raises Failed, also if the state was written by another program."""
        try:
            return StoredState(state, self.store.write(content, stored.version), digest=digest(content))
        except Conflict as conflict:
            there = conflict.found
        if there is None:
            what = "was removed"
        elif stored.version is None:
            what = "was created by another program"
        else:
            what = "was changed by another program"
            with contextlib.suppress(Failed):
                other = parse(self.store.name, there, self.cipher)
                if other.lineage != state.lineage:
                    what = f"was replaced by a state of another lineage ({other.lineage})"
                else:
                    what = f"was changed by another program (its serial is {other.serial}, not {stored.state.serial})"
        detail = f"The state in {self.store.name} {what} after it was read, so it is not overwritten."
        raise Failed(error("State changed by another program", detail))


def parse(name: str, content: bytes, cipher: Cipher = PLAIN) -> State:
    """Return the state in `content`, encrypted or not; `name` is where it is from, for messages. Raises Failed."""
    if len(content) > LIMIT:
        raise Failed(error("Failed to load state", f"The state in {name} is larger than {LIMIT} bytes."))
    decrypted = (cipher if is_encrypted(content) else PLAIN).decrypt(f"state in {name}", content)
    state, diagnostics = reading.read(name, decrypted.data)
    if state is None:
        raise Failed(*diagnostics)
    _check_outside(f"state in {name}", decrypted, state)
    return state


def _check_outside(name: str, decrypted: Decrypted, state: State) -> None:
    """Raise Failed if the serial and lineage beside an encrypted state are not those in it: nothing protects them."""
    if (decrypted.serial, decrypted.lineage) not in ((None, None), (state.serial, state.lineage)):
        detail = (
            f"The {name} says another serial or lineage beside its encrypted content than in it: it was changed by "
            "hand. Restore it from a copy."
        )
        raise Failed(error("Decryption failed", detail))


def _is_same(state: State, before: State) -> bool:
    return state == before and _bytes(replace(state, serial=before.serial)) == _bytes(before)


def _bytes(state: State) -> bytes:
    try:
        return writing.write(state)
    except (ValueError, TypeError, RecursionError):
        detail = "A value cannot be written as JSON: it is nested too deeply or holds half a surrogate pair."
        raise Failed(error(_SUMMARY, detail)) from None


def _encrypted(state: State, cipher: Cipher) -> bytes:
    return cipher.encrypt(_bytes(state), serial=state.serial, lineage=state.lineage)


def _put_aside(directory: Path, content: bytes) -> Diagnostic:
    """Put a state that cannot be saved into errored.tfstate; return what is to be said of it."""
    place = directory / ERRORED
    try:
        files.replace(place, content, _MODE)
    except OSError as problem:
        return error(
            "Failed to create local state file",
            f"The state could not be put into {files.shown(place)} either: {files.reason(problem)}. What was applied "
            "is in the documents; solve the problem and apply again to record it.",
        )
    push = f"hiac state push {shlex.quote(files.shown(place))}"
    return error(
        "Failed to persist state",
        f"The new state is in {files.shown(place)} instead. Solve the problem above, then take it over with `{push}`: "
        "until then the next plan does not know what was applied.",
    )
