"""The state on disk survives kills, full disks, other writers and missing permissions."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from harnessiac.addresses import ResourceAddress
from harnessiac.diagnostics import Failed
from harnessiac.state.model import State, StoredInstance
from harnessiac.storage import files
from harnessiac.storage.backends.local import LocalStore, backup_path
from harnessiac.storage.state.workspace_state import StoredState, WorkspaceState


def state(size: int = 1, mark: object = "x") -> State:
    return State({ResourceAddress("t", f"n{i}").instance(): StoredInstance({"mark": mark}) for i in range(size)})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def load(path: Path) -> StoredState:
    return WorkspaceState(LocalStore(path), path.parent).load()


def save(path: Path, state: State, stored: StoredState, rescue: Path) -> StoredState:
    made = WorkspaceState(LocalStore(path), rescue, _stored=stored, _seen=stored.state)
    made.write(state)
    assert made._stored is not None
    return made._stored


def saved(path: Path, *versions: State) -> StoredState:
    made = WorkspaceState(LocalStore(path), path.parent)
    for each in versions:
        made.write(each)
    assert made._stored is not None
    return made._stored


def test_a_state_is_made_then_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep folder" / "ü" / "default.tfstate.json"
    first = saved(path, state())
    assert load(path).state == first.state
    assert (first.state.serial, len(first.state.lineage)) == (1, 36)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path.parent) == [path.name]

    again = save(path, first.state, load(path), tmp_path)
    assert again.state.serial == 1
    assert not backup_path(path).exists()

    path.chmod(0o640)
    stored = saved(path, state(2), state(3))
    assert (stored.state.serial, stored.state.lineage) == (3, first.state.lineage)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load(backup_path(path)).state == first.state  # what this run began with
    assert names(path.parent) == [path.name, path.name + ".backup"]


def test_nothing_is_written_for_a_state_that_says_nothing(tmp_path: Path) -> None:
    saved(tmp_path / "s.json", State())
    assert names(tmp_path) == []


def test_true_is_not_one(tmp_path: Path) -> None:
    assert saved(tmp_path / "s", state(mark=True), state(mark=1), state(mark=1)).state.serial == 2


def test_a_file_written_in_another_layout_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "s"
    first = saved(path, state()).state
    path.write_bytes(path.read_bytes().replace(b"  ", b"\t"))
    before = path.read_bytes()
    save(path, first, load(path), tmp_path)
    assert path.read_bytes() == before


def test_a_symbolic_link_stays(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    path = tmp_path / "link.json"
    path.symlink_to("real/s.json")
    with pytest.raises(Failed):
        load(path)
    saved(real / "s.json", state())
    saved(path, state(2))
    assert path.is_symlink()
    assert len(load(real / "s.json").state.instances) == 2


def test_a_backup_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    saved(path, state())
    (tmp_path / "s.json.backup").mkdir()
    with pytest.raises(Failed) as failure:
        saved(path, state(2))
    assert "s.json.backup could not be written: it is a directory" in failure.value.diagnostics[0].detail
    assert len(load(path).state.instances) == 1


def test_what_lies_beside_a_state_is_no_way_out(tmp_path: Path) -> None:
    """A pull request can add symbolic links; of those only the state's own is followed."""
    (tmp_path / "own").mkdir()
    path, outside = tmp_path / "own/s.json", tmp_path / "outside"
    outside.write_text("as it was")
    for name in ("s.json.backup", "errored.tfstate"):
        (path.parent / name).symlink_to(outside)
    saved(path, state())
    saved(path, state(2))
    assert len(load(path.parent / "s.json.backup").state.instances) == 1
    stale = load(path)
    saved(path, state(3))
    with pytest.raises(Failed):
        save(path, state(4), stale, path.parent)
    assert len(load(path.parent / "errored.tfstate").state.instances) == 4
    assert outside.read_text() == "as it was"


