"""A project: the working directory and what its hiac.toml says, as the ports of one run of `workflow`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.variables import Given
from harnessiac.language.evaluation.template_files import render_template
from harnessiac.language.functions.context import CallContext
from harnessiac.phases import Phases
from harnessiac.plan.ownership import OwnerOf
from harnessiac.storage import files
from harnessiac.storage.backends import local
from harnessiac.storage.caches.yaml_readings import KeptReadings
from harnessiac.storage.configuration import function_files, settings
from harnessiac.storage.configuration.directory import ConfigurationDirectory
from harnessiac.storage.configuration.file_tree import DISK, FileTree
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.state import selected_workspace
from harnessiac.storage.state.data_directory import DataDirectory
from harnessiac.storage.state.workspace_state import WorkspaceState
from harnessiac.storage.state.workspaces import Workspaces

if TYPE_CHECKING:
    from harnessiac.storage.plan_files import PlanFiles

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass
class Project:
    """The files on disk, as they are now.

    `directory` is the working directory, `state_path` the file of -state. `timestamp` is when this run began (RFC 3339,
    UTC).
    """

    directory: Path
    settings: Settings
    state_path: Path | None
    timestamp: str
    workspace: str = "default"
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    phases: Phases = field(default_factory=Phases, repr=False)

    @staticmethod
    def open(directory: Path = Path(), *, state_path: str | None = None, phases: Phases | None = None) -> Project:
        """Return the project of a directory. Raises Failed for an invalid hiac.toml."""
        environment = dict(os.environ)
        workspace = selected_workspace.read(DataDirectory(directory, environment), environment)
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        chosen = Path(state_path) if state_path else None
        if chosen is not None and not local.names_file(chosen):
            raise Failed(error("Invalid -state option", f"{files.shown(chosen)} is a directory; -state names a file."))
        loaded = settings.load(directory, workspace)
        return Project(directory, loaded, chosen, now, workspace, environment, phases or Phases())

    @cached_property
    def configuration(self) -> ConfigurationDirectory:
        return ConfigurationDirectory(self.settings.configuration, self.environment, phases=self.phases)

    @cached_property
    def workspaces(self) -> Workspaces:
        return Workspaces(
            self.directory,
            self.settings,
            self.workspace,
            self.environment,
            self.configuration.backend_block,
            self.state_path,
        )

    def variable_file(self, path: str) -> list[Given]:
        """Return the values of a file given with -var-file. Raises Failed."""
        return self.configuration.variable_file(path)

    @property
    def states(self) -> WorkspaceState:
        """The state of the selected workspace."""
        return self.workspaces.state

    @property
    def owner_elsewhere(self) -> OwnerOf:
        return self.workspaces.owner_elsewhere

    @cached_property
    def documents(self) -> DocumentDirectory:
        return DocumentDirectory(self.settings.documents)

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings.of(self.settings.configuration, self.environment)

    @cached_property
    def calls(self) -> CallContext:
        return call_context(self.directory, self.environment, self.timestamp, DISK)

    @cached_property
    def plan_files(self) -> PlanFiles:
        from harnessiac.storage.plan_files import PlanFiles  # most plans are never saved

        return PlanFiles(self.configuration, self.workspaces.cipher, self.timestamp)

    @contextmanager
    def locked(
        self,
        operation: str,
        *,
        wait: str = "0s",
        enabled: bool = True,
        state: WorkspaceState | None = None,
        documents: bool = False,
    ) -> Iterator[None]:
        """Hold the lock of a state, and of the documents; see `Workspaces.locked`. `wait` is a duration such as 30s."""
        with self.workspaces.locked(
            operation, timeout=duration(wait), enabled=enabled, state=state, documents=documents
        ):
            yield


def call_context(directory: Path, environment: Mapping[str, str], timestamp: str, tree: FileTree) -> CallContext:
    """Return what functions of the language may use: files of `tree`, the time of the run, random values."""
    return CallContext(
        base_directory=str(directory.resolve()),
        files=tree.functions(),
        home=environment.get("HOME"),
        timestamp=timestamp,
        new_uuid=function_files.new_uuid,
        new_salt=function_files.new_salt,
        render_template=render_template,
    )


def duration(text: str) -> float:
    """Return the seconds of a duration such as 30s or 1m30s. Raises Failed."""
    parts = _DURATION.findall(text)
    if text != "0" and (not parts or "".join(number + unit for number, unit in parts) != text):
        detail = f"{text!r} is not a duration such as 30s or 2m."
        raise Failed(error("Invalid -lock-timeout option", detail))
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
