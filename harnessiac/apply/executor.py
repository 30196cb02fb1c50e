"""Carries out a plan's steps through ports to the outside, and says what happened as a stream of events."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.plan.definition import Change, Plan
from harnessiac.plan.states import Effect, Intent
from harnessiac.plan.steps import Gate, Operation, Step, steps
from harnessiac.state.model import digest

BATCH = 128
"""How many steps share one wait for the disk."""


class DocumentPort(Protocol):
    """Where documents live. `replace` and `delete` raise Failed, also when what is there is not `expected`."""

    def stage(self, path: str, text: str) -> None:
        """Get a document ready for `replace`, which says if that failed."""

    def replace(self, path: str, text: str, expected: str | None) -> None:
        """Write a document whole; `expected` is the text that must be there now (None: nothing)."""

    def delete(self, path: str, expected: str | None) -> None:
        """Remove a document; one that is already gone is no error."""

    def settle(self) -> None:
        """Make what was done last; what was staged and not replaced is forgotten. Raises Failed."""


class RecordPort(Protocol):
    """The state in memory."""

    def effect(self, step: Step) -> Effect:
        """What the step will do to it."""

    def take(self, effect: Effect) -> None:
        """The step is done."""


class JournalPort(Protocol):
    """Where it is written down what is about to be done and what was, for whoever comes after a crash."""

    def intend(self, intents: Sequence[Intent]) -> None:
        """These documents are about to change. Raises Failed, and then none may."""

    def done(self, effect: Effect, number: int | None) -> None:
        """A step is done; `number` is its intent's, None if it had none."""

    def dropped(self, number: int) -> None:
        """An intent will not be carried out."""

    def settle(self) -> None:
        """Write down what was done so far; that this fails is said by the next `intend`."""


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
    """`clock` gives seconds; only differences matter.

    `finished` says that every step was done, `halted` that nothing more can be done as it cannot be written down.
    """

    documents: DocumentPort
    records: RecordPort
    journal: JournalPort
    clock: Callable[[], float]
    stop: Stop
    finished: bool = False
    halted: bool = False

    def run(self, plan: Plan) -> Iterator[Event]:
        """Do every step of `plan` in order. What a failed step was needed for is skipped; the rest goes on."""
        undone: set[int] = set()
        todo = list(enumerate(steps(plan)))
        for start in range(0, len(todo), BATCH):
            yield from self._batch(todo[start : start + BATCH], undone)
        self.finished = not undone

    def _batch(self, batch: list[tuple[int, Step | Gate]], undone: set[int]) -> Iterator[Event]:
        """Some steps: what they intend is written down and their documents are put on disk before the first is done."""
        intents = {} if self.stop.requested or self.halted else self._intents(batch, undone)
        refusal: Failed | None = None
        try:
            self.journal.intend(list(intents.values()))
        except Failed as failure:
            refusal = failure
            intents = {}
        for position, step in batch:
            if position in intents and (written := _written(step)) is not None:
                self.documents.stage(*written)
        try:
            for position, step in batch:
                held = not undone.isdisjoint(step.needs)
                if isinstance(step, Gate):
                    is_done = not held
                else:
                    is_done = yield from self._step(step, intents.get(position), refusal, held=held)
                if not is_done:
                    undone.add(position)
        finally:
            self.documents.settle()
            self.journal.settle()

    def _step(
        self, step: Step, intent: Intent | None, refusal: Failed | None, *, held: bool
    ) -> Generator[Event, None, bool]:
        """Do one step, and remember it before anybody hears of it; gives whether it was done."""
        if held or self.stop.requested or self.halted:
            self._drop(intent)
            yield Skipped(step)
            return False
        yield Started(step)
        began = self.clock()
        effect = intent.effect if intent is not None else self.records.effect(step)
        try:
            if refusal is not None:
                self.halted = True
                raise refusal
            self._do(step)
        except Failed as failure:
            self._drop(intent)
            yield Errored(step, tuple(d.about(str(step.object)) for d in failure.diagnostics))
            return False
        self.records.take(effect)
        self.journal.done(effect, intent.number if intent is not None else None)
        yield Completed(step, self.clock() - began)
        return True

    def _drop(self, intent: Intent | None) -> None:
        if intent is not None:
            self.journal.dropped(intent.number)

    def _intents(self, batch: list[tuple[int, Step | Gate]], undone: set[int]) -> dict[int, Intent]:
        """By position: what the steps, as far as can be told, will do to documents."""
        found = {}
        for position, step in batch:
            if isinstance(step, Gate) or not undone.isdisjoint(step.needs):
                continue
            written, deleted = _written(step), _deleted(step)
            if written is not None:
                path, text = written
                before, after = _digest(_seen(step.change, path)), digest(text)
            elif deleted is not None:
                path, before, after = deleted, _digest(_seen(step.change, deleted)), None
            else:
                continue
            if before != after:
                found[position] = Intent(position, path, before, after, self.records.effect(step))
        return found

    def _do(self, step: Step) -> None:
        written, deleted = _written(step), _deleted(step)
        if written is not None:
            self.documents.replace(*written, _seen(step.change, written[0]))
        elif deleted is not None:
            self.documents.delete(deleted, _seen(step.change, deleted))


def _written(step: Step | Gate) -> tuple[str, str] | None:
    """The document that a step writes, path and text."""
    if isinstance(step, Gate) or step.operation not in (Operation.CREATE, Operation.UPDATE):
        return None
    document = step.change.document
    return None if document is None or document.text is None else (document.path, document.text)


def _deleted(step: Step) -> str | None:
    """The path of the document that a step deletes."""
    return step.change.old_path if step.operation is Operation.DESTROY and not step.keeps_document else None


def _seen(change: Change, path: str) -> str | None:
    """The text of a document when the plan was made."""
    return next((image.text for image in change.observed if image.path == path), None)


def _digest(text: str | None) -> str | None:
    return None if text is None else digest(text)
