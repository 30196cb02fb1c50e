"""The ports of a test run: the configuration of the project, with a state and documents of its own in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
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
from harnessiac.storage.state.workspace_state import States


@dataclass
class Sandbox:
    """The configuration at `path`, run beside `project`, of which data sources read the documents.

    Messages name the documents directory as the project does. hiac.toml does not apply to findings.
    """

    project: Project
    path: Path
    phases: Phases = field(default_factory=Phases)

    @property
    def workspace(self) -> str:
        return self.project.workspace

    @property
    def timestamp(self) -> str:
        return self.project.timestamp

    @property
    def calls(self) -> CallContext:
        return self.project.calls

    @property
    def owner_elsewhere(self) -> OwnerOf:
        return nobody

    @cached_property
    def settings(self) -> Settings:
        return Settings(self.path, self.path, self.path)

    @cached_property
    def configuration(self) -> ConfigurationDirectory:
        return ConfigurationDirectory(self.path, self.project.environment, phases=self.phases)

    @cached_property
    def states(self) -> States:
        return States(MemoryStore(), self.project.directory)

    @cached_property
    def documents(self) -> MemoryDocuments:
        return MemoryDocuments(self.project.documents.name, self.project.documents.read)

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings.of(self.path, self.project.environment)


@dataclass
class Sandboxes:
    """One sandbox for the configuration and one for each module under test, as long as one test file runs."""

    project: Project
    _by_module: dict[str, Sandbox] = field(default_factory=dict)

    def of(self, module: str = "") -> Sandbox:
        """Return the sandbox of the configuration, or of a module by its path from there."""
        if module not in self._by_module:
            self._by_module[module] = Sandbox(self.project, self.project.settings.configuration / module)
        return self._by_module[module]
