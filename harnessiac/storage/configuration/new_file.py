"""New configuration files: written by `adopt`, `new` and -generate-config-out, never over an existing file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from harnessiac.diagnostics import Failed, error
from harnessiac.storage import files


@dataclass(frozen=True, slots=True)
class NewFile:
    """A configuration file that hiac is to write at `path`, as `option` says."""

    path: Path
    option: str

    @staticmethod
    def of(directory: Path, name: str, option: str) -> NewFile:
        """Return the file `name` in the configuration `directory`. Raises Failed if hiac would not read it there."""
        given = Path(name)
        path = given if given.parent != Path() else directory / given
        is_override = path.stem.rpartition("_")[2] == "override"
        is_read = path.suffix == ".tf" and not path.name.startswith(".") and not is_override
        if not is_read or path.parent.resolve() != directory.resolve():
            detail = (
                f"{option} must name a .tf file in the configuration folder {files.shown(directory)}, so that hiac "
                "reads it."
            )
            raise Failed(error(f"Invalid {option} option", detail))
        return NewFile(path, option)

    @property
    def name(self) -> str:
        """The file in messages."""
        return files.shown(self.path.as_posix())

    def check_new(self) -> None:
        """Raise Failed if the file already exists."""
        if os.path.lexists(self.path):
            detail = (
                f"The file {files.shown(self.path)} is there already, and is not overwritten. Choose another with "
                f"{self.option}."
            )
            raise Failed(error("Target generated file already exists", detail))

    def create(self, text: str) -> None:
        """Write the file, whole and to last. Raises Failed, also if it already exists."""
        with files.failing("Failed to write file", f"file {files.shown(self.path)} could not be written"):
            files.remove_leftovers(self.path)
            temporary = files.stage(self.path, text.encode(), None)
            try:
                self.check_new()
            except Failed:
                files.discard(temporary)
                raise
            files.put(temporary, self.path)
            files.sync_folder(self.path.parent)
