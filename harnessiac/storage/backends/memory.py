"""A state in memory, for runs that leave nothing behind."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from harnessiac.diagnostics import Failed, error
from harnessiac.storage.backends.lock_info import LockInfo
from harnessiac.storage.backends.store import Content, check_version, digest


@dataclass
class MemoryStore:
    """The bytes of a state, None if there is none. It is used by one run only, so its lock is always free."""

    data: bytes | None = None

    @property
    def name(self) -> str:
        return "memory"

    def read(self) -> Content | None:
        return None if self.data is None else Content(self.data, digest(self.data))

    def write(self, data: bytes, version: str | None) -> str:
        check_version(self.read(), version)
        self.data = data
        return digest(data)

    def delete(self) -> None:
        self.data = None

    def locked(self, operation: str, *, timeout: float = 0.0) -> AbstractContextManager[object]:
        return nullcontext()

    def force_unlock(self, id: str) -> LockInfo:
        raise Failed(error("Failed to unlock state", "The state in memory is not locked."))

    def journal(self) -> Path | None:
        return None
