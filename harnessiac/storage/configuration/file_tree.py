"""Where the files of a configuration are read: from disk, or as they were at a commit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from harnessiac.language.functions.context import FileAccess
from harnessiac.storage import files
from harnessiac.storage.configuration import function_files


class FileTree(Protocol):
    """Files by their paths, relative ones from the working directory."""

    def read(self, path: Path, limit: int) -> bytes:
        """The content of a regular file of at most `limit` bytes. Raises OSError."""
        ...

    def names(self, folder: Path) -> list[str]:
        """What a folder holds that is no folder itself, in any order. Raises OSError."""
        ...

    def exists(self, path: Path) -> bool:
        """Whether anything is there."""
        ...

    def functions(self) -> FileAccess:
        """The files as functions of the language read them."""
        ...


class Disk:
    """The files as they are now."""

    def read(self, path: Path, limit: int) -> bytes:
        return files.read(path, limit)

    def names(self, folder: Path) -> list[str]:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

    def functions(self) -> FileAccess:
        return function_files.LocalFiles()


DISK = Disk()
