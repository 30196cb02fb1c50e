"""An apply that is killed: over PostgreSQL, and before its state moves elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MAIN, Run
from tests.storage.conftest import Place

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


@pytest.mark.parametrize("type", ["s3", "http"])
def test_a_lock_that_was_left_behind_is_ended_and_the_work_goes_on(
    type: str, folder: Path, hiac: Run, place_of: Callable[[str], Place], environment: dict[str, str]
) -> None:
    place = place_of(type)
    environment.update(place.environment)
    (folder / "backend.tf").write_text(place.block())
    assert hiac("init", cwd=folder).returncode == 0
    written = killed(folder, environment)
    assert written > 0
    assert len(hiac("state", "list", cwd=folder).stdout.split()) == written
    refused = hiac("apply", "-auto-approve", cwd=folder)
    if written < 400:  # a slow machine may kill too late
        assert refused.returncode == 1
        id = re.search(r"ID: +(\S+)", refused.stderr)
        assert id is not None, refused.stderr
        assert hiac("force-unlock", "-force", id[1], cwd=folder).returncode == 0
    ended = hiac("apply", "-auto-approve", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    assert f"Resources: {400 - written} added, 0 changed, 0 destroyed" in ended.stdout
    assert len(hiac("state", "list", cwd=folder).stdout.split()) == 400
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0


def test_a_journal_is_encrypted_as_the_state_is(folder: Path, hiac: Run, environment: dict[str, str]) -> None:
    (folder / "hiac.toml").write_text('[encryption]\npassphrase = { env = "HIAC_PASSPHRASE" }\n')
    right = {**environment, "HIAC_PASSPHRASE": "a passphrase of some length"}
    wrong = {**environment, "HIAC_PASSPHRASE": "another passphrase of some length"}
    written = killed(folder, right)
    journals = list(folder.rglob("*.journal"))
    assert written > 0
    assert len(journals) == (written < 400)  # a slow machine may kill too late
    before = {path: path.read_bytes() for path in journals}
    assert not any(b"DockerHub" in content or b"docker.io" in content for content in before.values())

    def apply(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", MAIN, "apply", "-auto-approve"]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    refused = apply(wrong)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert {path: path.read_bytes() for path in journals} == before
    assert len(list((folder / ".harness").rglob("*.yaml"))) == written
    ended = apply(right)
    assert ended.returncode == 0, ended.stderr
    assert f"Resources: {400 - written} added, 0 changed, 0 destroyed" in ended.stdout
    assert not list(folder.rglob("*.journal"))
