"""`.hiac/`: the data directory, what a working directory keeps between commands. It is never committed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from harnessiac.diagnostics import Failed, error
from harnessiac.storage import files

NAME: Final = ".hiac"
VARIABLE: Final = "TF_DATA_DIR"
"""The environment variable with the directory that contains `hiac/` instead."""
_IGNORE = b"# hiac's notes on this checkout: nothing to commit.\n*\n"
_LIMIT = 1_000_000


class DataDirectory:
    """The data directory, made when it is first written to, with a `.gitignore` that keeps it out of commits.

    No symbolic link to it or inside it is followed, since a link may have been committed: use VARIABLE to move it.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str] | None = None) -> None:
        chosen = (environment or {}).get(VARIABLE, "")
        # Terraform keeps files of the same names in the folder itself.
        self._path = directory / chosen / NAME.removeprefix(".") if chosen else directory / NAME

    @property
    def path(self) -> Path:
        """Return where it is. Raises Failed if it is a symbolic link."""
        if self._path.is_symlink():
            detail = (
                f"{files.shown(self._path)} is a symbolic link, which hiac does not follow: a commit could make it "
                f"write anywhere. Remove the link, or name another place with the environment variable {VARIABLE}."
            )
            raise Failed(error("Data folder is a symbolic link", detail))
        return self._path

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None if there is none. Raises Failed."""
        path = self.path / name
        with files.failing("Failed to read file", f"file {files.shown(path)} could not be read"):
            try:
                return files.read(path, _LIMIT, follow=False)
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, name: str, content: bytes) -> None:
        """Write a file that only its owner can read. Raises Failed."""
        path = self.path / name
        with files.failing("Failed to write file", f"file {files.shown(path)} could not be written"):
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            ignore = self.path / ".gitignore"
            if not ignore.exists():
                files.replace(ignore, _IGNORE, 0o644)
            files.replace(path, content, 0o600)

    def remove(self, name: str) -> None:
        """Remove a file, if there is one. Raises Failed."""
        path = self.path / name
        with files.failing("Failed to remove file", f"file {files.shown(path)} could not be removed"):
            path.unlink(missing_ok=True)
