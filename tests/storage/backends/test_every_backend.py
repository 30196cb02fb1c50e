"""What every backend promises, tried on each of them."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harnessiac.addresses import ResourceAddress
from harnessiac.diagnostics import Failed
from harnessiac.state.model import State, StoredInstance
from harnessiac.storage.backends import lock_info
from harnessiac.storage.backends.store import Conflict
from harnessiac.storage.state import workspace_state
from harnessiac.storage.state.workspace_state import WorkspaceState
from tests.storage.conftest import Place


def state(size: int = 1, mark: object = "x") -> State:
    return State({ResourceAddress("t", f"n{i}").instance(): StoredInstance({"mark": mark}) for i in range(size)})


def opened(place: Place, workspace: str = "default") -> WorkspaceState:
    return WorkspaceState(place.opened().store(workspace), Path("/nonexistent"))


def test_a_state_is_made_read_replaced_and_deleted(place: Place) -> None:
    store = place.opened().store("default")
    assert store.read() is None
    first = store.write(b'{"a": "\xc3\xa4"}\n', None)
    there = place.opened().store("default").read()
    assert there is not None
    assert (there.data, there.version) == (b'{"a": "\xc3\xa4"}\n', first)
    second = store.write(b"{}", first)
    assert second != first
    there = store.read()
    assert there is not None
    assert (there.data, there.version) == (b"{}", second)
    store.delete()
    store.delete()
    assert store.read() is None


def test_another_version_is_never_overwritten(place: Place) -> None:
    mine, other = place.opened().store("default"), place.opened().store("default")
    first = mine.write(b"1", None)
    for version in (None, "another"):
        with pytest.raises(Conflict) as conflict:
            other.write(b"2", version)
        assert conflict.value.found == b"1"
    other.write(b"3", first)
    with pytest.raises(Conflict) as conflict:
        mine.write(b"4", first)
    assert conflict.value.found == b"3"
    other.delete()
    with pytest.raises(Conflict) as conflict:
        mine.write(b"5", first)
    assert conflict.value.found is None
    assert mine.read() is None


def test_serial_and_lineage_are_the_same_everywhere(place: Place) -> None:
    first, second = opened(place), opened(place)
    first.read()
    first.write(state(3))
    found = second.read()
    assert (found.serial, len(found.lineage), len(found.instances)) == (1, 36, 3)
    second.write(state(4))
    with pytest.raises(Failed) as failure:
        first.write(state(5))
    conflict = failure.value.diagnostics[0]
    assert conflict.summary == "State changed by another program"
    assert "its serial is 2, not 1" in conflict.detail
    assert len(opened(place).read().instances) == 4


def test_workspaces(place: Place) -> None:
    backend = place.opened()
    assert backend.workspaces() == ("default",)
    if place.type == "http":
        with pytest.raises(Failed, match="Workspaces not supported"):
            backend.store("dev")
        return
    for name in ("dev", "a.b@c+d"):
        backend.store(name).write(name.encode(), None)
    backend.store("default").write(b"0", None)
    assert place.opened().workspaces() == ("a.b@c+d", "default", "dev")
    there = place.opened().store("dev").read()
    assert there is not None
    assert there.data == b"dev"
    backend.store("dev").delete()
    assert backend.workspaces() == ("a.b@c+d", "default")


def test_one_holds_the_lock_and_the_other_is_told_who(place: Place) -> None:
    mine, other = place.opened().store("default"), place.opened().store("default")
    with mine.locked("OperationTypeApply"):
        with pytest.raises(Failed) as failure, other.locked("x", timeout=0.3):
            pass
        (found,) = failure.value.diagnostics
        assert found.summary == "Error acquiring the state lock"
        assert "Operation: OperationTypeApply" in found.detail
        assert lock_info.new_info("", "").who in found.detail
        mine.write(b"1", None)
    with other.locked("x"):
        pass


def test_who_waits_gets_the_lock(place: Place) -> None:
    mine, other = place.opened().store("default"), place.opened().store("default")
    got = threading.Event()

    def wait() -> None:
        with other.locked("x", timeout=30):
            got.set()

    with mine.locked("x"):
        thread = threading.Thread(target=wait)
        thread.start()
        assert not got.wait(0.5)
    thread.join(30)
    assert got.is_set()


HOLDER = """
import ast, os, sys
from tests.storage.conftest import Place
store = Place(*ast.literal_eval(sys.argv[1])).opened().store("default")
with store.locked("OperationTypeApply"):
    print("held", flush=True)
    sys.stdin.read()
"""


def held_by_another(place: Place, repository: Path) -> subprocess.Popen[str]:
    settings = {name: str(value) if isinstance(value, Path) else value for name, value in place.settings.items()}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, repr((place.type, settings, place.environment))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=repository,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_crash_leaves_a_lock_that_can_be_ended(place: Place, repository: Path) -> None:
    store = place.opened().store("default")
    holder = held_by_another(place, repository)
    holder.kill()
    holder.communicate(timeout=30)
    if place.type in ("local", "pg"):  # the lock went with the process
        with store.locked("x", timeout=20):
            pass
        return
    with pytest.raises(Failed) as failure, store.locked("x"):
        pass
    id = failure.value.diagnostics[0].detail.partition("ID:")[2].split()[0]
    with pytest.raises(Failed, match="Failed to unlock state"):
        store.force_unlock("another-id")
    store.force_unlock(id)
    with store.locked("x"):
        pass


def test_a_state_that_cannot_be_written_is_kept_here(place: Place, tmp_path: Path) -> None:
    mine = WorkspaceState(place.opened().store("default"), tmp_path)
    mine.read()
    place.opened().store("default").write(b"{}", None)
    with pytest.raises(Failed) as failure:
        mine.write(state(7))
    assert "hiac state push" in failure.value.diagnostics[1].detail
    rescued = workspace_state.parse("x", (tmp_path / "errored.tfstate").read_bytes())
    assert len(rescued.instances) == 7
