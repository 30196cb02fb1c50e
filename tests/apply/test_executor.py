"""Carrying out steps: what a failure holds back, and what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from harnessiac.addresses import ResourceAddress, parse_instance
from harnessiac.apply.executor import Completed, Errored, Executor, Skipped, Started, Stop
from harnessiac.diagnostics import Failed, error
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.plan.states import Effect, Intent
from harnessiac.plan.steps import Step
from harnessiac.state.model import StoredInstance


@dataclass
class Memory:
    """Documents, records and journal in memory; what is `broken` cannot be written, nor the journal if `full`."""

    documents: dict[str, str] = field(default_factory=dict)
    recorded: dict[str, object] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    journal: list[str] = field(default_factory=list)
    full: bool = False

    def stage(self, path: str, text: str) -> None:
        self.journal.append(f"stage {path}")

    def replace(self, path: str, text: str, expected: str | None) -> None:
        if path in self.broken or self.documents.get(path) != expected:
            raise Failed(error("Cannot write"))
        self.documents[path] = text
        self.journal.append(f"replace {path}")

    def delete(self, path: str, expected: str | None) -> None:
        if self.documents.get(path) != expected:
            raise Failed(error("Cannot delete"))
        self.documents.pop(path, None)

    def settle(self) -> None:
        self.journal.append("settle")

    def effect(self, step: Step) -> Effect:
        change = step.change
        kept = StoredInstance(change.after) if step.records and change.after is not None else None
        return Effect(change.old_path, step.frees, change.instance, kept, step.deposes)

    def take(self, effect: Effect) -> None:
        for address in effect.frees:
            self.recorded.pop(str(address), None)
        if effect.deposes is not None:
            self.recorded[str(effect.deposes)] = self.recorded.pop(str(effect.address))
        if effect.instance is not None:
            self.recorded[str(effect.address)] = effect.instance.attributes

    def intend(self, intents: Sequence[Intent]) -> None:
        if self.full:
            raise Failed(error("Cannot write journal"))
        self.journal += [f"intend {intent.path}" for intent in intents]

    def done(self, effect: Effect, number: int | None) -> None:
        self.journal.append(f"done {effect.address}")

    def dropped(self, number: int) -> None:
        self.journal.append("dropped")


def create(address: str, *needs: str) -> Change:
    return Change(
        parse_instance(address),
        Action.CREATE,
        after={"id": address},
        dependencies=tuple(ResourceAddress(*n.split(".")) for n in needs),
        observed=(DocumentImage(address, None),),
        document=DocumentImage(address, f"{address}\n"),
    )


def happened(memory: Memory, *changes: Change, stop: Stop | None = None) -> list[str]:
    executor = Executor(memory, memory, memory, lambda: 0.0, stop or Stop())
    names = {Started: "start", Completed: "done", Errored: "failed", Skipped: "skipped"}
    return [f"{names[type(e)]} {e.step.change.address}" for e in executor.run(Plan(changes))]


def test_a_failure_holds_back_what_needs_it_and_nothing_else() -> None:
    memory = Memory(broken=frozenset({"t.a"}))
    events = happened(memory, create("t.a"), create("t.b", "t.a"), create("t.c", "t.b"), create("t.free"))
    assert [e for e in events if not e.startswith("start")] == [
        "failed t.a",
        "done t.free",
        "skipped t.b",
        "skipped t.c",
    ]
    assert memory.documents == {"t.free": "t.free\n"}
    assert set(memory.recorded) == {"t.free"}


def test_a_document_that_somebody_edited_meanwhile_is_left_alone() -> None:
    memory = Memory({"t.a": "edited\n"}, {"t.a": {}})
    change = Change(
        parse_instance("t.a"),
        Action.UPDATE,
        before={},
        after={"id": "new"},
        observed=(DocumentImage("t.a", "seen\n"),),
        document=DocumentImage("t.a", "new\n"),
    )
    assert happened(memory, change)[-1] == "failed t.a"
    assert memory.documents == {"t.a": "edited\n"}
    assert memory.recorded == {"t.a": {}}


def test_moving_a_document_deletes_the_old_and_writes_the_new() -> None:
    memory = Memory({"old": "o\n"}, {"t.a": {}})
    change = Change(
        parse_instance("t.a"),
        Action.REPLACE,
        before={},
        after={"id": "x"},
        observed=(DocumentImage("old", "o\n"), DocumentImage("new", None)),
        document=DocumentImage("new", "n\n"),
    )
    happened(memory, change)
    assert memory.documents == {"new": "n\n"}
    assert memory.recorded == {"t.a": {"id": "x"}}


def test_an_asked_for_stop_begins_no_further_step() -> None:
    assert happened(Memory(), create("t.a"), stop=Stop(requested=True)) == ["skipped t.a"]


def test_what_is_intended_is_written_down_before_any_document_changes() -> None:
    memory = Memory()
    happened(memory, create("t.a"), create("t.b", "t.a"))
    assert memory.journal == [
        *("intend t.a", "intend t.b", "stage t.a", "stage t.b"),
        *("replace t.a", "done t.a", "replace t.b", "done t.b", "settle", "settle"),
    ]


def test_nothing_is_done_that_cannot_be_written_down() -> None:
    memory = Memory(full=True)
    assert happened(memory, create("t.a"), create("t.b")) == ["start t.a", "failed t.a", "skipped t.b"]
    assert (memory.documents, memory.recorded, memory.journal) == ({}, {}, ["settle", "settle"])


def test_who_stops_listening_loses_nothing() -> None:
    """A step is remembered before anybody hears of it."""
    memory = Memory()
    listening = Executor(memory, memory, memory, lambda: 0.0, Stop()).run(Plan((create("t.a"), create("t.b"))))
    assert [type(next(listening)) for _ in range(2)] == [Started, Completed]
    listening.close()
    assert set(memory.documents) == set(memory.recorded) == {"t.a"}
    assert memory.journal[-2:] == ["settle", "settle"]


OLD, NEW = DocumentImage("old", "o\n"), DocumentImage("new", "n\n")
LEFT = "t.a (deposed object 646c5351)"


def replacement(action: Action, old: DocumentImage, new: DocumentImage) -> Change:
    return Change(
        parse_instance("t.a"), action, before={"id": old.path}, after={"id": new.path}, observed=(old,), document=new
    )


@pytest.mark.parametrize(
    ("action", "new", "records"),
    [
        (Action.REPLACE, NEW, [{}, {"t.a": {"id": "new"}}]),
        (Action.REPLACE, DocumentImage("old", "n\n"), [{"t.a": {"id": "old"}}, {"t.a": {"id": "old"}}]),
        (Action.REPLACE_CREATE_FIRST, NEW, [{"t.a": {"id": "new"}, LEFT: {"id": "old"}}, {"t.a": {"id": "new"}}]),
        (Action.REPLACE_CREATE_FIRST, DocumentImage("old", "n\n"), [{"t.a": {"id": "old"}}, {"t.a": {"id": "old"}}]),
    ],
)
def test_whenever_a_replacement_is_cut_short_the_record_speaks_of_a_document(
    action: Action, new: DocumentImage, records: list[object]
) -> None:
    memory = Memory({"old": "o\n"}, {"t.a": {"id": "old"}})
    found = []
    executor = Executor(memory, memory, memory, lambda: 0.0, Stop())
    for event in executor.run(Plan((replacement(action, OLD, new),))):
        if isinstance(event, Completed):
            found.append(dict(memory.recorded))
    assert found == records


def test_a_document_handed_over_changes_hands_at_once() -> None:
    """The record of who lets go of a document ends when the other's begins."""
    memory = Memory({"old": "o\n"}, {"t.a": {"id": "a"}})
    leaving = Change(parse_instance("t.a"), Action.DELETE, before={"id": "a"}, observed=(OLD,))
    taking = Change(
        parse_instance("t.b"),
        Action.CREATE,
        after={"id": "b"},
        observed=(OLD,),
        document=DocumentImage("old", "n\n"),
    )
    found = []
    for event in Executor(memory, memory, memory, lambda: 0.0, Stop()).run(Plan((leaving, taking))):
        if isinstance(event, Completed):
            found.append(dict(memory.recorded))
    assert found == [{"t.b": {"id": "b"}}] * 2
    assert memory.documents == {"old": "n\n"}
