"""The journal of an apply: what is about to be done and what was, on disk before it happens.

It lies beside the state from the first document that changes until the state is saved. After a crash it says, together
with the documents themselves, how far the apply came; `replayed` makes the state of it.

The file is lines of `CRC LENGTH JSON`. A last line that was cut off had not been made to last, so nothing was done
for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from harnessiac.addresses import DEPOSED_KEY, DeposedAddress, InstanceAddress, ObjectAddress, parse_object
from harnessiac.diagnostics import Failed, error
from harnessiac.plan.states import Effect, Intent
from harnessiac.state import reading, writing
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher

FORMAT: Final = 1
LIMIT: Final = 4_000_000_000
"""The largest journal that is read, in bytes."""

_MODE = 0o600
_NO_RESOURCE = Raw(b"null")
_LONGEST_HEAD = 24


class Began(Struct, frozen=True, tag="began", forbid_unknown_fields=True):
    """The state it began with.

    `digest` is that of its bytes (None: there was none), `lineage` its lineage or a new one.
    `renames` are the moves that the apply begins with.
    """

    format: int
    hiac: str
    time: str
    lineage: str
    serial: int
    digest: str | None
    renames: list[tuple[str, str]] = []


class Written(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An `Effect`; `put` is a resource as states write it, null if there is none. `deposes` is a key, empty: none."""

    path: str | None = None
    frees: list[str] = []
    put: Raw = _NO_RESOURCE
    deposes: str = ""


class Intended(Struct, frozen=True, tag="intent", forbid_unknown_fields=True):
    n: int
    path: str
    before: str | None
    after: str | None
    effect: Written


class Did(Struct, frozen=True, tag="done", forbid_unknown_fields=True, omit_defaults=True):
    """A step is done: that of intent `n`, or one that changed no document but had this `effect`."""

    n: int | None = None
    effect: Written | None = None


class Dropped(Struct, frozen=True, tag="dropped", forbid_unknown_fields=True):
    n: int


class Saving(Struct, frozen=True, tag="saving", forbid_unknown_fields=True):
    """A state with this digest is about to be saved: if that is the one there is, the journal is in it."""

    digest: str


Entry = Began | Intended | Did | Dropped | Saving
_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


# --- writing ------------------------------------------------------------------------------------------------------


class JournalWriter:
    """Appends to a journal that is made when it is first needed. `began` describes the state of before.

    Without a path nothing is written. What states encrypt is encrypted here too.
    """

    def __init__(self, path: Path | None, began: Began, cipher: Cipher = PLAIN) -> None:
        self.path = path
        self.lineage = began.lineage
        self._began = began
        self._cipher = cipher
        self._descriptor = -1
        self._pending: list[Entry] = []
        self._problem: OSError | None = None

    def intend(self, intents: Sequence[Intent]) -> None:
        """Write down what is about to be done, to last. Raises Failed, and then none of it may be done."""
        if not intents or self.path is None:
            return
        self._pending += [Intended(i.number, i.path, i.before, i.after, self._written(i.effect)) for i in intents]
        self._append(lasting=True)
        if self._problem is not None:
            raise Failed(
                error(
                    "Failed to write journal",
                    f"The journal {files.shown(self.path)} could not be written: {files.reason(self._problem)}. "
                    "Without it a crash could lose what is done, so nothing more is done.",
                )
            )

    def done(self, effect: Effect, number: int | None) -> None:
        """A step is done. Written with what is next."""
        self._pending.append(Did(number) if number is not None else Did(effect=self._written(effect)))

    def dropped(self, number: int) -> None:
        """An intent is not carried out. Written with what is next."""
        self._pending.append(Dropped(number))

    def settle(self) -> None:
        """Write what is pending, if there is a journal; what fails is raised by the next `intend`."""
        if self._descriptor >= 0:
            self._append(lasting=False)

    def saving(self, content: bytes) -> None:
        """The state is about to be saved with this content."""
        if self._descriptor >= 0:
            self._pending.append(Saving(content_digest(content)))
            self._append(lasting=True)

    def finish(self) -> None:
        """The state was saved with all of it: remove the journal."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
            if self.path is not None:
                remove(self.path)

    def _written(self, effect: Effect) -> Written:
        put = _NO_RESOURCE
        if effect.address is not None and effect.instance is not None:
            put = Raw(self._cipher.encrypt(writing.write_resource(effect.address, effect.instance)))
        deposes = effect.deposes.deposed_key if effect.deposes is not None else ""
        return Written(effect.path, [str(address) for address in effect.frees], put, deposes)

    def _append(self, *, lasting: bool) -> None:
        if self._problem is not None or self.path is None:
            return
        entries, self._pending = self._pending, []
        try:
            if self._descriptor < 0:
                self._descriptor = _created(self.path)
                entries.insert(0, self._began)
            files.write(self._descriptor, b"".join(_line(entry) for entry in entries))
            if lasting:
                os.fsync(self._descriptor)
        except OSError as problem:  # the end may be half a line: nothing can follow it
            self._problem = problem


def _created(path: Path) -> int:
    """A new, empty journal, open and to last. Raises OSError."""
    files.make_folders(path.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, _MODE)
    files.sync_folder(path.parent)
    return descriptor


def remove(path: Path) -> None:
    """Remove a journal that the state has absorbed; one that stays is recognised as such."""
    with contextlib.suppress(OSError):
        path.unlink()
        files.sync_folder(path.parent)


def announce(path: Path, content: bytes) -> None:
    """Say in a journal that is there that a state with this content is about to be saved. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        files.write(descriptor, b"\n" + _line(Saving(content_digest(content))))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(entry: Entry) -> bytes:
    payload = msgspec.json.encode(entry)
    return b"%08x %d %s\n" % (zlib.crc32(payload), len(payload), payload)


