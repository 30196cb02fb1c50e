"""An apply or an adoption that is cut off anywhere leaves what the next one can go on from.

`make test` tries some instants of small plans in which everything happens that can happen; `make crash` tries all of
them, and an apply of 300 resources at each of its own. A scenario is `before.tf`, which was applied, and `after.tf`, or
`files/` that are laid over the folder and the `command` that is cut off then.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

HERE = Path(__file__).parent
MODES = ("kill", "torn", "names", "data", "full", "broken")
SCENARIOS = ("create", "change", "destroy", "adopt")
SAMPLE = 11
"""In `make test` every so many instants are tried; each mode begins at another."""


def outcome(folder: Path, environment: dict[str, str], mode: str, every: int, offset: int = 0) -> dict[str, object]:
    ended = subprocess.run(
        [sys.executable, HERE / "driver.py", folder, mode, str(every), str(offset)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    found: dict[str, object] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module", params=SCENARIOS)
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, hiac: Run) -> Path:
    """A folder whose `before` was applied and now is to become `after`."""
    scenario = HERE / request.param
    home = tmp_path_factory.mktemp("crash")
    project = home / "before"
    project.mkdir()
    shutil.copy(scenario / "before.tf", project / "main.tf")
    assert hiac("apply", "-auto-approve", cwd=project).returncode == 0
    if (scenario / "after.tf").exists():
        shutil.copy(scenario / "after.tf", project / "main.tf")
    if (scenario / "files").exists():
        shutil.copytree(scenario / "files", project, dirs_exist_ok=True)
        shutil.copy(scenario / "command", home)
    return home


@pytest.mark.parametrize("mode", MODES)
def test_some_instants(mode: str, prepared: Path, environment: dict[str, str]) -> None:
    found = outcome(prepared, environment, mode, SAMPLE, MODES.index(mode))
    assert found["wrong"] == []
    assert isinstance(found["tried"], int)
    assert found["tried"] >= 2


@pytest.mark.crash
@pytest.mark.parametrize("mode", MODES)
def test_every_instant(mode: str, prepared: Path, environment: dict[str, str]) -> None:
    found = outcome(prepared, environment, mode, 1)
    assert found["wrong"] == []
    assert found["tried"] == found["instants"]


@pytest.mark.crash
@pytest.mark.parametrize("offset", range(8))
@pytest.mark.parametrize("mode", MODES)
def test_every_instant_of_many_resources(
    mode: str, offset: int, tmp_path: Path, environment: dict[str, str], hiac: Run
) -> None:
    """300 connectors, of which each a third is created, changed and deleted."""
    project = tmp_path / "before"
    project.mkdir()
    (project / "main.tf").write_text(connectors(0, 200, "old"))
    assert hiac("apply", "-auto-approve", cwd=project).returncode == 0
    (project / "main.tf").write_text(connectors(100, 300, "new"))
    found = outcome(tmp_path, environment, mode, 8, offset)
    assert found["wrong"] == []


def connectors(start: int, end: int, name: str) -> str:
    return "".join(
        f'resource "harness_platform_connector_docker" "c{n}" {{\n'
        f'  identifier = "c{n}"\n  name = "{name}"\n  type = "DockerHub"\n  url = "https://index.docker.io/v2/"\n}}\n'
        for n in range(start, end)
    )
