"""A real terraform and hiac on one state: each reads what the other wrote and waits for the other's lock."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.state.workspace_state import WorkspaceState
from tests.storage.conftest import Place

pytestmark = pytest.mark.terraform

Terraform = Callable[..., "subprocess.CompletedProcess[str]"]

SLOW = """
resource "terraform_data" "slow" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "touch begun; while [ ! -e ended ]; do sleep 0.05; done"
  }
}
"""
FOR_TESTS = (
    "skip_credentials_validation",
    "skip_metadata_api_check",
    "skip_region_validation",
    "skip_requesting_account_id",
)


@pytest.fixture(params=["pg", "s3", "http"])
def place(request: pytest.FixtureRequest, place_of: Callable[[str], Place]) -> Place:
    place = place_of(request.param)
    if place.type != "s3":
        return place
    more = {"use_lockfile": True, "region": "us-east-1", **dict.fromkeys(FOR_TESTS, True)}
    return Place("s3", {**place.settings, **more}, place.environment)


@pytest.fixture
def folder(tmp_path: Path, place: Place) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "backend.tf").write_text(place.block())
    (folder / "main.tf").write_text('resource "terraform_data" "x" {\n  input = "by terraform"\n}\n')
    return folder


@pytest.fixture
def terraform(folder: Path, place: Place, tmp_path: Path) -> Terraform:
    (tmp_path / "rc").touch()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": str(tmp_path / "rc"),
        **place.environment,
    }

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = ["terraform", *args, "-no-color"]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)

    ended = run("init", "-input=false")
    assert ended.returncode == 0, ended.stderr
    return run


def test_each_reads_what_the_other_wrote(terraform: Terraform, place: Place, tmp_path: Path) -> None:
    ended = terraform("apply", "-auto-approve")
    assert ended.returncode == 0, ended.stderr
    states = WorkspaceState(place.opened().store("default"), tmp_path)
    state = states.read()
    assert [str(address) for address in state.instances] == ["terraform_data.x"]
    states.write(state.with_outputs({}).with_instances(dict(state.instances)))
    (address,) = state.instances
    states.write(state.moved({address: address.resource.instance("k")}))
    pulled = json.loads(terraform("state", "pull").stdout)
    assert (pulled["lineage"], pulled["serial"]) == (state.lineage, state.serial + 1)
    assert terraform("state", "list").stdout == 'terraform_data.x["k"]\n'
    if place.type != "http":
        assert terraform("workspace", "new", "dev").returncode == 0
        assert place.opened().workspaces() == ("default", "dev")
        assert place.opened().store("dev").read() is not None


def test_terraform_meets_our_lock(terraform: Terraform, place: Place, tmp_path: Path) -> None:
    for _ in range(2):  # before there is a state and after
        with place.opened().store("default").locked("OperationTypeApply"):
            ended = terraform("apply", "-auto-approve", "-input=false")
            assert ended.returncode == 1
            assert "Error acquiring the state lock" in ended.stderr
        assert terraform("apply", "-auto-approve", "-input=false").returncode == 0


def test_we_meet_terraforms_lock(terraform: Terraform, place: Place, folder: Path) -> None:
    assert terraform("apply", "-auto-approve").returncode == 0
    (folder / "main.tf").write_text(SLOW)
    running = subprocess.Popen(
        ["terraform", "apply", "-auto-approve", "-input=false"],
        cwd=folder,
        env={**os.environ, **place.environment, "CHECKPOINT_DISABLE": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not (folder / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        with pytest.raises(Failed, match="Error acquiring the state lock"), place.opened().store("default").locked("x"):
            pass
    finally:
        (folder / "ended").touch()
        running.wait(60)
    assert running.returncode == 0
    with place.opened().store("default").locked("x", timeout=20):
        pass
