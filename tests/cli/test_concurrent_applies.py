"""Many at once: each apply waits for its turn, and nothing is lost; who writes the same folder waits too."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harnessiac.cli.commands import apply
from harnessiac.cli.main import run
from tests.conftest import MAIN

CONFIGURATION = """
variable "who" {
  type = number
}

resource "harness_platform_connector_docker" "hub" {
  count       = 5
  identifier  = "hub${count.index}"
  name        = "Hub"
  description = "by ${var.who}"
  type        = "DockerHub"
  url         = "https://index.docker.io/v2/"
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    Path("main.tf").write_text(CONFIGURATION)
    return tmp_path


def at_once(number: int) -> list[int]:
    """The exit codes of so many applies, each with another value, in processes of their own."""
    children = []
    for who in range(number):
        child = os.fork()
        if child == 0:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            os._exit(run(["apply", "-auto-approve", f"-var=who={who}", "-lock-timeout=120s"]))
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


@pytest.mark.parametrize("number", [8, pytest.param(50, marks=pytest.mark.crash)])
def test_applies_take_turns(number: int, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "-auto-approve", "-var=who=-1"]) == 0
    assert at_once(number) == [0] * number
    state = json.loads(Path("state/default.tfstate.json").read_bytes())
    assert state["serial"] == number + 1
    (last,) = {instance["attributes"]["description"] for instance in state["resources"][0]["instances"]}
    assert all(last in document.read_text() for document in Path(".harness").rglob("*.yaml"))
    assert {path.name for path in Path("state").iterdir()} == {"default.tfstate.json", "default.tfstate.json.backup"}
    assert run(["plan", "-detailed-exitcode", f"-var=who={last.removeprefix('by ')}"]) == 0


def test_a_folder_that_another_checkout_writes_is_left_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".harness").mkdir()
    other = os.open(".harness", os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    assert run(["apply", "-auto-approve", "-var=who=1"]) == 1
    assert "Error: Documents folder in use" in capsys.readouterr().err
    assert list(Path(".harness").iterdir()) == []
    assert run(["plan", "-var=who=1"]) == 0
    os.close(other)
    assert run(["apply", "-auto-approve", "-var=who=1"]) == 0


def test_two_states_do_not_share_documents(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "-auto-approve", "-var=who=1"]) == 0
    before = {path: path.read_bytes() for path in Path(".harness").rglob("*.yaml")}
    assert run(["apply", "-auto-approve", "-var=who=2", "-state=other.tfstate"]) == 1
    assert capsys.readouterr().err.count("Error: Document already exists") == 5
    assert {path: path.read_bytes() for path in Path(".harness").rglob("*.yaml")} == before
    assert not Path("other.tfstate").exists()


def test_nothing_to_write_leaves_no_folder(project: Path) -> None:
    Path("main.tf").write_text("locals {}\n")
    assert run(["apply", "-auto-approve"]) == 0
    assert not Path(".harness").exists()


@pytest.mark.parametrize(("signals", "saying"), [(1, "the state is saved"), (2, "in the journal")])
def test_an_interrupted_apply_can_be_gone_on_with(
    signals: int, saying: str, project: Path, environment: dict[str, str]
) -> None:
    """The first interrupt ends after the step under way; the second ends at once. Either way the next apply goes on."""
    many = CONFIGURATION.replace("= 5", "= 600")
    Path("main.tf").write_text(many)
    command = [sys.executable, "-c", MAIN, "apply", "-auto-approve", "-var=who=1"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    while "Creation complete" not in running.stdout.readline():
        pass
    for _ in range(signals):
        running.send_signal(signal.SIGINT)
        time.sleep(0.01)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1, err
    assert "Interrupted: " in err
    assert saying in err
    assert "Apply complete" not in out
    written = {path: path.stat().st_ino for path in Path(".harness").rglob("*.yaml")}
    assert 0 < len(written) < 600
    assert run(["apply", "-auto-approve", "-var=who=1"]) == 0
    assert len(list(Path(".harness").rglob("*.yaml"))) == 600
    assert all(path.stat().st_ino == inode for path, inode in written.items())
    assert not list(Path().rglob("*.hiac-tmp"))


def test_an_interrupt_inside_a_lock_is_one_all_the_same() -> None:
    """The threading library answers one that comes in the wrong moment with an error of its own."""

    def twice(problem: Exception) -> None:
        with apply._interruptible() as stop:
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.requested
            with contextlib.suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
            raise problem

    with pytest.raises(KeyboardInterrupt, match="in the journal"):
        twice(RuntimeError("release unlocked lock"))
    with pytest.raises(ValueError, match="something else"):
        twice(ValueError("something else"))
