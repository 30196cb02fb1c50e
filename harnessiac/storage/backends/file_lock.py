"""One writer of a local state at a time: a lock file beside the state that says who holds it.

The system's file lock (flock) decides, so a lock ends with the process that held it; what the file says is for the
people who wait, in Terraform's format. A file left behind on this host by a process that is gone does not lock.
Terraform's own lock, on the state itself, is respected and held too (`record_locks`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends import waiting
from harnessiac.storage.backends.lock_info import (
    ADVICE,
    SUMMARY,
    UNKNOWN,
    LockInfo,
    from_json,
    new_info,
    process,
    refusal,
    to_json,
)
from harnessiac.storage.backends.record_locks import RecordLock, is_at

_LIMIT = 64_000
_START = b'{"ID": "'


@dataclass
class FileLock:
    """A lock this process holds until `release`."""

    info: LockInfo
    _file: Path
    _descriptor: int
    _state: RecordLock
    _folders: list[Path] = field(default_factory=list)

    def before(self, replacement: Path | str) -> None:
        """Lock a file that is about to be put in the place of the state.

        Raises Failed if another program has begun to use the state that is there.
        """
        if not self._state.take():
            raise Failed(refusal(_read(self._file) or LockInfo("")))
        self._state.take_next(Path(replacement))

    def after(self) -> None:
        """Record that the state has been durably replaced or removed."""
        self._state.replaced()

    def release(self) -> None:
        """Give the lock back; folders that were made for it alone go too. Doing so twice is no error."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            if is_at(self._file, self._descriptor):
                self._file.unlink()
        self._state.release()
        os.close(self._descriptor)
        self._descriptor = -1
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()


def lock_path(state: Path) -> Path:
    """Return the lock file of the state at `state`: beside it, or beside the target of a symbolic link."""
    place = files.target(state)
    return place.with_name(f".{place.name}.lock.info")


@contextlib.contextmanager
def held(state: Path, operation: str, *, timeout: float = 0.0) -> Iterator[FileLock]:
    """Hold the lock of the state at `state` for a while: see `acquire`."""
    lock = acquire(state, operation, timeout=timeout)
    try:
        yield lock
    finally:
        lock.release()


def acquire(state: Path, operation: str, *, timeout: float = 0.0) -> FileLock:
    """Lock the state at `state`, waiting up to `timeout` seconds for its holder.

    `operation` is Terraform's name for what is done, such as OperationTypeApply. Raises Failed, naming the holder.
    """
    path = lock_path(state)
    folders: list[Path] = []
    locks: list[FileLock] = []

    def attempt() -> LockInfo | None:
        result = _attempt(path, state, operation, folders)
        if isinstance(result, LockInfo):
            return result
        locks.append(result)
        return None

    def refused(owner: LockInfo) -> Diagnostic:
        return refusal(owner, may_be_left="@" in owner.who and owner.is_of_another_host)

    waiting.acquire(attempt, timeout=timeout, pause=0.02, refused=refused)
    return locks[0]


def force_unlock(state: Path, id: str) -> LockInfo:
    """Remove the lock with this ID and return it. Raises Failed if there is none or it is in use here."""
    path = lock_path(state)
    info = _read(path)
    summary = "Failed to unlock state"
    if info is None:
        raise Failed(error(summary, f"The state {files.shown(state)} is not locked."))
    if id not in (info.id, files.shown(info.id)):
        raise Failed(
            error(summary, f'Lock ID "{files.shown(id)}" does not match existing lock ID "{files.shown(info.id)}".')
        )
    with files.failing(summary, f"lock file {files.shown(path)} could not be removed"):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not files.flocked(descriptor) or not _is_free(state):
                detail = f"The lock is held by a running process; end that process instead.\n\n{info}"
                raise Failed(error(summary, detail))
            path.unlink()
        finally:
            os.close(descriptor)
    return info


def _attempt(path: Path, state: Path, operation: str, folders: list[Path]) -> FileLock | LockInfo:
    """Return the lock, or who holds it."""
    try:
        folders += files.make_folders(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except FileNotFoundError:  # another gave its lock back and took away the folder
        return LockInfo("")
    except OSError as problem:
        raise Failed(_unusable(path, problem)) from None
    is_held = False
    record = RecordLock(files.target(state))
    try:
        if not files.flocked(descriptor) or not is_at(path, descriptor):
            return _read(path) or LockInfo("")
        owner = _read(path)
        if not record.take():
            if owner is None:
                path.unlink(missing_ok=True)
            return owner or LockInfo("")
        if owner is not None and _is_alive(owner):
            return owner
        info = new_info(files.shown(state), operation)
        os.ftruncate(descriptor, 0)
        try:
            files.write(descriptor, to_json(info))
        except OSError:
            path.unlink()
            raise
        is_held = True
        return FileLock(info, path, descriptor, record, list(folders))
    except OSError as problem:
        raise Failed(_unusable(path, problem)) from None
    finally:
        if not is_held:
            record.release()
            os.close(descriptor)


def _is_free(state: Path) -> bool:
    """Return whether no other program, such as Terraform, holds the state itself."""
    record = RecordLock(files.target(state))
    try:
        return record.take()
    finally:
        record.release()


def _is_alive(owner: LockInfo) -> bool:
    """Return whether the process that wrote a lock file, which nobody holds with flock, may still run.

    Of another host that is not known, so it may.
    """
    if owner.is_of_another_host:
        return True
    words = owner.info.split()
    if (
        len(words) < 2
        or words[0] != "process"
        or not (words[1].isascii() and words[1].isdigit() and len(words[1]) < 10)
    ):
        return False
    pid = int(words[1])
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return owner.info == process(pid)


def _read(path: Path) -> LockInfo | None:
    """Return what a lock file says; None if it is missing, empty or half written: its holder died while it wrote.

    One that cannot be understood was written by no version of hiac or Terraform: it locks under the ID "unknown", as
    does one without an ID.
    """
    try:
        content = files.read(path, _LIMIT, follow=False)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise Failed(_unusable(path, problem)) from None
    if not content.strip(b"\0") or (content.startswith(_START) and not content.endswith(b"}")):
        return None
    info = from_json(content, f"file {path}")
    return None if info is None else replace(info, id=info.id or UNKNOWN)


def _unusable(path: Path, problem: OSError) -> Diagnostic:
    detail = f"Error message: the lock file {files.shown(path)} cannot be used: {files.reason(problem)}\n\n{ADVICE}"
    return error(SUMMARY, detail)
