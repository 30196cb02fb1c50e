"""One at a time, whoever waits is told for whom, and the dead hold nothing."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.diagnostics import Failed
from harnessiac.storage import files
from harnessiac.storage.backends import file_lock, lock_info
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.backends.store import Conflict, Content

HOLDER = """
import sys
import threading
from pathlib import Path
from harnessiac.storage.backends import file_lock as locks
lock = locks.acquire(Path(sys.argv[1]), "OperationTypeApply")
print(lock.info.id, flush=True)
sys.stdin.read()
lock.release()
"""

RECORD = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
try:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("refused", flush=True)
else:
    print("locked", flush=True)
    sys.stdin.read()
    print(file.read().decode(), end="")
"""

TURNS = """
import os, sys
from pathlib import Path
from harnessiac.storage.backends import file_lock as locks
state, counter = Path(sys.argv[1]), Path(sys.argv[2])
children = []
for _ in range(50):
    child = os.fork()
    if child == 0:
        for _ in range(2):
            with locks.held(state, "x", timeout=60):
                number = int(counter.read_text())
                counter.write_text("")
                counter.write_text(str(number + 1))
        os._exit(0)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] for child in children))
"""


with_locks_of_open_files = pytest.mark.skipif(
    not hasattr(fcntl, "F_OFD_SETLK"), reason="the system has no locks of open files: Terraform's are only respected"
)


