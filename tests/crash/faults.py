"""Faults at a chosen system call: installed over the functions of `os` in a process that then runs hiac.

The calls that change something on disk are counted; at number `at` the process dies, or the call fails.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KILLED = 137
MODES = ("kill", "torn", "names", "data", "full", "broken")
"""kill: die before the call. torn: die in the middle of writing. names: power cut, what was created, renamed or removed
and not made to last did not happen. data: power cut, of files only that is there which was made to last. full: from
here on the disk is full. broken: the call fails once."""

COUNTED = ("open", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "fchmod", "ftruncate")


@dataclass
class Disk:
    """What has been asked of the disk and may be lost when the power goes: undo `actions`, latest first."""

    kept: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="kept-")))
    actions: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    unsynced: set[str] = field(default_factory=set)
    lasting: dict[str, int] = field(default_factory=dict)
    """How much of each file was made to last, in bytes; of others nothing."""

    def keep(self, path: str) -> Path | None:
        """The file at `path` under another name, so that it can be put back."""
        place = self.kept / str(len(os.listdir(self.kept)))
        try:
            os.link(path, place, follow_symlinks=False)
        except FileNotFoundError:
            return None
        return place

    def lose_names(self) -> None:
        for _, undo in reversed(self.actions):
            with contextlib.suppress(OSError):
                undo()

    def lose_data(self) -> None:
        for path in self.unsynced:
            with contextlib.suppress(OSError):
                os.truncate(path, self.lasting.get(path, 0))


@dataclass
class Faults:
    """Counts calls in `calls`; at number `at` (from 1) does what `mode` says. 0: only counts."""

    mode: str
    at: int
    calls: int = 0
    disk: Disk = field(default_factory=Disk)
    real: dict[str, Callable[..., Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def install(self) -> None:
        for name in COUNTED:
            self.real[name] = getattr(os, name)
            setattr(os, name, self._wrapped(name))

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = self.real[name]

        def call(*args: Any, **options: Any) -> Any:
            if name == "open" and not args[1] & os.O_CREAT:
                return real(*args, **options)
            with self.lock:
                self.calls += 1
                if self.calls == self.at or (self.mode == "full" and 0 < self.at <= self.calls):
                    self._strike(name, real, args)
                if self.mode in ("names", "data"):
                    return self._followed(name, real, args, options)
            return real(*args, **options)

        return call

    def _strike(self, name: str, real: Callable[..., Any], args: tuple[Any, ...]) -> None:
        match self.mode:
            case "full":
                if name in ("open", "write", "mkdir"):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return
            case "broken":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case "torn" if name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            case "names":
                self._lose(self.disk.lose_names)
            case "data":
                self._lose(self.disk.lose_data)
            case _:
                pass
        os._exit(KILLED)

    def _lose(self, lose: Callable[[], None]) -> None:
        for name, real in self.real.items():
            setattr(os, name, real)
        lose()

    def _followed(self, name: str, real: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """The call, and how to undo it."""
        disk = self.disk
        if name in ("replace", "rename"):
            source = _absolute(args[0], options.get("src_dir_fd"))
            target = _absolute(args[1], options.get("dst_dir_fd"))
            kept = disk.keep(target)
            result = real(*args, **options)
            disk.actions.append((os.path.dirname(target), lambda: _unrename(self.real, source, target, kept)))
            disk.unsynced = {target if path == source else path for path in disk.unsynced - {target}}
            disk.lasting[target] = disk.lasting.pop(source, 0)
            return result
        if name == "fsync":
            result = real(*args)
            path = os.readlink(f"/proc/self/fd/{args[0]}")
            if stat.S_ISDIR(os.fstat(args[0]).st_mode):
                disk.actions = [action for action in disk.actions if action[0] != path]
            disk.unsynced.discard(path)
            disk.lasting[path] = os.fstat(args[0]).st_size
            return result
        if name == "write":
            disk.unsynced.add(os.readlink(f"/proc/self/fd/{args[0]}"))
            return real(*args)
        if name in ("fchmod", "ftruncate"):
            return real(*args)
        path = _absolute(args[0], options.get("dir_fd"))
        was_there = os.path.lexists(path)
        if not was_there or name == "unlink":
            disk.lasting.pop(path, None)
        kept = disk.keep(path) if name == "unlink" else None
        result = real(*args, **options)
        undo: Callable[[], object] | None = None
        if name == "open" and not was_there:
            undo = lambda: self.real["unlink"](path)  # noqa: E731
        elif name == "mkdir":
            undo = lambda: shutil.rmtree(path)  # noqa: E731
        elif name == "rmdir":
            undo = lambda: self.real["mkdir"](path)  # noqa: E731
        elif kept is not None:
            undo = lambda: os.link(kept, path)  # noqa: E731
        if undo is not None:
            disk.actions.append((os.path.dirname(path), undo))
        return result


def _absolute(path: Any, directory: int | None) -> str:
    base = os.getcwd() if directory is None else os.readlink(f"/proc/self/fd/{directory}")
    return os.path.join(base, os.fspath(path))


def _unrename(real: dict[str, Callable[..., Any]], source: str, target: str, kept: Path | None) -> None:
    with contextlib.suppress(OSError):
        real["rename"](target, source)
    if kept is not None:
        os.link(kept, target)
