"""What is kept from one run to the next to make it faster: entries in the user's cache folder.

The cache can only make things faster: whatever is wrong with the folder or an entry, the work is done instead. The
folder is one that only the user can write to. Each entry begins with a checksum over what it was made from, so an
entry that was cut off, or made from something else, is no entry. Entries hold data that runs no code when read.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

import harnessiac
from harnessiac.storage import files

T = TypeVar("T")

SIZE: Final = 128_000_000
"""How many bytes all entries together may take before the oldest are removed."""

ENTRY_LIMIT: Final = 64_000_000
SUFFIXES: Final = (".syntax", ".latest", ".services", ".tables")
"""What entries' names end in: one for each sort."""

_CHECKSUM = 32
_pruned: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one sort, which ends their names. `folder` None: nothing is kept."""

    folder: Path | None
    suffix: str
    size: int = SIZE

    def load(self, seed: bytes, type: type[T]) -> T | None:
        """The entry made from `seed`, if there is one and it holds a value of the type."""
        if self.folder is None:
            return None
        try:
            if not _is_private(self.folder):
                return None
            content = files.read(self.folder / self._name(seed), ENTRY_LIMIT, follow=False)
        except (OSError, ValueError):
            return None
        payload = memoryview(content)[_CHECKSUM:]
        if checksum(seed, payload) != content[:_CHECKSUM]:
            return None
        try:
            with without_collection():
                return msgspec.msgpack.decode(payload, type=type)
        except (msgspec.MsgspecError, RecursionError, ValueError):
            return None

    def store(self, seed: bytes, value: object) -> None:
        """Keep a value; that it cannot be kept is no failure."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError, ValueError, RecursionError, msgspec.MsgspecError):
            payload = msgspec.msgpack.encode(value)
            if len(payload) + _CHECKSUM > ENTRY_LIMIT:
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_private(self.folder):
                entry = self.folder / self._name(seed)
                files.replace(entry, checksum(seed, payload) + payload, 0o600, durable=False)
                self._prune()

    def _name(self, seed: bytes) -> str:
        return seed.hex() + self.suffix

    def _prune(self) -> None:
        """Remove the oldest entries when all together are too large, once in a run."""
        if self.folder is None or self.folder in _pruned:
            return
        _pruned.add(self.folder)
        found = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith((*SUFFIXES, files.TEMPORARY_SUFFIX)):
                    about = entry.stat(follow_symlinks=False)
                    found.append((about.st_mtime_ns, about.st_size, entry.name))
        total = sum(size for _, size, _ in found)
        if total <= self.size:
            return
        for _, size, name in sorted(found):
            if total <= self.size * 3 // 4:
                break
            with contextlib.suppress(OSError):
                (self.folder / name).unlink()
            total -= size


def folder_of(environment: Mapping[str, str]) -> Path | None:
    """The folder that the environment asks for: HIAC_CACHE_DIR, XDG_CACHE_HOME/hiac or ~/.cache/hiac."""
    for name, inner in (("HIAC_CACHE_DIR", ""), ("XDG_CACHE_HOME", "hiac"), ("HOME", ".cache/hiac")):
        folder = Path(environment.get(name, ""))
        if folder.is_absolute():
            return folder / inner
    return None


def seed_of(*parts: str) -> bytes:
    """What an entry depends on: all parts, each as it is."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d " % len(content))
        digest.update(content)
    return digest.digest()


def checksum(seed: bytes, payload: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(seed)
    digest.update(payload)
    return digest.digest()


@cache
def stamp(*rooms: str) -> str:
    """Sizes and times of hiac's own files in some rooms: whoever changes them does not see what they gave before."""
    parts = []
    for room in rooms:
        for folder in harnessiac.__path__:
            parts += sorted(_about(Path(folder) / room))
    return "\n".join(parts)


def _about(path: Path) -> Iterable[str]:
    with contextlib.suppress(OSError):
        if path.suffix == ".py":
            about = path.stat()
            return [f"{path.name} {about.st_size} {about.st_mtime_ns}"]
        found = []
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    found.append(f"{path.name}/{entry.name} {about.st_size} {about.st_mtime_ns}")
                elif entry.is_dir() and entry.name != "__pycache__":
                    found += _about(Path(entry.path))
        return found
    return []


def _is_private(folder: Path) -> bool:
    """Whether the folder is the user's and nobody else can write to it."""
    about = folder.stat()
    return (
        stat.S_ISDIR(about.st_mode)
        and about.st_uid == os.geteuid()
        and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Much is made at once and stays: looking for garbage meanwhile takes longer than making it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