def hold(state: Path) -> tuple[subprocess.Popen[bytes], str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    return holder, holder.stdout.readline().decode().strip()


def as_terraform(state: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A process that tries to lock the state itself, as Terraform does, and at its end says what is in it."""
    holder = subprocess.Popen([sys.executable, "-c", RECORD, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    return holder, holder.stdout.readline().decode().strip()


def end(holder: subprocess.Popen[bytes]) -> bytes:
    return holder.communicate(timeout=10)[0]


def assert_refused(state: Path) -> None:
    holder, said = as_terraform(state)
    end(holder)
    assert said == "refused"


def refused(state: Path, timeout: float = 0.0) -> str:
    with pytest.raises(Failed) as failure:
        file_lock.acquire(state, "x", timeout=timeout)
    (found,) = failure.value.diagnostics
    assert found.summary == "Error acquiring the state lock"
    return found.detail


def test_a_lock_is_a_file_in_terraforms_format(tmp_path: Path) -> None:
    state = tmp_path / "sp ace" / "ü.json"
    with file_lock.held(state, "OperationTypePlan") as lock:
        path = tmp_path / "sp ace" / ".ü.json.lock.info"
        said = json.loads(path.read_bytes())
        assert list(said) == ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]
        assert (said["ID"], said["Operation"], said["Path"]) == (lock.info.id, "OperationTypePlan", str(state))
        assert said["Who"].endswith("@" + socket.gethostname())
        assert path.stat().st_mode & 0o777 == 0o600
    lock.release()
    assert list(tmp_path.iterdir()) == []


def test_who_holds_it_is_said(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    holder, id = hold(state)
    try:
        said = refused(state)
        assert f"  ID:        {id}\n  Path:      {state}\n  Operation: OperationTypeApply\n" in said
        assert f"process {holder.pid} started" in said
        assert '"-lock=false"' in said
        began = time.monotonic()
        refused(state, timeout=0.3)
        assert 0.25 < time.monotonic() - began < 3
    finally:
        end(holder)
    file_lock.acquire(state, "x").release()


def test_waiting_ends_when_the_lock_is_given_back(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    holder, id = hold(state)
    ending = threading.Timer(0.2, end, [holder])
    ending.start()
    lock = file_lock.acquire(state, "x", timeout=20)
    assert lock.info.id != id
    lock.release()
    ending.join()


def test_a_process_has_a_lock_once(tmp_path: Path) -> None:
    with file_lock.held(tmp_path / "s", "x"):
        assert f"process {os.getpid()} " in refused(tmp_path / "s")


def test_the_dead_hold_nothing(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    holder, _ = hold(state)
    holder.kill()
    end(holder)
    assert file_lock.lock_path(state).exists()
    file_lock.acquire(state, "x").release()
    assert not file_lock.lock_path(state).exists()


@pytest.mark.parametrize(
    ("fields", "is_held"),
    [
        ({"Who": "me@another.host", "Info": ""}, True),
        ({"Who": "HERE", "Info": "process 999999999 started 1 of boot x"}, False),
        ({"Who": "HERE", "Info": "process PARENT started 1 of boot x"}, False),
        ({"Who": "HERE", "Info": "process PARENT STARTED"}, True),
        ({"Who": "HERE", "Info": "process -1 started"}, False),
        ({"Who": "HERE", "Info": "Terraform left this"}, False),
        ({"Who": 5, "Info": None}, True),
    ],
)
def test_files_left_behind(tmp_path: Path, fields: dict[str, object], *, is_held: bool) -> None:
    parent = os.getppid()
    now = lock_info.process(parent).partition(" started")[2]
    words = {"HERE": f"me@{socket.gethostname()}", "PARENT": str(parent), "STARTED": f"started{now}"}
    content = json.dumps({"ID": "abc", **fields})
    for word, meaning in words.items():
        content = content.replace(word, meaning)
    file_lock.lock_path(tmp_path / "s").write_text(content)
    if is_held:
        assert "ID:        abc" in refused(tmp_path / "s")
    else:
        file_lock.acquire(tmp_path / "s", "x").release()


@pytest.mark.parametrize("content", ["[]", "{", "[" * 60_000, '{"ID": "a\\u001b[31m"}'])
def test_lock_files_that_are_none(tmp_path: Path, content: str) -> None:
    path = file_lock.lock_path(tmp_path / "s")
    path.write_text(content)
    said = refused(tmp_path / "s")
    assert "Lock Info" in said
    assert "\x1b" not in said
    assert path.read_text() == content


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ('{"ID": "-rf", "Who": "me@another.host"}', "hiac force-unlock -- -rf"),
        ('{"ID": "a b", "Who": "me@another.host"}', "hiac force-unlock 'a b'"),
        ('{"ID": "-a b", "Who": "me@another.host"}', "hiac force-unlock -- '-a b'"),
        ('{"ID": "\\u001b", "Who": "me@another.host"}', "hiac force-unlock '\ufffd'"),
        ('{"ID": "", "Who": "me@another.host"}', "hiac force-unlock unknown"),
        ("{}", "hiac force-unlock unknown"),
        ("[]", "hiac force-unlock unknown"),
    ],
)
def test_what_is_advised_removes_the_lock(
    content: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file_lock.lock_path(Path("s")).write_text(content)
    said = refused(Path("s"))
    assert f"`{advice}` removes it" in said
    assert ("a container or a CI job that was killed leaves such a lock" in said) == ("@" in content)
    assert run([*shlex.split(advice)[1:2], "-force", "-state=s", *shlex.split(advice)[2:]]) == 0, capsys.readouterr()
    assert list(tmp_path.glob(".*lock*")) == []


def test_an_empty_lock_file_locks_nothing(tmp_path: Path) -> None:
    file_lock.lock_path(tmp_path / "s").touch()
    file_lock.acquire(tmp_path / "s", "x").release()


def test_paths_that_cannot_be_locked(tmp_path: Path) -> None:
    file_lock.lock_path(tmp_path / "folder").mkdir()
    assert "cannot be used" in refused(tmp_path / "folder")
    (tmp_path / "file").touch()
    assert "cannot be used" in refused(tmp_path / "file" / "s")
    (tmp_path / "elsewhere").touch()
    file_lock.lock_path(tmp_path / "link").symlink_to("elsewhere")
    assert "symbolic link" in refused(tmp_path / "link")
    os.mkfifo(file_lock.lock_path(tmp_path / "pipe"))
    assert "not a regular file" in refused(tmp_path / "pipe")


def test_a_linked_state_is_locked_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/s").touch()
    (tmp_path / "link").symlink_to("real/s")
    with file_lock.held(tmp_path / "link", "x"):
        refused(tmp_path / "real/s")


def test_force_unlock(tmp_path: Path) -> None:
    state = tmp_path / "s"

    def failed(id: str) -> str:
        with pytest.raises(Failed) as failure:
            file_lock.force_unlock(state, id)
        return failure.value.diagnostics[0].detail

    assert failed("abc") == f"The state {state} is not locked."
    file_lock.lock_path(state).write_text('{"ID": "\\ud800\\u001b[2J"}')
    assert failed("abc") == 'Lock ID "abc" does not match existing lock ID "\ufffd\ufffd[2J".'
    file_lock.lock_path(state).write_text('{"ID": "abc", "Who": "me@another.host"}')
    assert failed("abd") == 'Lock ID "abd" does not match existing lock ID "abc".'
    assert file_lock.force_unlock(state, "abc").who == "me@another.host"
    assert not file_lock.lock_path(state).exists()
    with file_lock.held(state, "x") as lock:
        assert "held by a running process" in failed(lock.info.id)


def test_fifty_processes_take_turns(tmp_path: Path) -> None:
    state, counter = tmp_path / "state" / "s.json", tmp_path / "counter"
    counter.write_text("0")
    subprocess.run([sys.executable, "-c", TURNS, str(state), str(counter)], check=True, timeout=60)
    assert counter.read_text() == "100"
    assert not file_lock.lock_path(state).exists()


@pytest.mark.parametrize("info", [None, "", '{"ID": "abc", "Who": "HERE", "Info": ""}'])
def test_a_lock_on_the_state_itself_is_respected(tmp_path: Path, info: str | None) -> None:
    """Terraform's, whether or not it has come to say who it is."""
    state = tmp_path / "s"
    state.write_text("{}")
    if info is not None:
        file_lock.lock_path(state).write_text(info.replace("HERE", f"me@{socket.gethostname()}"))
    holder, said = as_terraform(state)
    assert said == "locked"
    assert ("ID:        abc" in refused(state)) == bool(info)
    assert file_lock.lock_path(state).exists() == bool(info)
    if info:
        with pytest.raises(Failed) as failure:
            file_lock.force_unlock(state, "abc")
        assert "held by a running process" in failure.value.diagnostics[0].detail
    end(holder)
    file_lock.acquire(state, "x").release()
    assert state.read_text() == "{}"


@with_locks_of_open_files
def test_the_state_itself_is_locked_for_terraform(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "s")
    version = store.write(b"one", None)
    with store.locked("x"):
        assert_refused(store.path)
        version = store.write(b"two", version)
        assert_refused(store.path)
        version = store.write(b"three", version)
        assert store.read() == Content(b"three", version)
        assert_refused(store.path)
    holder, said = as_terraform(store.path)
    assert said == "locked"
    assert end(holder) == b"three"


@with_locks_of_open_files
@pytest.mark.parametrize("remove", [LocalStore.delete, LocalStore.retire])
def test_so_does_who_has_one_open_that_was_removed(tmp_path: Path, remove: Callable[[LocalStore], object]) -> None:
    store = LocalStore(tmp_path / "s")
    store.write(b"one", None)
    with (tmp_path / "s").open("rb") as old:
        with store.locked("x"):
            remove(store)
        assert "run the command again" in json.loads(old.read())["terraform_version"]
    assert store.read() is None


@with_locks_of_open_files
def test_who_has_an_old_state_open_finds_it_spoiled(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "s")
    version = store.write(b"one", None)
    with (tmp_path / "s").open("rb") as old:
        with store.locked("x"):
            version = store.write(b"two", version)
            assert old.read() == b"one"
        old.seek(0)
        assert "run the command again" in json.loads(old.read())["terraform_version"]
    assert store.read() == Content(b"two", version)


def test_what_was_linked_elsewhere_or_not_replaced_is_not_spoiled(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "s")
    version = store.write(b"one", None)
    os.link(tmp_path / "s", tmp_path / "copy")
    with store.locked("x"):
        version = store.write(b"two", version)
    with (tmp_path / "s").open("rb") as old:
        with store.locked("x"):
            store.path.unlink()  # by somebody else, and perhaps undone by a power cut
        assert (old.read(), (tmp_path / "copy").read_bytes()) == (b"two", b"one")


def test_a_state_that_terraform_makes_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "s")
    with store.locked("x"):
        store.path.touch()
        holder, said = as_terraform(store.path)
        assert said == "locked"
        with pytest.raises(Conflict):
            store.write(b"one", None)
        there = store.read()
        assert there is not None
        with pytest.raises(Failed, match="Error acquiring the state lock"):
            store.write(b"one", there.version)
        assert [path.name for path in tmp_path.iterdir() if path.name.endswith(files.TEMPORARY_SUFFIX)] == []
        end(holder)
