"""What every backend gives: bytes under a version, and a lock.

Who writes says which version the new bytes replace. A backend that finds another one there writes nothing.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from harnessiac.diagnostics import Failed, error

if TYPE_CHECKING:
    from harnessiac.storage.backends.lock_info import LockInfo

DEFAULT: Final = "default"
"""The workspace that always exists."""

# What stays as it is in a URL, as Terraform has it; not only dots, which would be another folder.
_NAME = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9_.~$&+:=@-]{1,90}")

LIMIT: Final = 1_000_000_000
"""The largest state that is read, in bytes."""


def is_name(text: str) -> bool:
    """Whether a workspace can have this name."""
    return _NAME.fullmatch(text) is not None


class Content(Struct, frozen=True):
    """The bytes of a state and the token of this version of them; what a token is, is the backend's business."""

    data: bytes
    version: str


class Conflict(Exception):
    """Another version is there than the one that was to be replaced. `found` are its bytes, None if there are none."""

    def __init__(self, found: bytes | None) -> None:
        super().__init__("another version is there")
        self.found = found


def digest(content: bytes) -> str:
    """Return the SHA-256 of a state's bytes: its version, where the place has no other."""
    return hashlib.sha256(content).hexdigest()


def check_version(there: Content | None, version: str | None) -> None:
    """Raise Conflict if another version is there than the one that is to be replaced (None: nothing)."""
    if (there.version if there else None) != version:
        raise Conflict(there.data if there else None)


class StateStore(Protocol):
    """The state of one workspace. `name` is what messages call it; no secret is part of it.

    Every method raises Failed when the place cannot be reached or does not answer as it should.
    """

    @property
    def name(self) -> str: ...

    def read(self) -> Content | None:
        """What is there; None if there is no state."""
        ...

    def write(self, data: bytes, version: str | None) -> str:
        """Put `data` in the place of `version` (None: of nothing); gives the new version. Raises Conflict."""
        ...

    def delete(self) -> None:
        """Remove the state; that there is none is no failure."""
        ...

    def locked(self, operation: str, *, timeout: float = 0.0) -> AbstractContextManager[object]:
        """Hold the lock, waiting up to `timeout` seconds for it. Raises Failed, naming who holds it."""
        ...

    def force_unlock(self, id: str) -> LockInfo:
        """End the lock with this ID, whoever holds it. Raises Failed if there is no such lock."""
        ...

    def journal(self) -> Path | None:
        """Return the path of the journal of an apply to this state; None if no file can be beside it."""
        ...


class Backend(Protocol):
    """A place that keeps the states of all workspaces. `type` is its name in a backend block."""

    @property
    def type(self) -> str: ...

    def store(self, workspace: str) -> StateStore: ...

    def workspaces(self) -> tuple[str, ...]:
        """Those that have a state, and the default one, in order. Raises Failed."""
        ...


def without_workspaces(type: str) -> Failed:
    """For backends that keep one state only."""
    detail = f'The backend "{type}" keeps one state only: it does not support multiple workspaces.'
    return Failed(error("Workspaces not supported", detail))
