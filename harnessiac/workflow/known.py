"""What one verb knows of the world around the configuration: the state, read once, and the documents."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Failed
from harnessiac.entities.lookup import KnownEntities
from harnessiac.plan import evaluator
from harnessiac.state.model import State
from harnessiac.workflow.ports import Ports


class Known(Struct):
    """The state is read when it is first needed, and is then the same for every phase of the verb."""

    ports: Ports
    _state: State | Failed | None = None

    def state(self) -> State:
        """Return the state. Raises Failed if it cannot be read."""
        if self._state is None:
            with self.ports.phases.phase("state"):
                try:
                    self._state = self.ports.states.read()
                except Failed as failure:
                    self._state = failure
        if isinstance(self._state, Failed):
            raise self._state
        return self._state

    def entities(self, *, stateless: bool = False) -> KnownEntities:
        """Return where references out of the configuration are looked up; what cannot be read does not exist."""
        return KnownEntities(
            self._document, self._paths, (lambda: None) if stateless else self._readable, self.ports.documents.name
        )

    def settings(
        self, *, complete: bool, stateless: bool = False, replaced: Iterable[InstanceAddress] = ()
    ) -> evaluator.Settings:
        """Return what evaluation may know; see `evaluator.Settings`. Unless `complete`, the state is not used."""
        ports = self.ports
        return evaluator.Settings(
            ports.documents.name,
            ports.workspace,
            ports.calls.base_directory,
            complete,
            ports.calls,
            ports.documents.read_for_data_source if complete else None,
            ports.settings.ignore_foreign,
            ports.documents.paths,
            ports.settings.findings,
            self.entities(stateless=stateless or not complete),
            ports.readings,
            ports.phases,
            frozenset(replaced),
        )

    def _readable(self) -> State | None:
        try:
            return self.state()
        except Failed:
            return None  # a verb that needs the state reports it

    def _document(self, path: str) -> str | None:
        try:
            return self.ports.documents.read(path)
        except Failed:
            return None

    def _paths(self) -> tuple[str, ...]:
        try:
            return self.ports.documents.paths()
        except Failed:
            return ()
