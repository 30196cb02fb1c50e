"""Where the time of a run goes: seconds by phase, each without the phases inside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType

_NOT_MEASURED = nullcontext()


class Phases:
    """`seconds` by phase, in the order in which they began. Without a clock nothing is measured.

    `clock` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._clock = clock
        self._open: list[str] = []
        self._since = 0.0

    def phase(self, name: str) -> AbstractContextManager[None]:
        """What is done inside counts for the phase, and not for the one around it."""
        return _NOT_MEASURED if self._clock is None else _Phase(self, name)

    def enter(self, name: str) -> None:
        self._settle()
        self._open.append(name)
        self.seconds.setdefault(name, 0.0)

    def leave(self) -> None:
        self._settle()
        self._open.pop()

    def _settle(self) -> None:
        """Count the time since the last change for the innermost phase."""
        if self._clock is None:
            return
        now = self._clock()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


class _Phase(AbstractContextManager[None]):
    __slots__ = ("_name", "_phases")

    def __init__(self, phases: Phases, name: str) -> None:
        self._phases = phases
        self._name = name

    def __enter__(self) -> None:
        self._phases.enter(self._name)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._phases.leave()
