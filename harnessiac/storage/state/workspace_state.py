"""A workspace's state between its bytes and its meaning: serial, lineage and encryption, the same over every backend.

Who saves must hold the lock; even so, a state that was changed by others since it was read is not overwritten.
"""

from __future__ import annotations

import contextlib
import hashlib
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
from harnessiac.storage.backends.store import LIMIT, Conflict, StateStore
from harnessiac.storage.documents.directory import DocumentFolder
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher, Decrypted, is_encrypted
from harnessiac.storage.state import recovery
from harnessiac.storage.state.recovery import Outcome, Recovery

if TYPE_CHECKING:
    from harnessiac.storage.state.journal import JournalWriter

ERRORED = "errored.tfstate"
_MODE = 0o600
_SUMMARY = "Failed to save state"


class StoredState(Struct, frozen=True):
    """A state as it stands in its store under `version`, None if nothing is there. `digest` is that of its bytes.

    `is_stale` says that it is to be written anew even if it says the same: its encryption has changed.
    """

    state: State
    version: str | None = None
    is_stale: bool = False
    digest: str | None = None


@dataclass
class States:
    """The state in `store`, written against what was read. `rescue` is a folder for what cannot be saved.

    `journal` is where an apply says what it does to `documents`, and where one that was interrupted left that; `notes`
    are findings about it, for whoever reads the state to show.
    """

    store: StateStore
    rescue: Path
    cipher: Cipher = PLAIN
    journal: Path | None = None
    documents: DocumentFolder | None = None
    notes: list[Diagnostic] = field(default_factory=list)
    _stored: StoredState | None = None
    _seen: State | None = None
    _writer: JournalWriter | None = None

    def read(self) -> State:
        """The state as it is in its store, after what an interrupted apply did; an empty one if there is none.

        Nothing is written. Raises Failed.
        """
        self._seen = self._recovered().state
        return self._seen

    def taken_notes(self) -> list[Diagnostic]:
        """The notes, which then are no more."""
        notes, self.notes = self.notes, []
        return notes

    def recover(self) -> None:
        """Save what an interrupted apply did; only for who holds the lock. Raises Failed."""
        path, documents = self.journal, self.documents
        if path is None or documents is None or not os.path.lexists(path):
            return
        from harnessiac.storage.state import journal

        found = self._recovered()
        assert self._stored is not None
        self._seen = None
        try:
            if found.outcome is Outcome.REPLAYED:

                def announce(content: bytes) -> None:
                    journal.announce(path, content)

                state = self._rescued(found.announced) or found.state
                self._stored = save(self.store, state, self._stored, self.rescue, self.cipher, announce)
                self._forget_rescued(found.announced)
            for document in found.open:
                documents.tidy(document)
            if found.outcome is Outcome.STRANGE or found.is_damaged:
                recovery.set_aside(path)
            else:
                journal.remove(path)
        except OSError as problem:
            raise Failed(recovery.unfinished(path, problem)) from None

    def begin(self, time: str, renames: Mapping[InstanceAddress, InstanceAddress]) -> JournalWriter:
        """A journal for an apply to the state read, which begins with these moves."""
        from harnessiac.storage.state.journal import FORMAT, Began, JournalWriter

        stored = self._read()
        moves = [(str(old), str(new)) for old, new in renames.items()]
        lineage = stored.state.lineage or str(uuid.uuid4())
        began = Began(FORMAT, __version__, time, lineage, stored.state.serial, stored.digest, moves)
        self._writer = JournalWriter(self.journal, began, self.cipher)
        return self._writer

    def _rescued(self, announced: tuple[str, ...]) -> State | None:
        """The state in errored.tfstate, if it is what an interrupted run could not save: it has the outputs too."""
        path = self.rescue / ERRORED
        with contextlib.suppress(OSError, Failed):
            content = files.read(path, LIMIT)
            return parse(files.shown(path), content, self.cipher) if _digest(content) in announced else None
        return None

    def _forget_rescued(self, announced: tuple[str, ...]) -> None:
        """Remove errored.tfstate if it was taken over."""
        path = self.rescue / ERRORED
        with contextlib.suppress(OSError):
            if _digest(files.read(path, LIMIT)) in announced:
                path.unlink()

    def _recovered(self) -> Recovery:
        """The state as its store and the journal say."""
        self._stored = load(self.store, self.cipher)
        if self.journal is None or self.documents is None or not os.path.lexists(self.journal):
            return Recovery(Outcome.NOTHING, self._stored.state)
        found = recovery.recovered(self.journal, self._stored.state, self._stored.digest, self.documents, self.cipher)
        self.notes = list(found.notes)
        return found

    def seen(self) -> State:
        """The state as it was when it was last read or saved. Raises Failed."""
        return self.read() if self._seen is None else self._seen

    def write(self, state: State) -> None:
        """Save a state that was made from the one read. Raises Failed, leaving the state in errored.tfstate."""
        writer = self._writer
        if writer is not None and not state.lineage:
            state = replace(state, lineage=writer.lineage)
        announce = writer.saving if writer is not None else None
        self._stored = save(self.store, state, self._read(), self.rescue, self.cipher, announce)
        self._seen = self._stored.state
        if writer is not None:
            writer.finish()

    def push(self, state: State) -> None:
        """Replace the state read by one from elsewhere, its lineage and serial included. Raises Failed."""
        self._stored = push(self.store, state, self._read(), self.cipher)
        self._seen = self._stored.state

    def _read(self) -> StoredState:
        self.seen()
        assert self._stored is not None
        return self._stored


