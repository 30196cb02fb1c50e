"""A state that cannot be saved after an apply: where it is then, and two ways on."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

output "hub" {
  value = harness_platform_connector_docker.hub.id
}
"""
STATE = Path("state/default.tfstate.json")


@pytest.fixture
def failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """What errored.tfstate says after an apply whose state could not be put in its place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    Path("main.tf").write_text(CONFIGURATION)
    replace = os.replace

    def refused(source: str, target: Path | str, **folders: int | None) -> None:
        if Path(target).name == STATE.name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace(source, target, **folders)

    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", refused)
        assert run(["apply", "-auto-approve"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "Error: Failed to save state" in said
    assert "take it over with `hiac state push errored.tfstate`" in said
    assert not STATE.exists()
    assert run(["plan", "-detailed-exitcode"]) == 2  # the output is still to be recorded
    assert "Warning: Interrupted apply" in capsys.readouterr().out
    found: dict[str, object] = json.loads(Path("errored.tfstate").read_bytes())
    return found


@pytest.mark.parametrize("command", [["state", "push", "errored.tfstate"], ["apply", "-auto-approve"]])
def test_it_is_taken_over(command: list[str], failed: dict[str, object]) -> None:
    assert run(command) == 0
    assert json.loads(STATE.read_bytes()) == failed
    assert {path.name for path in STATE.parent.iterdir()} <= {STATE.name, STATE.name + ".backup"}
    assert not Path("errored.tfstate").exists()
    assert run(["plan", "-detailed-exitcode"]) == 0
