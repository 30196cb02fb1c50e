"""One writer of a state at a time: a lock file beside the state that says who holds it.

The system's file lock (flock) decides, so a lock ends with the process that held it; what the file says is for the
people who wait, in Terraform's format. A file left behind on this host by a process that is gone does not lock.
Terraform's own lock, on the state itself, is respected and held too (`record_locks`).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import getpass
import json
import os
import random
import shlex
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from harnessiac import __version__
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.state.record_locks import RecordLock, is_at

_LIMIT = 64_000
_UNKNOWN = "unknown"
_START = b'{"ID": "'
_ADVICE = (
    "hiac acquires a state lock to protect the state from being written by multiple users at the same time. Please "
    'resolve the issue above and try again. For most commands, you can disable locking with the "-lock=false" flag, '
    "but this is not recommended."
)


@dataclass(frozen=True, slots=True)
class LockInfo:
    """Who holds a lock, as in Terraform's lock files; all fields are text."""

    id: str
    operation: str = ""
    info: str = ""
    who: str = ""
    version: str = ""
    created: str = ""
    path: str = ""

    def __str__(self) -> str:
        rows = (
            ("ID", self.id),
            ("Path", self.path),
            ("Operation", self.operation),
            ("Who", self.who),
            ("Version", self.version),
            ("Created", self.created),
            ("Info", self.info),
        )
        return "Lock Info:\n" + "\n".join(f"  {name + ':':<11}{files.shown(text)}".rstrip() for name, text in rows)


@dataclass
class HeldLock:
    """A lock this process holds until `release`."""

    info: LockInfo
    _file: Path
    _descriptor: int
    _state: RecordLock
    _folders: list[Path] = field(default_factory=list)

    def before(self, replacement: Path | str) -> None:
        """A file is about to be put in the place of the state: hold it too.

        Raises Failed if another program has begun to use the state that is there.
        """
        if not self._state.take():
            raise Failed(refusal(_read(self._file) or LockInfo("")))
        self._state.take_next(Path(replacement))

    def after(self) -> None:
        """The state has been replaced or removed, to last."""
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
    """The lock file of the state at `state`: beside it, or beside what it is a symbolic link to."""
    place = files.target(state)
    return place.with_name(f".{place.name}.lock.info")


@contextlib.contextmanager
def held(
    state: Path, operation: str, *, timeout: float = 0.0, on_wait: Callable[[LockInfo], None] | None = None
) -> Iterator[HeldLock]:
    """Hold the lock of the state at `state` for a while: see `acquire`."""
    lock = acquire(state, operation, timeout=timeout, on_wait=on_wait)
    try:
        yield lock
    finally:
        lock.release()


def acquire(
    state: Path, operation: str, *, timeout: float = 0.0, on_wait: Callable[[LockInfo], None] | None = None
) -> HeldLock:
    """Lock the state at `state`, waiting up to `timeout` seconds for another to give it back.

    `operation` is Terraform's name for what is done, such as OperationTypeApply. `on_wait` is told once who is waited
    for. Raises Failed, naming who holds it.
    """
    path = lock_path(state)
    deadline = time.monotonic() + timeout
    folders: list[Path] = []
    pause = 0.02
    told = False
    while True:
        owner = _attempt(path, state, operation, folders)
        if isinstance(owner, HeldLock):
            return owner
        left = deadline - time.monotonic()
        if left <= 0:
            raise Failed(refusal(owner, may_be_left="@" in owner.who and _is_of_another_host(owner)))
        if on_wait is not None and not told:
            on_wait(owner)
            told = True
        time.sleep(min(left, pause * random.uniform(0.5, 1.0)))
        pause = min(pause * 1.5, 1.0)


def force_unlock(state: Path, id: str) -> LockInfo:
    """Remove the lock with this ID and give what it said. Raises Failed if there is none or it is in use here."""
    path = lock_path(state)
    info = _read(path)
    summary = "Failed to unlock state"
    if info is None:
        raise Failed(error(summary, f"The state {files.shown(state)} is not locked."))
    if id not in (info.id, files.shown(info.id)):
        raise Failed(
            error(summary, f'Lock ID "{files.shown(id)}" does not match existing lock ID "{files.shown(info.id)}".')
        )
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not flocked(descriptor) or not _is_free(state):
                detail = f"The lock is held by a running process; end that process instead.\n\n{info}"
                raise Failed(error(summary, detail))
            path.unlink()
        finally:
            os.close(descriptor)
    except OSError as problem:
        detail = f"The lock file {files.shown(path)} could not be removed: {files.reason(problem)}."
        raise Failed(error(summary, detail)) from None
    return info


