"""An implementation of the ports without a disk: files, state and documents are values."""

from __future__ import annotations

import errno
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harnessiac.language.evaluation.template_files import render_template
from harnessiac.language.functions.context import CallContext, FileAccess, FileKind
from harnessiac.phases import Phases
from harnessiac.plan.ownership import OwnerOf, nobody
from harnessiac.state.model import State
from harnessiac.storage.backends.memory import MemoryStore
from harnessiac.storage.caches.yaml_readings import KeptReadings
from harnessiac.storage.configuration.directory import ConfigurationDirectory
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.memory import MemoryDocuments
from harnessiac.storage.state.workspace_state import WorkspaceState

ROOT = "/nowhere"


@dataclass
class MemoryTree:
    """Files by path, relative to ROOT."""

    texts: Mapping[str, str]

    def read(self, path: Path | str, limit: int = 1_000_000) -> bytes:
        try:
            return self.texts[self._name(path)].encode()
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path)) from None

    def names(self, folder: Path) -> list[str]:
        return [name for name in self.entries(str(folder)) if self.kind(f"{folder}/{name}") is FileKind.REGULAR]

    def exists(self, path: Path) -> bool:
        return self.kind(str(path)) is not None

    def functions(self) -> FileAccess:
        return self

    def kind(self, path: str) -> FileKind | None:
        if self._name(path) in self.texts:
            return FileKind.REGULAR
        return FileKind.DIRECTORY if self.entries(path) else None

    def entries(self, path: str) -> Sequence[str]:
        start = self._name(path)
        inner = [n.removeprefix(f"{start}/") for n in self.texts if start == "." or n.startswith(f"{start}/")]
        return sorted({name.partition("/")[0] for name in inner})

    @staticmethod
    def _name(path: Path | str) -> str:
        return posixpath.relpath(posixpath.join(ROOT, path), ROOT)


class CountedStates(WorkspaceState):
    """A state that counts how often it is read."""

    reads = 0

    def read(self) -> State:
        self.reads += 1
        return super().read()


@dataclass
class Memory:
    """The ports of one run, of which state and documents are used again by the next."""

    texts: dict[str, str]
    store: MemoryStore = field(default_factory=MemoryStore)
    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    environment: dict[str, str] = field(default_factory=dict)
    workspace: str = "default"
    timestamp: str = "2026-01-02T03:04:05Z"
    phases: Phases = field(default_factory=Phases)
    settings: Settings = field(default_factory=lambda: Settings(Path(), Path("state"), Path(".harness")))
    owner_elsewhere: OwnerOf = field(default=nobody)

    def next(self, **texts: str) -> Memory:
        """Another run, with other files."""
        return Memory({f"{name}.tf": text for name, text in texts.items()}, self.store, self.documents)

    @cached_property
    def configuration(self) -> ConfigurationDirectory:
        return ConfigurationDirectory(Path(), self.environment, MemoryTree(self.texts))

    @cached_property
    def states(self) -> CountedStates:
        return CountedStates(self.store, Path(ROOT))

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings.of(Path(), self.environment)

    @cached_property
    def calls(self) -> CallContext:
        return CallContext(
            base_directory=ROOT,
            files=MemoryTree(self.texts),
            timestamp=self.timestamp,
            render_template=render_template,
        )
