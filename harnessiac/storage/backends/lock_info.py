"""Who holds a lock on a state, in Terraform's format, and the error for those who come second."""

from __future__ import annotations

import getpass
import json
import os
import shlex
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harnessiac import __version__
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.storage import files

UNKNOWN = "unknown"
"""The ID of a lock whose information cannot be understood."""

SUMMARY = "Error acquiring the state lock"
ADVICE = (
    "hiac acquires a state lock to protect the state from being written by multiple users at the same time. Please "
    'resolve the issue above and try again. For most commands, you can disable locking with the "-lock=false" flag, '
    "but this is not recommended."
)


@dataclass(frozen=True, slots=True)
class LockInfo:
    """The holder of a lock, as in Terraform's lock files; all fields are text."""

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

    @property
    def is_of_another_host(self) -> bool:
        return self.who.rpartition("@")[2] != socket.gethostname()


# The fields of the class, in order, in Terraform's JSON.
_NAMES = ("ID", "Operation", "Info", "Who", "Version", "Created", "Path")


def new_info(place: str, operation: str) -> LockInfo:
    """Describe a lock of this process on the state that messages call `place`."""
    return LockInfo(
        str(uuid.uuid4()),
        operation,
        process(os.getpid()),
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


def process(pid: int) -> str:
    """Describe a process by its number and start time, since numbers are reused."""
    return f"process {pid} started {_started(pid)}"


def _started(pid: int) -> str:
    """Return when the process started, in ticks since boot; empty where that is not known."""
    try:
        content = Path(f"/proc/{pid}/stat").read_bytes()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{content.rpartition(b')')[2].split()[19].decode()} of boot {boot}"
    except (OSError, IndexError, ValueError):
        return ""


def to_json(info: LockInfo) -> bytes:
    """Return a lock as Terraform writes it."""
    values = (info.id, info.operation, info.info, info.who, info.version, info.created, info.path)
    return json.dumps(dict(zip(_NAMES, values, strict=True)), ensure_ascii=False).encode("utf-8", "replace")


def from_json(content: bytes, place: str) -> LockInfo | None:
    """Return the lock described by the JSON in `place`; None if it is empty."""
    if not content.strip():
        return None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        data = {"ID": UNKNOWN, "Info": f"The {place} is no lock information."}
    return LockInfo(*(value if isinstance(value := data.get(name), str) else "" for name in _NAMES))


def refusal(owner: LockInfo, *, may_be_left: bool = False) -> Diagnostic:
    """Return the error for whoever comes second. `may_be_left`: whether the owner still runs is not known here."""
    described = f"\n\n{owner}" if owner.id or owner.who else ""
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
    return error(SUMMARY, f"Error message: the state is locked by another process{described}\n\n{ways}\n\n{ADVICE}")
