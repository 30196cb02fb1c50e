"""A project beside the project: the same configuration with a state and documents of its own, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from harnessiac.plan.evaluator import Settings as EvaluationSettings
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.project import Project

DOCUMENTS = ".harness"


@dataclass
class Sandbox(Project):
    """Data sources also read the documents of the project it is `beside`; nothing of it is changed.

    Messages name the documents folder as the project does, so that they are the same each time.
    """

    beside: Project | None = None

    @property
    def documents_name(self) -> str:
        return self.beside.documents_name if self.beside is not None else super().documents_name

    def evaluation(self, *, complete: bool) -> EvaluationSettings:
        seen = super().evaluation(complete=complete)
        return replace(seen, documents=self.documents_name, read_document=self._read if complete else None)

    def _read(self, path: str) -> str | None:
        found = self.documents.read(path)
        return self.beside.documents.read(path) if found is None and self.beside is not None else found


@dataclass
class Sandboxes:
    """One for the configuration and one for each module under test, in a folder that is removed afterwards."""

    project: Project
    folder: Path
    _made: dict[str, Sandbox] = field(default_factory=dict)

    def of(self, module: str = "") -> Sandbox:
        """The sandbox of the configuration, or of a module by its path from there."""
        if module not in self._made:
            place = self.folder / str(len(self._made))
            real = self.project
            self._made[module] = Sandbox(
                real.directory,
                Settings(real.settings.configuration / module, place, place / DOCUMENTS),
                place / "state.json",
                real.timestamp,
                real.workspace,
                real.environment,
                beside=real,
            )
        return self._made[module]


@contextmanager
def sandboxes(project: Project) -> Iterator[Sandboxes]:
    """Sandboxes for as long as one test file runs."""
    with TemporaryDirectory(prefix="hiac-test-") as folder:
        yield Sandboxes(project, Path(folder))
