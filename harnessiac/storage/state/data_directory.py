"""`.hiac/`: what a working directory remembers between commands. It belongs to one checkout and is never committed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from harnessiac.diagnostics import Failed, error
from harnessiac.storage import files

NAME: Final = ".hiac"
VARIABLE: Final = "TF_DATA_DIR"
"""Names the folder in which `hiac/` is to be instead."""
_IGNORE = b"# hiac's notes on this checkout: nothing to commit.\n*\n"
_LIMIT = 1_000_000


class DataFolder:
    """The folder, made when something is first put into it, with a `.gitignore` that keeps it out of commits.

    No link leads to it or out of it, since a link may have been committed: who wants it elsewhere says so by VARIABLE.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str] | None = None) -> None:
        chosen = (environment or {}).get(VARIABLE, "")
        # Terraform keeps files of the same names in the folder itself.
        self._path = directory / chosen / NAME.removeprefix(".") if chosen else directory / NAME

    @property
    def path(self) -> Path:
        """Where it is. Raises Failed if it is a link."""
        if self._path.is_symlink():
            detail = (
                f"{files.shown(self._path)} is a symbolic link, which hiac does not follow: a commit could make it "
                f"write anywhere. Remove the link, or name another place with the environment variable {VARIABLE}."
            )
            raise Failed(error("Data folder is a symbolic link", detail))
        return self._path

    def read(self, name: str) -> bytes | None:
        """A file's content; None if there is none. Raises Failed."""
        path = self.path / name
        try:
            return files.read(path, _LIMIT, follow=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be read: {files.reason(problem)}."
            raise Failed(error("Failed to read file", detail)) from None

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, readable by its owner only. Raises Failed."""
        path = self.path / name
        try:
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            ignore = self.path / ".gitignore"
            if not ignore.exists():
                files.replace(ignore, _IGNORE, 0o644)
            files.replace(path, content, 0o600)
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be written: {files.reason(problem)}."
            raise Failed(error("Failed to write file", detail)) from None

    def remove(self, name: str) -> None:
        """Remove a file; that there is none is no failure. Raises Failed."""
        path = self.path / name
        try:
            path.unlink(missing_ok=True)
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be removed: {files.reason(problem)}."
            raise Failed(error("Failed to remove file", detail)) from None
