"""A real terraform and hiac on one state in a file: each waits for the other, and neither saves where nobody looks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.state.workspace_state import WorkspaceState

pytestmark = pytest.mark.terraform

BACKEND = 'terraform {\n  backend "local" {\n    path = "state/default.tfstate.json"\n  }\n}\n'
QUICK = 'resource "terraform_data" "x" {\n  input = "by terraform"\n}\n'
SLOW = """
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch begun; while [ ! -e ended ]; do sleep 0.05; done"
  }
}
"""


class Folder:
    """A configuration whose state Terraform keeps where hiac does."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path = path
        self.state = path / "state/default.tfstate.json"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), "CHECKPOINT_DISABLE": "1"}
        self.environment["TF_CLI_CONFIG_FILE"] = str(home / "rc")

    def begun(self, *args: str) -> subprocess.Popen[str]:
        command = ["terraform", *args, "-no-color"]
        return subprocess.Popen(
            command, cwd=self.path, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def terraform(self, *args: str) -> tuple[int, str]:
        return ended(self.begun(*args))

    def store(self) -> LocalStore:
        return LocalStore(self.state)


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    said, errors = running.communicate(timeout=120)
    return running.returncode, said + errors


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    path = tmp_path / "work"
    path.mkdir()
    (tmp_path / "rc").touch()
    (path / "backend.tf").write_text(BACKEND)
    (path / "main.tf").write_text(QUICK)
    found = Folder(path, tmp_path)
    code, said = found.terraform("init", "-input=false")
    assert code == 0, said
    yield found
    (path / "ended").touch()


def changed(folder: Folder, store: LocalStore) -> None:
    """Save the state with an instance more."""
    states = WorkspaceState(store, folder.path)
    state = states.read()
    (address,) = state.instances
    states.write(state.moved({address: address.resource.instance("k")}))


@pytest.mark.parametrize("is_first", [True, False])
def test_we_meet_terraforms_lock(folder: Folder, *, is_first: bool) -> None:
    if not is_first:
        assert folder.terraform("apply", "-auto-approve", "-input=false")[0] == 0
    (folder.path / "main.tf").write_text(SLOW)
    running = folder.begun("apply", "-auto-approve", "-input=false")
    deadline = time.monotonic() + 60
    while not (folder.path / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with pytest.raises(Failed) as failure, folder.store().locked("x"):
        pass
    (found,) = failure.value.diagnostics
    assert found.summary == "Error acquiring the state lock"
    assert "Operation: OperationTypeApply" in found.detail
    id = found.detail.partition("ID:        ")[2].partition("\n")[0]
    with pytest.raises(Failed, match="Failed to unlock state"):
        folder.store().force_unlock(id)
    (folder.path / "ended").touch()
    with folder.store().locked("x", timeout=60):  # as soon as Terraform is done
        assert [str(address) for address in WorkspaceState(folder.store(), folder.path).read().instances] == [
            "terraform_data.slow"
        ]
    assert ended(running)[0] == 0


def test_terraform_meets_our_lock(folder: Folder) -> None:
    assert folder.terraform("apply", "-auto-approve", "-input=false")[0] == 0
    store = folder.store()
    with store.locked("OperationTypeApply"):
        refuses(folder)
        changed(folder, store)
        refuses(folder)  # what took its place
    assert folder.terraform("state", "list") == (0, 'terraform_data.x["k"]\n')
    assert folder.terraform("apply", "-auto-approve", "-input=false")[0] == 0


def refuses(folder: Folder) -> None:
    code, said = folder.terraform("apply", "-auto-approve", "-input=false")
    assert (code, "Error acquiring the state lock" in said) == (1, True), said
    assert "Operation: OperationTypeApply" in said


def test_terraform_that_waits_with_an_old_state_open_saves_nothing(folder: Folder) -> None:
    assert folder.terraform("apply", "-auto-approve", "-input=false")[0] == 0
    store = folder.store()
    with store.locked("OperationTypeApply"):
        waiting = folder.begun("apply", "-auto-approve", "-input=false", "-lock-timeout=60s")
        deadline = time.monotonic() + 60
        while not is_open(waiting.pid, folder.state) and time.monotonic() < deadline:
            time.sleep(0.05)
        changed(folder, store)
        saved = folder.state.read_bytes()
    code, said = ended(waiting)
    assert code == 1
    assert "hiac has replaced this state meanwhile; run the command again" in " ".join(said.replace("│", " ").split())
    assert folder.state.read_bytes() == saved


def is_open(process: int, path: Path) -> bool:
    """Whether a process has a file open, as Linux tells."""
    links = Path(f"/proc/{process}/fd")
    if not links.exists():
        pytest.skip("needs /proc")
    return any(os.path.realpath(link) == str(path.resolve()) for link in links.iterdir())
