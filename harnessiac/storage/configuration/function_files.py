"""The file system, randomness and identifiers as functions of the language may use them."""

from __future__ import annotations

import os
import stat
import uuid
from collections.abc import Sequence
from pathlib import Path

from harnessiac.language.functions.context import FileKind
from harnessiac.storage import files

LIMIT = 64_000_000
"""The largest file a function reads, in bytes."""


class LocalFiles:
    """Reads files by absolute path; anything but a regular file is refused before it is opened."""

    def read(self, path: str) -> bytes:
        """The content of a file; OSError as `open` raises it."""
        return files.read(path, LIMIT)

    def kind(self, path: str) -> FileKind | None:
        """What is at `path`, symbolic links followed; None when nothing is."""
        try:
            mode = Path(path).stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        if stat.S_ISREG(mode):
            return FileKind.REGULAR
        return FileKind.DIRECTORY if stat.S_ISDIR(mode) else FileKind.OTHER

    def entries(self, path: str) -> Sequence[str]:
        """The names in a directory; empty when there is none or it cannot be read."""
        try:
            return os.listdir(path)  # noqa: PTH208 - names, not paths
        except OSError:
            return ()


def new_uuid() -> str:
    return str(uuid.uuid4())


def new_salt() -> bytes:
    return os.urandom(16)
