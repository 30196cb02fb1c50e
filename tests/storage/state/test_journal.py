"""Journals: what is written is read again, what is damaged is said, and no bytes do harm."""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.addresses import DeposedAddress, parse_instance
from harnessiac.plan.states import Effect, Intent
from harnessiac.state.model import State, StoredInstance, digest
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.state import journal, recovery
from harnessiac.storage.state.journal import Began, JournalWriter, Unusable
from harnessiac.storage.state.recovery import Outcome
from harnessiac.storage.state.workspace_state import WorkspaceState

HUB = "harness_platform_connector_docker"
BEGAN = Began(journal.FORMAT, "0.1.0", "2026-01-01T00:00:00Z", "lineage", 4, "before")


def intent(number: int) -> Intent:
    name = f"c{number}"
    address = parse_instance(f"{HUB}.{name}")
    stored = StoredInstance({"identifier": name, "id": name, "number": 12345678901234567890})
    return Intent(number, f"connectors/{name}.yaml", None, digest(name), Effect(address=address, instance=stored))


def written(folder: Path, number: int = 4, done: int = 2) -> bytes:
    """The journal of an apply of `number` documents, all written, of which `done` are known to be."""
    path = folder / "s.journal"
    writer = JournalWriter(path, BEGAN)
    intents = [intent(n) for n in range(number)]
    writer.intend(intents)
    for one in intents[:done]:
        writer.done(one.effect, one.number)
    writer.settle()
    (folder / "documents/connectors").mkdir(parents=True, exist_ok=True)
    for n in range(number):
        (folder / f"documents/connectors/c{n}.yaml").write_text(f"c{n}")
    content = path.read_bytes()
    path.unlink()
    return content


def recovered(folder: Path, content: bytes, state_digest: str | None = "before") -> recovery.Recovery:
    path = folder / "s.journal"
    path.write_bytes(content)
    found = recovery.recovered(path, State(serial=4), state_digest, DocumentDirectory(folder / "documents"))
    path.unlink()
    return found


def names(found: recovery.Recovery) -> list[str]:
    return sorted(address.resource.name for address in found.state.instances)


def test_documents_tell_what_the_journal_does_not(tmp_path: Path) -> None:
    content = written(tmp_path)
    (tmp_path / "documents/connectors/c3.yaml").unlink()
    found = recovered(tmp_path, content)
    assert (found.outcome, names(found), found.state.serial) == (Outcome.REPLAYED, ["c0", "c1", "c2"], 5)
    assert found.state.lineage == "lineage"
    assert found.open == ("connectors/c2.yaml", "connectors/c3.yaml")
    (note,) = found.notes
    assert note.summary == "Interrupted apply"
    assert "3 step(s)" in note.detail
    (stored, *_) = found.state.instances.values()
    assert stored.attributes["number"] == 12345678901234567890


@pytest.mark.parametrize("deleted", [False, True])
def test_what_a_replacement_created_first_left_is_known(tmp_path: Path, *, deleted: bool) -> None:
    """The new document is there, and the old one perhaps: neither is unknown to the state."""
    address = parse_instance(f"{HUB}.c")
    old, new = (StoredInstance({"identifier": name, "id": name}) for name in ("old", "first"))
    leftover = DeposedAddress(address, "1a2b3c4d")
    put = Effect("connectors/first.yaml", address=address, instance=new, deposes=leftover)
    gone = Effect("connectors/old.yaml", (leftover,))
    writer = JournalWriter(tmp_path / "s.journal", BEGAN)
    writer.intend([Intent(0, "connectors/first.yaml", None, digest("n"), put)])
    writer.intend([Intent(1, "connectors/old.yaml", digest("o"), None, gone)])
    (tmp_path / "connectors").mkdir()
    (tmp_path / "connectors/first.yaml").write_text("n")
    if not deleted:
        (tmp_path / "connectors/old.yaml").write_text("o")
    before = State({address: old}, serial=4)
    found = recovery.recovered(tmp_path / "s.journal", before, "before", DocumentDirectory(tmp_path))
    assert found.state.instances == {address: new}
    assert found.state.deposed == ({} if deleted else {leftover: old})


def test_a_document_changed_meanwhile_counts_as_not_written(tmp_path: Path) -> None:
    content = written(tmp_path)
    (tmp_path / "documents/connectors/c2.yaml").write_text("edited")
    found = recovered(tmp_path, content)
    assert names(found) == ["c0", "c1", "c3"]
    assert [note.summary for note in found.notes] == [
        "Interrupted apply",
        "Document changed after an interrupted apply",
    ]


def test_the_state_that_was_being_saved_has_it_all(tmp_path: Path) -> None:
    path = tmp_path / "s.journal"
    path.write_bytes(written(tmp_path)[:-5])  # a torn end does not hide what is announced
    journal.announce(path, b"the new state")
    saved = journal.content_digest(b"the new state")
    assert recovered(tmp_path, path.read_bytes(), saved).outcome is Outcome.ABSORBED


def test_another_state_than_the_one_begun_with(tmp_path: Path) -> None:
    found = recovered(tmp_path, written(tmp_path), "another")
    assert (found.outcome, names(found)) == (Outcome.STRANGE, [])
    assert "it was begun on serial 4" in found.notes[0].detail


