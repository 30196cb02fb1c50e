"""The states of all workspaces of a project: their backend, their locks, and who owns which document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.plan.ownership import OwnerOf
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends import local
from harnessiac.storage.backends.declaration import BackendBlock, InitializedBackend, open_backend
from harnessiac.storage.backends.store import Backend, StateStore
from harnessiac.storage.configuration import settings
from harnessiac.storage.configuration.file_tree import DISK, FileTree
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher
from harnessiac.storage.state import initialization, local_location
from harnessiac.storage.state.data_directory import DataDirectory
from harnessiac.storage.state.migration import LocationChange
from harnessiac.storage.state.workspace_state import WorkspaceState, parse


@dataclass
class Workspaces:
    """The states of the workspaces of the working directory `directory`, of which `selected` is in use.

    `state_path` is the file of -state, used whatever the backend. `block` gives the backend block. `tree` is where the
    settings of other workspaces are read.
    """

    directory: Path
    settings: Settings
    selected: str
    environment: Mapping[str, str] = field(repr=False)
    block: Callable[[], BackendBlock | None]
    state_path: Path | None = None
    tree: FileTree = field(default=DISK, repr=False)

    @cached_property
    def backend(self) -> Backend:
        """The file of -state, else what the backend block or hiac.toml says. Raises Failed."""
        if self.state_path is not None:
            return local.only(self.state_path)
        block, recorded = self.block(), self.recorded_backend()
        chosen = initialization.current(block, recorded)
        if chosen is not None:
            return open_backend(chosen.type, chosen.settings, self.environment)
        change = self.location_change(block, recorded)
        if left := change.left(self.state_in):
            raise Failed(change.refusal(left, block.span if block is not None else None))
        return change.new

    @cached_property
    def cipher(self) -> Cipher:
        """How states and plan files are encrypted."""
        if self.settings.encryption is None:
            return PLAIN
        from harnessiac.storage.encryption import key_sources

        return key_sources.cipher(self.settings.encryption, self.directory, self.environment)

    @property
    def data_directory(self) -> DataDirectory:
        return DataDirectory(self.directory, self.environment)

    @cached_property
    def state(self) -> WorkspaceState:
        """The state of the selected workspace. Raises Failed."""
        return self.state_of(self.selected)

    def state_of(self, workspace: str) -> WorkspaceState:
        """Return the state of any workspace. Raises Failed."""
        return self.state_in(self.backend, workspace)

    def state_in(self, backend: Backend, workspace: str) -> WorkspaceState:
        """Return the state of a workspace in any backend, with its journal. Raises Failed."""
        store = backend.store(workspace)
        documents = DocumentDirectory(self._settings_of(workspace).documents)
        return WorkspaceState(store, self.directory, self.cipher, self._journal(store, workspace), documents)

    def notes(self) -> list[Diagnostic]:
        """Return the findings about the state that have not been reported yet."""
        return self.state.taken_notes() if "state" in self.__dict__ else []

    def read_file(self, path: Path) -> State:
        """Return the state in a file that must exist. Raises Failed."""
        content = local.LocalStore(path).read()
        if content is None:
            raise Failed(error("Failed to load state", f"There is no file {files.shown(path)}."))
        return parse(files.shown(path), content.data, self.cipher)

    @contextmanager
    def locked(
        self,
        operation: str,
        *,
        timeout: float,
        enabled: bool = True,
        state: WorkspaceState | None = None,
        documents: bool,
    ) -> Iterator[None]:
        """Hold the lock of `state` (the selected workspace's) to write it, waiting up to `timeout` seconds.

        With `documents` the documents directory is locked too. What an interrupted apply did is saved first. Raises
        Failed.
        """
        written = state or self.state
        self._record_location()
        if not enabled:
            written.recover()
            yield
            return
        with written.store.locked(operation, timeout=timeout), self._locked_documents(timeout, enabled=documents):
            written.recover()
            yield

    def _locked_documents(self, timeout: float, *, enabled: bool) -> AbstractContextManager[None]:
        if not enabled:
            return nullcontext()
        from harnessiac.storage.documents import directory_lock  # reading takes no lock

        return directory_lock.held(self.settings.documents, timeout=timeout)

    # where states are

    def recorded_backend(self) -> InitializedBackend | None:
        """Return the backend recorded by `init`, or the location of local states. Raises Failed."""
        return initialization.read(self.data_directory, self.environment)

    def record_backend(self, backend: InitializedBackend) -> None:
        """Use this backend from now on. Raises Failed."""
        initialization.record(self.data_directory, self.environment, backend)

    def declared_location(self, block: BackendBlock | None) -> InitializedBackend:
        """Return the local backend that the configuration asks for. Raises Failed."""
        return InitializedBackend("local", local_location.of(block, self.settings), {})

    def previous_location(self, block: BackendBlock | None, recorded: InitializedBackend | None) -> InitializedBackend:
        """Return the local backend that was in use, as recorded or presumed."""
        return InitializedBackend("local", local_location.previous(block, recorded, self.settings), {})

    def location_change(self, block: BackendBlock | None, recorded: InitializedBackend | None) -> LocationChange:
        """Return the change from where local states were to where the configuration keeps them. Raises Failed."""
        old, new = self.previous_location(block, recorded).block, self.declared_location(block).block
        return LocationChange.between(old, new, self.directory, is_recorded=recorded is not None)

    def open(self, backend: InitializedBackend) -> Backend:
        """Return a backend of any type. Raises Failed."""
        if backend.type == "local":
            return local_location.open_location(backend.block, self.directory)
        return open_backend(backend.type, backend.settings, self.environment)

    def _record_location(self) -> None:
        """Record where local states are, now that one is written; without effect where nothing can be written."""
        if self.state_path is not None or self.backend.type != "local":
            return
        with suppress(Failed):
            now, before = self.declared_location(self.block()), self.recorded_backend()
            if before != now and (before is not None or now.block != local_location.STANDARD):
                self.record_backend(now)

    # other workspaces

    @cached_property
    def owner_elsewhere(self) -> OwnerOf:
        """Who owns a document in the state of another workspace. The states are read when first asked."""
        from harnessiac.storage.state.ownership import owner_in  # only for documents that exist already

        return owner_in(self._others)

    def _others(self) -> Iterator[tuple[str, State]]:
        """Yield the other workspaces with the same documents directory, and their states.

        A state that cannot be read owns nothing: commands in its own workspace report the error.
        """
        with suppress(Failed):
            for name in self.backend.workspaces():
                if name == self.selected or self._settings_of(name).documents != self.settings.documents:
                    continue
                with suppress(Failed):
                    yield name, self.state_of(name).read()

    def _settings_of(self, workspace: str) -> Settings:
        if workspace == self.selected:
            return self.settings
        return settings.load(self.directory, workspace, self.tree)

    def _journal(self, store: StateStore, workspace: str) -> Path | None:
        """Return the journal of applies to a state; None at a commit, to which nothing can be applied."""
        if self.tree is not DISK:
            return None
        return store.journal() or self.data_directory.path / f"{workspace}.journal"