def load(store: StateStore, cipher: Cipher = PLAIN) -> StoredState:
    """Read a state; nothing there is an empty state without a lineage. Raises Failed."""
    content = store.read()
    if content is None:
        cipher.ready()
        return StoredState(State())
    name = f"state in {store.name}"
    decrypted = cipher.decrypt(name, content.data)
    state, diagnostics = reading.read(store.name.removeprefix("file "), decrypted.data)
    if state is None:
        if isinstance(store, LocalStore) and store.backup.is_file():
            hint = f" The version before it is kept in {files.shown(store.backup)}."
            diagnostics = [replace(d, detail=d.detail + hint) for d in diagnostics[:1]] + diagnostics[1:]
        raise Failed(*diagnostics)
    _check_outside(name, decrypted, state)
    cipher.ready()
    return StoredState(state, content.version, decrypted.is_stale, _digest(content.data))


def save(
    store: StateStore,
    state: State,
    stored: StoredState,
    rescue: Path,
    cipher: Cipher = PLAIN,
    announce: Callable[[bytes], None] | None = None,
) -> StoredState:
    """Write `state`, which was made from `stored`, with the next serial.

    One that says the same is not written, nor one that says nothing where there was nothing. A state without a
    lineage gets one. `announce` is told the content before it is written. Raises Failed when the state cannot be
    written or is not the one that was read; the new state is then put into `errored.tfstate` in the folder `rescue`.
    """
    before = stored.state
    if stored.version is None and state.is_empty:
        return stored
    state = replace(state, lineage=state.lineage or before.lineage)
    if stored.version is not None and not stored.is_stale and _says_the_same(state, before):
        return stored
    state = replace(state, lineage=state.lineage or str(uuid.uuid4()), serial=before.serial + 1)
    content = _encrypted(state, cipher)
    if announce is not None:
        announce(content)
    try:
        version = _write(store, content, state, stored, cipher)
    except Failed as failure:
        raise Failed(*failure.diagnostics, _rescued(rescue, content)) from None
    return StoredState(state, version, digest=_digest(content))


def push(store: StateStore, state: State, stored: StoredState, cipher: Cipher = PLAIN) -> StoredState:
    """Put `state` in the place of `stored` as it is, its lineage and serial included. Raises Failed."""
    state = replace(state, lineage=state.lineage or str(uuid.uuid4()))
    content = _encrypted(state, cipher)
    return StoredState(state, _write(store, content, state, stored, cipher), digest=_digest(content))


def parse(name: str, content: bytes, cipher: Cipher = PLAIN) -> State:
    """The state in content that somebody named, called `name` in messages, encrypted or not. Raises Failed."""
    if len(content) > LIMIT:
        raise Failed(error("Failed to load state", f"The state in {name} is larger than {LIMIT} bytes."))
    decrypted = (cipher if is_encrypted(content) else PLAIN).decrypt(f"state in {name}", content)
    state, diagnostics = reading.read(name, decrypted.data)
    if state is None:
        raise Failed(*diagnostics)
    _check_outside(f"state in {name}", decrypted, state)
    return state


def _check_outside(name: str, decrypted: Decrypted, state: State) -> None:
    """What stands unprotected beside an encrypted state must be what the state itself says. Raises Failed."""
    if (decrypted.serial, decrypted.lineage) not in ((None, None), (state.serial, state.lineage)):
        detail = (
            f"The {name} says another serial or lineage beside its encrypted content than in it: it was changed by "
            "hand. Restore it from a copy."
        )
        raise Failed(error("Decryption failed", detail))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _says_the_same(state: State, before: State) -> bool:
    return state == before and _bytes(replace(state, serial=before.serial)) == _bytes(before)


def _bytes(state: State) -> bytes:
    try:
        return writing.write(state)
    except (ValueError, TypeError, RecursionError):
        detail = "A value cannot be written as JSON: it is nested too deeply or holds half a surrogate pair."
        raise Failed(error(_SUMMARY, detail)) from None


def _encrypted(state: State, cipher: Cipher) -> bytes:
    return cipher.encrypt(_bytes(state), serial=state.serial, lineage=state.lineage)


def _write(store: StateStore, content: bytes, state: State, stored: StoredState, cipher: Cipher) -> str:
    """Write, and say what is wrong if somebody else wrote since it was read. Raises Failed."""
    try:
        return store.write(content, stored.version)
    except Conflict as conflict:
        found = conflict.found
    if found is None:
        what = "was removed"
    elif stored.version is None:
        what = "was created by another program"
    else:
        what = "was changed by another program"
        there = _understood(store, found, cipher)
        if there is not None and there.lineage != state.lineage:
            what = f"was replaced by a state of another lineage ({there.lineage})"
        elif there is not None:
            what = f"was changed by another program (its serial is {there.serial}, not {stored.state.serial})"
    detail = f"The state in {store.name} {what} after it was read, so it is not overwritten."
    raise Failed(error("State changed by another program", detail))


def _understood(store: StateStore, content: bytes, cipher: Cipher) -> State | None:
    try:
        return parse(store.name, content, cipher)
    except Failed:
        return None


def _rescued(folder: Path, content: bytes) -> Diagnostic:
    place = folder / ERRORED
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
