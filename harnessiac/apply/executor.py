"""Carries out a plan's steps through ports to the outside, and says what happened as a stream of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.plan.definition import Action, Change, DocumentImage, Plan
from harnessiac.plan.steps import Gate, Operation, Step, steps


class DocumentPort(Protocol):
    """Where documents live. Both calls raise Failed, also when what is there is not what was `expected`."""

    def replace(self, path: str, text: str, expected: str | None) -> None:
        """Write a document whole; `expected` is the text that must be there now (None: nothing)."""

    def delete(self, path: str, expected: str | None) -> None:
        """Remove a document; one that is already gone is no error."""


class RecordPort(Protocol):
    """Where finished work is remembered, step by step."""

    def put(self, change: Change) -> None:
        """The instance now is as `change.after` says."""

    def remove(self, address: InstanceAddress) -> None:
        """The instance is gone."""


class Started(Struct, frozen=True):
    step: Step


class Completed(Struct, frozen=True):
    """`seconds` is how long the step took."""

    step: Step
    seconds: float


class Errored(Struct, frozen=True):
    step: Step
    diagnostics: tuple[Diagnostic, ...]


class Skipped(Struct, frozen=True):
    """Not tried, because something it needs failed."""

    step: Step


Event = Started | Completed | Errored | Skipped


class Stop(Struct):
    """Set `requested` to end after the running step."""

    requested: bool = False


class Executor(Struct):
    """`clock` gives seconds; only differences matter. `finished` says that every step was done."""

    documents: DocumentPort
    records: RecordPort
    clock: Callable[[], float]
    stop: Stop
    finished: bool = False

    def run(self, plan: Plan) -> Iterator[Event]:
        """Do every step of `plan` in order. What a failed step was needed for is skipped; the rest goes on."""
        undone: set[int] = set()
        for position, step in enumerate(steps(plan)):
            held = not undone.isdisjoint(step.needs)
            if isinstance(step, Gate):
                if held:
                    undone.add(position)
                continue
            if held or self.stop.requested:
                undone.add(position)
                yield Skipped(step)
                continue
            yield Started(step)
            began = self.clock()
            try:
                self._do(step)
            except Failed as failure:
                undone.add(position)
                yield Errored(step, tuple(d.about(str(step.change.address)) for d in failure.diagnostics))
            else:
                yield Completed(step, self.clock() - began)
        self.finished = not undone

    def _do(self, step: Step) -> None:
        change = step.change
        match step.operation:
            case Operation.CREATE | Operation.UPDATE:
                if change.document is not None:
                    self._write(change, change.document)
                self.records.put(change)
            case Operation.DESTROY:
                if change.old_path is not None and not step.keeps_document:
                    self.documents.delete(change.old_path, change.observed[0].text)
                if change.action is not Action.REPLACE_CREATE_FIRST:
                    self.records.remove(change.address)
            case Operation.RECORD:
                if change.action is Action.FORGET:
                    self.records.remove(change.address)
                else:
                    self.records.put(change)

    def _write(self, change: Change, document: DocumentImage) -> None:
        if document.text is not None:
            seen = {image.path: image.text for image in change.observed}
            self.documents.replace(document.path, document.text, seen.get(document.path))