def test_what_was_cut_off_before_it_began_is_nothing(tmp_path: Path) -> None:
    content = written(tmp_path)
    for length in (0, 1, content.index(b"\n")):
        assert recovered(tmp_path, content[:length]).outcome is Outcome.ABSORBED


def began_on(digest: str) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(BEGAN, digest=digest))


def line(payload: bytes) -> bytes:
    return b"%08x %d %s\n" % (zlib.crc32(payload), len(payload), payload)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"hello\n", "it does not begin as journals do"),
        (line(b'{"type":"done","n":1}'), "it does not begin as journals do"),
        (line(b'{"type":"later"}'), "it holds what this version of hiac does not understand"),
        (line(b"[" * 90_000), "it holds what this version of hiac does not understand"),
        (
            line(b'{"type":"began","format":2,"hiac":"9\\u001b","time":"","lineage":"","serial":0,"digest":null}'),
            "it was written by another version of hiac (9\ufffd)",
        ),
    ],
)
def test_what_is_no_journal(content: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as problem:
        journal.read(content)
    assert str(problem.value) == why
    found = recovered(tmp_path, content)
    assert found.outcome is Outcome.STRANGE
    assert why in found.notes[0].detail


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a.yaml/../b.yaml", "\\u0000", "x" * 5000])
def test_a_journal_leads_nowhere_else(path: str, tmp_path: Path) -> None:
    """Whoever can write a journal learns and changes nothing outside the documents folder by it."""
    began = line(b'{"type":"began","format":1,"hiac":"","time":"","lineage":"","serial":4,"digest":"before"}')
    text = '{"type":"intent","n":1,"path":"PATH","before":null,"after":"x","effect":{"path":null}}'
    found = recovered(tmp_path, began + line(text.replace("PATH", path).encode()))
    assert (found.outcome, names(found)) == (Outcome.ABSORBED, [])
    assert found.notes[0].summary == "Document changed after an interrupted apply"


@pytest.mark.parametrize("number", [1, 2])
def test_a_damaged_journal_is_told_and_kept(number: int, tmp_path: Path) -> None:
    """Also where nothing else in it was done: its document is there, and the state knows nothing of it."""
    content = written(tmp_path, number, 0)
    damaged = content[:-20] + b"0000" + content[-16:]
    state = tmp_path / "s"
    store = LocalStore(state)
    version = store.write(b'{"version":4,"serial":4,"lineage":"lineage","outputs":{},"resources":[]}', None)
    damaged = (began := line(began_on(version))) + damaged.partition(b"\n")[2]
    path = LocalStore(state).journal()
    path.write_bytes(damaged)
    states = WorkspaceState(store, tmp_path, journal=path, documents=DocumentDirectory(tmp_path / "documents"))
    assert len(states.read().instances) == number - 1
    (note,) = states.taken_notes()
    assert note.summary == ("Journal cannot be used" if number == 1 else "Interrupted apply")
    assert "damaged" in note.detail
    assert "aside" in note.detail
    states.recover()
    kept = path.with_name("s.journal.1").rename(path)  # as if that had been cut off before it was put aside
    states.recover()
    assert not kept.exists()
    assert len(states.read().instances) == number - 1
    assert path.with_name("s.journal.1").read_bytes().startswith(began)


def test_a_journal_that_is_none_is_put_aside(tmp_path: Path) -> None:
    for content in (b"1", b"2"):
        (tmp_path / "s.journal").write_bytes(content)
        recovery.set_aside(tmp_path / "s.journal")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"s.journal.1": b"1", "s.journal.2": b"2"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("journal")
    return folder, written(folder)


@given(data=st.data())
def test_a_journal_cut_anywhere_gives_what_it_still_says(whole: tuple[Path, bytes], data: st.DataObject) -> None:
    folder, content = whole
    length = data.draw(st.integers(0, len(content)))
    found = recovered(folder, content[:length])
    assert found.outcome in (Outcome.ABSORBED, Outcome.REPLAYED)
    intended = content[:length].count(b'"type":"intent"') - (not content[:length].endswith(b"\n"))
    assert len(names(found)) >= min(intended, 4) or length <= content.index(b"\n")


@settings(max_examples=300)
@given(data=st.data())
def test_a_journal_with_other_bytes_does_no_harm(whole: tuple[Path, bytes], data: st.DataObject) -> None:
    """It is taken for less than it was, with a word, or as what it was; nothing is made up, nothing raises."""
    folder, content = whole
    last = content.rindex(b'"type":"intent"')
    at = data.draw(st.integers(0, last - 400))
    junk = data.draw(st.binary(max_size=4))
    dropped = data.draw(st.integers(0, 4))
    found = recovered(folder, content[:at] + junk + content[at + dropped :])
    assert set(names(found)) <= {"c0", "c1", "c2", "c3"}
    if names(found) != ["c0", "c1", "c2", "c3"]:
        assert "damaged" in found.notes[0].detail or found.outcome is Outcome.STRANGE


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read(whole: tuple[Path, bytes], content: bytes) -> None:
    assert recovered(whole[0], content).outcome in (Outcome.ABSORBED, Outcome.STRANGE)
