"""A project at a commit: its configuration, and its state and documents where those are committed.

Files outside of the repository are read as they are now, as are the environment, the workspace and the keys of
encryption: no program that only the commit names is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.configuration.variables import Given
from harnessiac.language.functions.context import CallContext
from harnessiac.phases import Phases
from harnessiac.plan.ownership import OwnerOf
from harnessiac.state.model import State
from harnessiac.storage.backends.local import LocalBackend
from harnessiac.storage.caches.yaml_readings import KeptReadings
from harnessiac.storage.configuration import settings
from harnessiac.storage.configuration.directory import ConfigurationDirectory
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.history.git import Commit, Repository
from harnessiac.storage.history.revision_files import CommittedDocuments, CommittedStore, CommitTree, unchangeable
from harnessiac.storage.project import Project, call_context
from harnessiac.storage.state.journal import JournalWriter
from harnessiac.storage.state.workspace_state import WorkspaceState
from harnessiac.storage.state.workspaces import Workspaces


@dataclass
class CommittedState:
    """A state that can be read only. `current` reads the one of now, which reports its notes itself."""

    stored: WorkspaceState
    is_current: bool

    def read(self) -> State:
        return self.stored.seen() if self.is_current else self.stored.read()

    def taken_notes(self) -> list[Diagnostic]:
        return []

    def begin(self, time: str, renames: Mapping[InstanceAddress, InstanceAddress]) -> JournalWriter:
        raise unchangeable(self.stored.store.name)

    def write(self, state: State) -> None:
        raise unchangeable(self.stored.store.name)


@dataclass
class Revision:
    """The ports of `workflow` at a commit of the repository that `present` is in.

    `tree` are the files of the commit, `head` those of the commit that is checked out. With `stateless` the documents
    are those of the commit even if the state is kept elsewhere. `flaws` are what is wrong with the commit's hiac.toml,
    in place of which the one of now counts, and with its -var-file files.
    """

    present: Project
    settings: Settings
    tree: CommitTree
    head: CommitTree
    stateless: bool = False
    flaws: tuple[Diagnostic, ...] = ()
    phases: Phases = field(default_factory=Phases)

    @property
    def commit(self) -> Commit:
        return self.tree.commit

    @property
    def workspace(self) -> str:
        return self.present.workspace

    @property
    def timestamp(self) -> str:
        return self.present.timestamp

    @cached_property
    def configuration(self) -> ConfigurationDirectory:
        return ConfigurationDirectory(
            self.settings.configuration, self.present.environment, self.tree, phases=self.phases
        )

    def variable_file(self, path: str) -> list[Given]:
        """Return the values of a file given with -var-file, of now if the commit has none. Raises Failed.

        What is wrong in the commit's is a flaw.
        """
        if not self.tree.exists(Path(path)):
            return self.present.configuration.variable_file(path)
        try:
            return self.configuration.variable_file(path)
        except Failed as failure:
            self.flaws += failure.diagnostics
            return []

    @cached_property
    def states(self) -> CommittedState:
        """The state of the commit, where states are committed; else the one of now."""
        if self._state_file is None:
            return CommittedState(self.present.states, is_current=True)
        store = CommittedStore(self._state_file, self.tree)
        stored = WorkspaceState(store, self.present.directory, self.present.workspaces.cipher)
        return CommittedState(stored, is_current=False)

    @cached_property
    def documents(self) -> DocumentDirectory:
        """The documents that belong to the state: those of the commit, if both are committed."""
        folder = self.settings.documents
        if (not self.stateless and self._state_file is None) or self._if_committed(folder) is None:
            return DocumentDirectory(folder)
        return CommittedDocuments(folder, self.tree)

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings.of(self.settings.configuration, self.present.environment)

    @cached_property
    def calls(self) -> CallContext:
        return call_context(self.present.directory, self.present.environment, self.timestamp, self.tree)

    @property
    def owner_elsewhere(self) -> OwnerOf:
        return self._workspaces.owner_elsewhere

    @cached_property
    def _workspaces(self) -> Workspaces:
        """The states of now, under the settings of the commit."""
        made = Workspaces(
            self.present.directory,
            self.settings,
            self.workspace,
            self.present.environment,
            self.configuration.backend_block,
            self.present.state_path,
            self.tree,
        )
        made.backend, made.cipher = self.present.workspaces.backend, self.present.workspaces.cipher
        return made

    @cached_property
    def _state_file(self) -> Path | None:
        """Where the state is in the repository; None if it is kept elsewhere."""
        present = self.present
        if present.workspaces.backend.type != "local":
            return None
        if present.state_path is not None:
            return self._if_committed(present.state_path)
        block = self.configuration.backend_block()
        if block is not None and block.type != "local":
            return None
        backend = self._workspaces.open(self._workspaces.declared_location(block))
        return self._if_committed(backend.store(self.workspace).path) if isinstance(backend, LocalBackend) else None

    def _if_committed(self, path: Path) -> Path | None:
        return path if self.tree.holds(path) or self.head.holds(path) else None


@contextmanager
def at_commits(project: Project, refs: list[str], option: str, *, stateless: bool = False) -> Iterator[list[Revision]]:
    """Give the project at each of some commits. Raises Failed."""
    repository = Repository(project.directory, project.environment)
    if not repository.has_commits():
        raise Failed(error(f"Invalid {option}", "This repository has no commit yet."))
    ids = [(ref, repository.resolve(ref, option)) for ref in refs]
    with repository.objects() as objects:

        def tree(ref: str, id: str) -> CommitTree:
            return CommitTree(repository.commit(ref, id, objects), project.directory)

        head = tree("HEAD", repository.resolve("HEAD", option))
        yield [_revision(project, tree(ref, id), head, stateless=stateless) for ref, id in ids]


def _revision(project: Project, tree: CommitTree, head: CommitTree, *, stateless: bool) -> Revision:
    flaws: tuple[Diagnostic, ...] = ()
    try:
        loaded = settings.load(project.directory, project.workspace, tree)
    except Failed as failure:
        loaded, flaws = project.settings, failure.diagnostics
    return Revision(project, loaded, tree, head, stateless, flaws)