def content_digest(content: bytes) -> str:
    """How a journal names the bytes of a state."""
    return hashlib.sha256(content).hexdigest()


# --- reading ------------------------------------------------------------------------------------------------------


class Unusable(Exception):
    """A journal that cannot be understood, with the reason as the end of a sentence."""


class Journal(Struct, frozen=True):
    """What a journal holds. `is_damaged`: something in its middle is missing."""

    began: Began
    rest: tuple[Entry, ...] = ()
    is_damaged: bool = False

    @property
    def announced(self) -> tuple[str, ...]:
        """The digests of states that hold everything that the journal does."""
        return tuple(entry.digest for entry in self.rest if isinstance(entry, Saving))


def read(content: bytes) -> Journal | None:
    """What a journal holds; None if nothing had begun when it was cut off. Raises Unusable."""
    found: list[Entry] = []
    is_torn = is_damaged = False
    lines = content.split(b"\n")
    for before, line in zip([b"", *lines], lines, strict=False):
        entry = _entry(line)
        if entry is None:
            # Nothing but the end of the file, or that which `announce` adds, follows a line that was cut off.
            # So one with an empty line behind it is whole, and damaged.
            is_damaged = is_damaged or bool(not line and before and _entry(before) is None)
            is_torn = is_torn or bool(line)
            continue
        is_damaged = is_damaged or (is_torn and not isinstance(entry, Saving))
        found.append(entry)
    if not found and len(lines) == 1:
        return None
    began = found[0] if found else None
    rest = tuple(found[1:])
    if not isinstance(began, Began) or any(isinstance(entry, Began) for entry in rest):
        raise Unusable("it does not begin as journals do")
    if began.format != FORMAT:
        raise Unusable(f"it was written by another version of hiac ({files.shown(began.hiac[:40])})")
    return Journal(began, rest, is_damaged)


def _entry(line: bytes) -> Entry | None:
    """The entry in a line without its end; None if the line is not whole. Raises Unusable if it is and says nothing."""
    head, _, payload = line.partition(b" ")
    length, _, payload = payload.partition(b" ")
    if len(head) + len(length) > _LONGEST_HEAD or not length.isdigit() or int(length) != len(payload):
        return None
    if head != b"%08x" % zlib.crc32(payload):
        return None
    try:
        return _DECODER.decode(payload)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise Unusable("it holds what this version of hiac does not understand") from None


class Replay(Struct, frozen=True):
    """The state after what a journal says was done.

    `open` are the documents whose fate only they themselves could tell, `unclear` those that are
    neither as before nor as intended; `steps` is how many steps were found done.
    """

    state: State
    open: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    steps: int = 0


def replayed(journal: Journal, state: State, look: Callable[[str], str | None], cipher: Cipher = PLAIN) -> Replay:
    """`state`, which is the one the journal began with, after what was done.

    `look` gives the digest of a document now, None if there is none, "" if it cannot be read. Raises Unusable, or
    Failed if it cannot be decrypted.
    """
    waiting: dict[int, Intended] = {}
    happened: list[Written] = []
    for entry in journal.rest:
        match entry:
            case Intended():
                waiting[entry.n] = entry
            case Did(effect=Written() as written):
                happened.append(written)
            case Did(n=int() as n):
                if (intent := waiting.pop(n, None)) is not None:
                    happened.append(intent.effect)
            case Dropped():
                waiting.pop(entry.n, None)
            case _:
                pass
    unclear = []
    for intent in waiting.values():
        found = look(intent.path)
        if found == intent.after:
            happened.append(intent.effect)
        elif found != intent.before:
            unclear.append(intent.path)
    looked = tuple(intent.path for intent in waiting.values())
    if not happened:
        return Replay(state, looked, tuple(unclear))
    renames = {_address(old): _address(new) for old, new in journal.began.renames}
    moved = state.moved(renames) if renames else state
    objects = dict(moved.objects())
    for effect in _effects(happened, cipher):
        effect.on(objects)
    lineage = state.lineage or journal.began.lineage
    after = replace(moved.with_objects(objects), lineage=lineage, serial=state.serial + 1)
    return Replay(after, looked, tuple(unclear), len(happened))


def _effects(written: Sequence[Written], cipher: Cipher) -> list[Effect]:
    """The effects in order; their resources are read with all the checks of states. Raises Unusable."""
    found = []
    for one in written:
        frees = tuple(_object(text) for text in one.frees)
        if one.put == _NO_RESOURCE:
            found.append(Effect(one.path, frees))
            continue
        resource = cipher.decrypt("journal", bytes(one.put)).data
        content = b'{"version":4,"serial":0,"lineage":"journal","resources":[' + resource + b"]}"
        state, _ = reading.read("journal", content)
        if state is None or len(state.instances) != 1:
            raise Unusable("it holds a resource that no state can hold")
        ((address, instance),) = state.instances.items()
        found.append(Effect(one.path, frees, address, instance, _deposed(address, one.deposes)))
    return found


def _deposed(address: InstanceAddress, key: str) -> DeposedAddress | None:
    if key and not DEPOSED_KEY.fullmatch(key):
        raise Unusable(f'it names "{files.shown(key[:100])}", which is no key of a deposed object')
    return DeposedAddress(address, key) if key else None


def _address(text: str) -> InstanceAddress:
    match _object(text):
        case InstanceAddress() as address:
            return address
        case _:
            raise _unnamed(text)


def _object(text: str) -> ObjectAddress:
    try:
        return parse_object(text)
    except ValueError:
        raise _unnamed(text) from None


def _unnamed(text: str) -> Unusable:
    return Unusable(f'it names "{files.shown(text[:100])}", which is no address')
