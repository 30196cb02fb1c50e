"""What the verbs need from outside: one protocol for a run, made of one for each part.

`storage` implements them with files, at a commit, and in memory. Everything raises Failed where it cannot be read or
written; nothing is read before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic
from harnessiac.entities import yaml_reading
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.configuration.variables import Given
from harnessiac.language.functions.context import CallContext
from harnessiac.phases import Phases
from harnessiac.plan.ownership import OwnerOf
from harnessiac.source import SourceFile
from harnessiac.state.model import State

if TYPE_CHECKING:
    from harnessiac.apply.executor import DocumentPort, JournalPort

Diagnostics = list[Diagnostic]


class Sources(Protocol):
    """The configuration."""

    def module_tree(self, more: SourceFile | None = None) -> tuple[ModuleTree, Diagnostics]:
        """Return the root module and all modules it calls; `more` is a file to read after the others."""
        ...

    def given_values(self) -> tuple[list[Given], Diagnostics]:
        """Return the values of variables that are read without being asked for, the strongest last."""
        ...

    def backend_problems(self) -> Diagnostics:
        """Return what is wrong in the backend block."""
        ...


class StatePort(Protocol):
    """The state of the selected workspace."""

    def read(self) -> State:
        """Return the state, with what an interrupted apply did; an empty one if there is none."""
        ...

    def taken_notes(self) -> Diagnostics:
        """Return the findings of the last `read`, once."""
        ...

    def begin(self, time: str, renames: Mapping[InstanceAddress, InstanceAddress]) -> JournalPort:
        """Return the journal of an apply to the state read, which begins with these moves at `time` (RFC 3339)."""
        ...

    def write(self, state: State) -> None:
        """Save a state made from the one read."""
        ...


class Documents(Protocol):
    """The documents by path; `name` is their directory in messages."""

    @property
    def name(self) -> str: ...

    def read(self, path: str) -> str | None:
        """Return the text of a document; None if it does not exist."""
        ...

    def read_all(self, paths: Iterable[str]) -> tuple[dict[str, str | None], dict[str, tuple[Diagnostic, ...]]]:
        """Return the texts of many documents, and by path why some cannot be read (whose text is None)."""
        ...

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all documents, sorted."""
        ...

    def read_for_data_source(self, path: str) -> str | None:
        """Return the text of a document for a data source, which may also read what this run does not manage."""
        ...

    def writer(self) -> DocumentPort:
        """Return what an apply writes documents with."""
        ...


class Readings(yaml_reading.Readings, Protocol):
    """What the YAML of services was found to contain before."""

    def save(self) -> None:
        """Keep what was added. A failure to do so is not reported."""


class Settings(Protocol):
    """What hiac.toml says about findings: a level by code, and whether other providers' resources are ignored."""

    @property
    def ignore_foreign(self) -> bool: ...

    @property
    def findings(self) -> Mapping[str, str]: ...


class NewFile(Protocol):
    """A file that is to be added to the configuration; `name` is the file in messages."""

    @property
    def name(self) -> str: ...

    def check_new(self) -> None:
        """Raise Failed if the file already exists."""

    def create(self, text: str) -> None:
        """Write the file."""


class Ports(Protocol):
    """The outside world of one run.

    `calls` is what functions of the language may use. `owner_elsewhere` finds documents in the states of other
    workspaces. `timestamp` is when the run began (RFC 3339, UTC).
    """

    @property
    def configuration(self) -> Sources: ...

    @property
    def states(self) -> StatePort: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def readings(self) -> Readings: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def calls(self) -> CallContext: ...

    @property
    def owner_elsewhere(self) -> OwnerOf: ...

    @property
    def workspace(self) -> str: ...

    @property
    def timestamp(self) -> str: ...

    @property
    def phases(self) -> Phases: ...
