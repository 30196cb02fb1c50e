"""What Terraform holds while it works with a state in a file: a record lock (fcntl) on the file itself.

Such a lock is on a file, not on its name, and hiac puts a new file in the place of the old one. So the new one is
locked before it gets the name, and at the end the old ones, which now have no name, are spoiled: a Terraform that has
waited with one of them open would otherwise go on with the old state, and what it saves would be nowhere.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

# Of the open file, not of the process: kept though the process opens and closes the file elsewhere meanwhile.
_OF_OPEN_FILE: int | None = getattr(fcntl, "F_OFD_SETLK", None)
_WHOLE_FILE = (
    struct.pack("qqihh", 0, 0, 0, fcntl.F_WRLCK, os.SEEK_SET)
    if sys.platform == "darwin"
    else struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
)
_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_SPOILED = (
    b'{"version": 4, "terraform_version": "(none: hiac has replaced this state meanwhile; run the command again)", '
    b'"serial": 0, "lineage": "", "outputs": {}, "resources": []}\n'
)


@dataclass
class RecordLock:
    """Locks on the file at `place` and on those that take its place, until `release`."""

    place: Path
    _descriptors: list[int] = field(default_factory=list)
    _old: set[int] = field(default_factory=set)
    """Those whose files are the state no more, whatever becomes of the machine."""

    def take(self) -> bool:
        """Lock the file that is there now, if there is one; False if another program has it.

        What cannot be opened for writing or has no such locks is not locked: Terraform could not lock it either.
        """
        if any(is_at(self.place, descriptor) for descriptor in self._descriptors):
            return True
        return self._take(self.place)

    def take_next(self, path: Path) -> None:
        """Lock the file that is about to be put there."""
        self._take(path)

    def replaced(self) -> None:
        """What was put there (or that nothing is there) has been made to last."""
        self._old.update(one for one in self._descriptors if not is_at(self.place, one))

    def release(self) -> None:
        """Give the locks back. Doing so twice is no error."""
        for descriptor in self._descriptors:
            with contextlib.suppress(OSError):
                if descriptor in self._old and os.fstat(descriptor).st_nlink == 0:
                    os.pwrite(descriptor, _SPOILED, 0)
                    os.ftruncate(descriptor, len(_SPOILED))
            os.close(descriptor)
        self._descriptors.clear()
        self._old.clear()

    def _take(self, path: Path) -> bool:
        try:
            descriptor = os.open(path, _FLAGS)
        except OSError:
            return True
        if not _locked(descriptor):
            os.close(descriptor)
            return False
        if _OF_OPEN_FILE is None:  # a lock of the process would end with any other use of the file
            os.close(descriptor)
        else:
            self._descriptors.append(descriptor)
        return True


def is_at(path: Path, descriptor: int) -> bool:
    """Whether an open file is the one at `path`. Raises OSError, but not if there is none."""
    try:
        there, ours = path.stat(follow_symlinks=False), os.fstat(descriptor)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def _locked(descriptor: int) -> bool:
    try:
        if _OF_OPEN_FILE is None:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            fcntl.fcntl(descriptor, _OF_OPEN_FILE, _WHOLE_FILE)
    except OSError as problem:
        return problem.errno not in (errno.EAGAIN, errno.EACCES)
    return True
