"""The ports of a test run: the configuration of the project, with a state and documents of its own in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from harnessiac.language.functions.context import CallContext
from harnessiac.phases import Phases
from harnessiac.plan.ownership import OwnerOf, nobody
from harnessiac.storage.backends.memory import MemoryStore
from harnessiac.storage.caches.yaml_readings import KeptReadings
from harnessiac.storage.configuration.directory import ConfigurationDirectory
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.memory import MemoryDocuments
from harnessiac.storage.project import Project
from harnessiac.storage.state.workspace_state import WorkspaceState


@dataclass(frozen=True)
class Sandbox:
    """Ports that leave nothing behind. The levels of findings in hiac.toml do not apply."""

    configuration: ConfigurationDirectory
    states: WorkspaceState
    documents: MemoryDocuments
    readings: KeptReadings
    settings: Settings
    calls: CallContext
    workspace: str
    timestamp: str
    owner_elsewhere: OwnerOf = nobody
    phases: Phases = field(default_factory=Phases)

    @staticmethod
    def beside(project: Project, path: Path) -> Sandbox:
        """Return a sandbox for the configuration at `path`; data sources also read the documents of `project`."""
        return Sandbox(
            ConfigurationDirectory(path, project.environment),
            WorkspaceState(MemoryStore(), project.directory),
            MemoryDocuments(project.documents.name, project.documents.read),
            KeptReadings.of(path, project.environment),
            Settings(path, path, path),
            project.calls,
            project.workspace,
            project.timestamp,
        )


@dataclass
class Sandboxes:
    """One sandbox for the configuration and one for each module under test, as long as one test file runs."""

    project: Project
    _by_module: dict[str, Sandbox] = field(default_factory=dict)

    def of(self, module: str = "") -> Sandbox:
        """Return the sandbox of the configuration, or of a module by its path from there."""
        if module not in self._by_module:
            path = self.project.settings.configuration / module
            self._by_module[module] = Sandbox.beside(self.project, path)
        return self._by_module[module]
