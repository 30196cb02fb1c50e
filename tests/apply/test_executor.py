"""Carrying out steps: what a failure holds back, and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field

from harnessiac.addresses import InstanceAddress, ResourceAddress, parse_instance
from harnessiac.apply.executor import Completed, Errored, Executor, Skipped, Started, Stop
from harnessiac.diagnostics import Failed, error
from harnessiac.plan.definition import Action, Change, DocumentImage, Plan


@dataclass
class Memory:
    """Documents and records in memory; paths in `broken` cannot be written."""

    documents: dict[str, str] = field(default_factory=dict)
    recorded: dict[str, object] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def replace(self, path: str, text: str, expected: str | None) -> None:
        if path in self.broken or self.documents.get(path) != expected:
            raise Failed(error("Cannot write"))
        self.documents[path] = text

    def delete(self, path: str, expected: str | None) -> None:
        if self.documents.get(path) != expected:
            raise Failed(error("Cannot delete"))
        self.documents.pop(path, None)

    def put(self, change: Change) -> None:
        self.recorded[str(change.address)] = change.after

    def remove(self, address: InstanceAddress) -> None:
        self.recorded.pop(str(address), None)


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
    executor = Executor(memory, memory, lambda: 0.0, stop or Stop())
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
