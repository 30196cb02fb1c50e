"""An apply that is killed: over PostgreSQL, and before its state moves elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MAIN, Run
from tests.storage.backends.conftest import Place

MANY = """
resource "harness_platform_connector_docker" "hub" {
  count      = 400
  identifier = "hub_${count.index}"
  name       = "Hub ${count.index}"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


def killed(folder: Path, environment: dict[str, str]) -> int:
    """Kill an apply as soon as it has written documents; how many there are then."""
    command = [sys.executable, "-c", MAIN, "apply", "-auto-approve"]
    running = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    connectors = folder / ".harness/connectors"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (connectors.is_dir() and any(connectors.glob("*.yaml"))):
        time.sleep(0.002)
    running.kill()
    running.wait(30)
    return len(list(connectors.glob("*.yaml")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.tf").write_text(MANY)
    return folder


@pytest.mark.parametrize("moves", [False, True])
def test_nothing_that_was_done_is_forgotten(
    folder: Path, hiac: Run, place_of: Callable[[str], Place], environment: dict[str, str], *, moves: bool
) -> None:
    place = place_of("pg")
    if not moves:
        (folder / "backend.tf").write_text(place.block())
        assert hiac("init", cwd=folder).returncode == 0
    written = killed(folder, environment)
    assert written > 0
    if moves:
        (folder / "backend.tf").write_text(place.block())
        assert hiac("init", "-force-copy", cwd=folder).returncode == 0
    recorded = hiac("state", "list", cwd=folder).stdout.split()
    assert len(recorded) == written
    ended = hiac("apply", "-auto-approve", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    assert f"Resources: {400 - len(recorded)} added, 0 changed, 0 destroyed" in ended.stdout
    assert len(hiac("state", "list", cwd=folder).stdout.split()) == 400
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0
    assert not list(folder.rglob("*.journal"))


def test_another_user_goes_on_meanwhile(
    folder: Path, hiac: Run, place_of: Callable[[str], Place], environment: dict[str, str]
) -> None:
    """The lock ends with who died; what they did is taken over when they come back, though the state has moved on."""
    (folder / "backend.tf").write_text(place_of("pg").block())
    other = folder.parent / "other"
    shutil.copytree(folder, other)
    for checkout in (folder, other):
        assert hiac("init", cwd=checkout).returncode == 0
    assert killed(folder, environment) > 0
    is_left = any(folder.rglob("*.journal"))  # a slow machine may kill too late
    assert hiac("apply", "-auto-approve", "-lock-timeout=30s", cwd=other).returncode == 0
    back = hiac("apply", "-auto-approve", cwd=folder)
    assert back.returncode == 0, back.stderr
    assert ("Warning: Journal cannot be used" in back.stdout + back.stderr) == is_left
    for checkout in (folder, other):
        assert hiac("plan", "-detailed-exitcode", cwd=checkout).returncode == 0
        assert len(list((checkout / ".harness").rglob("*.yaml"))) == 400
    assert len(hiac("state", "list", cwd=folder).stdout.split()) == 400