def test_others_are_not_overwritten(tmp_path: Path) -> None:
    path, other = tmp_path / "s.json", tmp_path / "other.json"
    mine = saved(path, state())
    saved(path, state(2))
    saved(other, state(3))
    cases = {
        "was changed by another program (its serial is 2, not 1)": path.read_bytes(),
        "was replaced by a state of another lineage": other.read_bytes(),
        "was changed by another program after": b"{",
    }
    for part, content in cases.items():
        path.write_bytes(content)
        with pytest.raises(Failed) as failure:
            save(path, state(4), mine, tmp_path)
        conflict, rescue = failure.value.diagnostics
        assert conflict.summary == "State changed by another program"
        assert part in conflict.detail
        assert path.read_bytes() == content
        assert str(tmp_path / "errored.tfstate") in rescue.detail
        assert len(load(tmp_path / "errored.tfstate").state.instances) == 4
    path.unlink()
    with pytest.raises(Failed) as failure:
        save(path, state(4), mine, tmp_path)
    assert "was removed after it was read" in failure.value.diagnostics[0].detail
    path.write_bytes(other.read_bytes())
    with pytest.raises(Failed) as failure:
        save(path, state(4), StoredState(State()), tmp_path)
    assert "was created by another program" in failure.value.diagnostics[0].detail


def test_a_damaged_state_says_where_its_backup_is(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    saved(path, state())
    saved(path, state(2))
    path.write_bytes(b"{")
    with pytest.raises(Failed) as failure:
        load(path)
    assert str(backup_path(path)) in failure.value.diagnostics[0].detail


@pytest.mark.parametrize("sort", ["folder", "pipe"])
def test_paths_that_are_no_files(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "s.json"
    if sort == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(Failed, match="Failed to load state"):
        load(path)
    with pytest.raises(Failed):
        save(path, state(), StoredState(State()), tmp_path)
    assert (tmp_path / "errored.tfstate").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failed) as failure:
        save(tmp_path / "file" / "s.json", state(), StoredState(State()), tmp_path / "file")
    summaries = [d.summary for d in failure.value.diagnostics]
    assert summaries == ["Failed to load state", "Failed to create local state file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o500)
    with pytest.raises(Failed) as failure:
        save(folder / "s.json", state(), StoredState(State()), tmp_path)
    assert f"{folder}/s.json could not be written: permission denied" in failure.value.diagnostics[0].detail


def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    stored = saved(path, state())
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
        with pytest.raises(Failed) as failure:
            save(path, state(500), stored, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    first, second = failure.value.diagnostics
    assert "could not be written: file too large" in first.detail
    assert second.summary == "Failed to create local state file"
    assert path.read_bytes() == before
    assert not [name for name in names(tmp_path) if name.endswith(files.TEMPORARY_SUFFIX)]


KILLING = """
import os, random, signal, sys, time
from pathlib import Path
from harnessiac.addresses import ResourceAddress
from harnessiac.state.model import State, StoredInstance
from harnessiac.storage.state.workspace_state import WorkspaceState
from harnessiac.storage.backends.local import LocalStore, backup_path

path = Path(sys.argv[1])
chance = random.Random(1)

def load(path):
    return WorkspaceState(LocalStore(path), path.parent).load()

def save(path, state, stored, rescue):
    made = WorkspaceState(LocalStore(path), rescue, _stored=stored, _seen=stored.state)
    made.write(state)
    return made._stored

def write(ready):
    stored = load(path)
    for turn in range(stored.state.serial, 100000):
        instances = {ResourceAddress("t", f"n{i}").instance(): StoredInstance({"turn": turn}) for i in range(100)}
        stored = save(path, State(instances), stored, path.parent)
        os.write(ready, b"x")

save(path, State({ResourceAddress("t", "n").instance(): StoredInstance({"turn": 0})}), load(path), path.parent)
last = 1
for _ in range(40):
    heard, ready = os.pipe()
    child = os.fork()
    if child == 0:
        write(ready)
    os.read(heard, 1)
    time.sleep(chance.uniform(0.0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)
    os.close(ready)
    found = load(path).state
    assert len({i.attributes["turn"] for i in found.instances.values()}) == 1
    assert found.serial >= last
    last = found.serial
    if backup_path(path).exists():
        load(backup_path(path))
print(last)
"""


def test_killed_writers_never_leave_an_unreadable_state(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    command = [sys.executable, "-c", KILLING, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 40
    saved(path, state())
    left = [name for name in names(tmp_path) if name.endswith(files.TEMPORARY_SUFFIX)]
    assert [name for name in left if not name.startswith(".s.json.backup.")] == []