def _attempt(path: Path, state: Path, operation: str, folders: list[Path]) -> HeldLock | LockInfo:
    """The lock, or who has it."""
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
        if not flocked(descriptor) or not is_at(path, descriptor):
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
            files.write(descriptor, written(info))
        except OSError:
            path.unlink()
            raise
        is_held = True
        return HeldLock(info, path, descriptor, record, list(folders))
    except OSError as problem:
        raise Failed(_unusable(path, problem)) from None
    finally:
        if not is_held:
            record.release()
            os.close(descriptor)


def _is_free(state: Path) -> bool:
    """Whether no other program, such as Terraform, holds the state itself."""
    record = RecordLock(files.target(state))
    try:
        return record.take()
    finally:
        record.release()


def flocked(descriptor: int) -> bool:
    """Take the system's lock; False if another has it. File systems without such locks count the file alone."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK):
            return False
        if problem.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
            raise
    return True


def new_info(place: str, operation: str) -> LockInfo:
    """A lock of this process on what `place` names."""
    return LockInfo(
        str(uuid.uuid4()),
        operation,
        _process(os.getpid()),
        f"{_user()}@{socket.gethostname()}",
        __version__,
        datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        place,
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid())


def _process(pid: int) -> str:
    """A process by its number and when it started, so that a number used again is another process."""
    return f"process {pid} started {_started(pid)}"


def _started(pid: int) -> str:
    """When the process started, in ticks since the host did; empty where that cannot be told."""
    try:
        content = Path(f"/proc/{pid}/stat").read_bytes()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{content.rpartition(b')')[2].split()[19].decode()} of boot {boot}"
    except (OSError, IndexError, ValueError):
        return ""


def _is_alive(owner: LockInfo) -> bool:
    """Whether the process that wrote a lock file, which nobody holds with flock, must still be reckoned with.

    Of another host that cannot be known, so it must.
    """
    if _is_of_another_host(owner):
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
    return owner.info == _process(pid)


def _is_of_another_host(owner: LockInfo) -> bool:
    return owner.who.rpartition("@")[2] != socket.gethostname()


def written(info: LockInfo) -> bytes:
    """A lock as Terraform's JSON."""
    content = {
        "ID": info.id,
        "Operation": info.operation,
        "Info": info.info,
        "Who": info.who,
        "Version": info.version,
        "Created": info.created,
        "Path": info.path,
    }
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _read(path: Path) -> LockInfo | None:
    """What a lock file says; None if there is none, or nothing or half of it in it: its holder died while it wrote.

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
    info = parsed(content, f"file {path}")
    return None if info is None else replace(info, id=info.id or _UNKNOWN)


def parsed(content: bytes, place: str) -> LockInfo | None:
    """What the JSON in `place` says of a lock; None if nothing is there."""
    if not content.strip():
        return None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        data = {"ID": _UNKNOWN, "Info": f"The {place} is no lock information."}
    names = ("ID", "Operation", "Info", "Who", "Version", "Created", "Path")
    return LockInfo(*(value if isinstance(value := data.get(name), str) else "" for name in names))


def refusal(owner: LockInfo, *, may_be_left: bool = False) -> Diagnostic:
    """The error for who comes second. `may_be_left`: nobody here can tell whether the owner still runs."""
    said = f"\n\n{owner}" if owner.id or owner.who else ""
    ways = "To wait until it is given back, use -lock-timeout=5m."
    if may_be_left:
        ways += (
            " It was taken on another host than this one, so whether its process still runs cannot be told from here; "
            "a container or a CI job that was killed leaves such a lock."
        )
    if owner.id:
        id = shlex.quote(files.shown(owner.id))
        ways += (
            f" If who holds it is surely gone, `hiac force-unlock {'-- ' * id.lstrip(chr(39)).startswith('-')}{id}` "
            "removes it."
        )
    return error(
        "Error acquiring the state lock",
        f"Error message: the state is locked by another process{said}\n\n{ways}\n\n{_ADVICE}",
    )


def _unusable(path: Path, problem: OSError) -> Diagnostic:
    return error(
        "Error acquiring the state lock",
        f"Error message: the lock file {files.shown(path)} cannot be used: {files.reason(problem)}\n\n{_ADVICE}",
    )
