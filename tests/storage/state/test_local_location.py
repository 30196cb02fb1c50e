"""Places of local states: every command notices a change, and `hiac init` moves the states of all workspaces."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_workspaces import CUT_OFF
from tests.conftest import Run

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub_${terraform.workspace}"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""

STANDARD = ""
FOLDER = "hiac.toml: states"
"""A place is what a local block says, `hiac.toml: FOLDER`, or nothing."""


def words(ended: object) -> str:
    return " ".join(f"{ended.stdout}\n{ended.stderr}".split())  # type: ignore[attr-defined]


def configure(folder: Path, place: str) -> None:
    for name in ("backend.tf", "hiac.toml"):
        (folder / name).unlink(missing_ok=True)
    if place.startswith("hiac.toml: "):
        (folder / "hiac.toml").write_text(f'state = "{place.removeprefix("hiac.toml: ")}"\n')
    elif place:
        (folder / "backend.tf").write_text(f'terraform {{\n  backend "local" {{\n    {place}\n  }}\n}}\n')


def pulled(hiac: Run, folder: Path) -> dict[str, object]:
    """The state of each workspace."""
    return {
        name: json.loads(hiac("state", "pull", cwd=folder, TF_WORKSPACE=name).stdout) for name in ("default", "dev")
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.tf").write_text(CONNECTOR)
    return folder


def applied(hiac: Run, folder: Path, place: str) -> None:
    """Two workspaces with a state each."""
    configure(folder, place)
    for workspace in ("default", "dev"):
        ended = hiac("apply", "-auto-approve", cwd=folder, TF_WORKSPACE=workspace)
        assert ended.returncode == 0, ended.stderr


def check_refused(hiac: Run, folder: Path, *commands: str) -> None:
    for command in commands or ("plan", "workspace list"):
        ended = hiac(*command.split(), cwd=folder)
        assert ended.returncode == 1
        assert "Error: State is kept elsewhere" in ended.stderr
        assert 'Run "hiac init -migrate-state"' in words(ended)


def check_up_to_date(hiac: Run, folder: Path) -> None:
    for workspace in ("default", "dev"):
        ended = hiac("plan", "-detailed-exitcode", cwd=folder, TF_WORKSPACE=workspace)
        assert ended.returncode == 0, ended.stderr


WALKS = (
    (STANDARD, 'path = "x.tfstate"', 'path = "deep/er/y.tfstate"', 'path = "../outside.tfstate"', STANDARD),
    (STANDARD, 'path = "state/shop.tfstate.json"', STANDARD),
    ('path = "x.tfstate"', 'path = "x.tfstate"\n    workspace_dir = "spaces"', 'path = "x.tfstate"'),
    (STANDARD, FOLDER, "hiac.toml: others", 'workspace_dir = "spaces"', FOLDER, STANDARD),
)


@pytest.mark.parametrize("walk", WALKS)
def test_all_workspaces_move_from_place_to_place(folder: Path, hiac: Run, walk: tuple[str, ...]) -> None:
    applied(hiac, folder, walk[0])
    before = pulled(hiac, folder)
    for place in walk[1:]:
        configure(folder, place)
        check_refused(hiac, folder, "plan")
        ended = hiac("init", "-migrate-state", "-input=false", cwd=folder)
        assert (ended.returncode, "Copied the state of the workspace" in ended.stdout) == (0, True), (place, ended)
        assert pulled(hiac, folder) == before, place
    check_up_to_date(hiac, folder)


def test_how_states_move(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, STANDARD)
    before = pulled(hiac, folder)
    configure(folder, FOLDER)
    check_refused(hiac, folder, "plan", "workspace list")
    ended = hiac("init", "-input=false", cwd=folder)
    assert (ended.returncode, "State to be copied" in ended.stderr) == (1, True)
    check_refused(hiac, folder, "plan")
    assert hiac("init", "-force-copy", "-input=false", cwd=folder).returncode == 0
    assert pulled(hiac, folder) == before


@pytest.mark.parametrize("place", [STANDARD, 'path = "x.tfstate"', FOLDER])
def test_a_fresh_clone_needs_no_init(folder: Path, hiac: Run, tmp_path: Path, place: str) -> None:
    applied(hiac, folder, place)
    shutil.copytree(folder, tmp_path / "clone", ignore=shutil.ignore_patterns(".hiac"))
    check_up_to_date(hiac, tmp_path / "clone")
    assert hiac("init", "-input=false", cwd=tmp_path / "clone").returncode == 0
    check_up_to_date(hiac, tmp_path / "clone")


def test_a_checkout_follows_a_state_that_was_moved_and_committed(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, 'path = "x.tfstate"')
    configure(folder, STANDARD)
    (folder / "state").mkdir()
    (folder / "x.tfstate").rename(folder / "state/default.tfstate.json")
    (folder / "terraform.tfstate.d/dev/terraform.tfstate").rename(folder / "state/dev.tfstate.json")
    check_up_to_date(hiac, folder)


def test_a_later_version_is_the_state(folder: Path, hiac: Run) -> None:
    """Whichever place it is in."""
    applied(hiac, folder, 'path = "x.tfstate"')
    shutil.copy(folder / "x.tfstate", folder / "y.tfstate")
    configure(folder, 'path = "y.tfstate"')
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0
    configure(folder, 'path = "x.tfstate"')
    (folder / "main.tf").write_text(CONNECTOR.replace('"Hub"', '"Hub 2"'))
    hiac("apply", "-auto-approve", cwd=folder)
    configure(folder, 'path = "y.tfstate"')
    check_refused(hiac, folder)
    assert hiac("init", "-migrate-state", cwd=folder).returncode == 0
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0
    assert not (folder / "x.tfstate").exists()


def test_a_state_of_another_history_in_the_new_place_stays(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, 'path = "x.tfstate"')
    other = json.dumps(json.loads((folder / "x.tfstate").read_text()) | {"lineage": "another"})
    (folder / "y.tfstate").write_text(other)
    configure(folder, 'path = "y.tfstate"')
    check_refused(hiac, folder)
    ended = hiac("init", "-migrate-state", cwd=folder)
    assert (ended.returncode, "Error: State in the way" in ended.stderr) == (1, True)
    assert (folder / "y.tfstate").read_text() == other
    assert hiac("init", "-reconfigure", cwd=folder).returncode == 0
    assert (folder / "x.tfstate").exists()
    check_up_to_date(hiac, folder)


@pytest.mark.parametrize("workspace", ["default", "dev"])
@pytest.mark.parametrize(("old", "new"), [(STANDARD, 'path = "x.tfstate"'), ('path = "x.tfstate"', STANDARD)])
def test_a_journal_without_a_state_moves_too(
    folder: Path, hiac: Run, environment: dict[str, str], workspace: str, old: str, new: str
) -> None:
    configure(folder, old)
    command = [sys.executable, "-c", CUT_OFF, "apply", "-auto-approve"]
    env = environment | {"TF_WORKSPACE": workspace}
    assert subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, check=False).returncode == 9
    configure(folder, new)
    check_refused(hiac, folder)
    ended = hiac("init", "-migrate-state", cwd=folder)
    assert (ended.returncode, f'Copied the state of the workspace "{workspace}"' in ended.stdout) == (0, True)
    assert hiac("plan", "-detailed-exitcode", cwd=folder, TF_WORKSPACE=workspace).returncode == 0
    assert list(folder.rglob("*.journal")) == []


def test_somebody_is_asked_before_a_state_moves(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, STANDARD)
    configure(folder, 'path = "x.tfstate"')
    ended = hiac("init", cwd=folder, stdin="no\n")
    assert (ended.returncode, "Nothing was changed" in words(ended)) == (1, True)
    check_refused(hiac, folder)
    ended = hiac("init", cwd=folder, stdin="yes\n")
    assert (ended.returncode, "Do you want to copy the existing state to file x.tfstate?" in words(ended)) == (0, True)
    check_up_to_date(hiac, folder)


@pytest.mark.parametrize("spelling", ["./x.tfstate", "deep/../x.tfstate", "link.tfstate"])
def test_a_file_spelled_differently_is_the_same(folder: Path, hiac: Run, spelling: str) -> None:
    applied(hiac, folder, 'path = "x.tfstate"')
    (folder / "link.tfstate").symlink_to("x.tfstate")
    (folder / "deep").mkdir()
    configure(folder, f'path = "{spelling}"')
    check_up_to_date(hiac, folder)
    assert hiac("init", "-migrate-state", cwd=folder).returncode == 0
    assert (folder / "x.tfstate").is_file()
    check_up_to_date(hiac, folder)


def test_an_old_place_that_cannot_be_looked_into(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, 'path = "deep/x.tfstate"\n    workspace_dir = "deep"')
    configure(folder, STANDARD)
    (folder / "deep").rename(folder / "shut")
    (folder / "deep").symlink_to("deep")
    ended = hiac("plan", cwd=folder)
    assert (ended.returncode, "hiac init -reconfigure" in words(ended)) == (1, True)
    assert hiac("init", "-migrate-state", cwd=folder).returncode == 1
    assert hiac("init", "-reconfigure", cwd=folder).returncode == 0
    assert hiac("state", "list", cwd=folder).returncode == 0


def test_a_state_that_cannot_be_read_is_not_left_behind(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, 'path = "x.tfstate"')
    (folder / "x.tfstate").write_text("{")
    (folder / "terraform.tfstate.d/dev/terraform.tfstate").unlink()
    configure(folder, STANDARD)
    check_refused(hiac, folder)
    ended = hiac("init", "-migrate-state", cwd=folder)
    assert (ended.returncode, "x.tfstate" in words(ended)) == (1, True)
    check_refused(hiac, folder)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("", "must not be empty"),
        (".harness/connectors/hub.yaml", "in the documents folder"),
        ("./x/../.harness/hub.yml", "in the documents folder"),
        ("/", "must name a file"),
        (".", "must name a file"),
        ("states/..", "must name a file"),
    ],
)
def test_paths_that_cannot_be(folder: Path, hiac: Run, path: str, part: str) -> None:
    configure(folder, f'path = "{path}"')
    for command in ("plan", "init"):
        ended = hiac(command, cwd=folder)
        assert (ended.returncode, part in words(ended)) == (1, True)
        assert "on backend.tf line 2" in ended.stderr


def test_a_place_that_takes_anothers_file_is_refused(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, 'path = "terraform.tfstate.d/prod/terraform.tfstate"\n    workspace_dir = "spaces"')
    (folder / "spaces").rename(folder / "other")
    (folder / "spaces/prod").mkdir(parents=True)
    shutil.copy(folder / "other/dev/terraform.tfstate", folder / "spaces/prod/terraform.tfstate")
    configure(folder, 'path = "x.tfstate"')
    ended = hiac("init", "-migrate-state", "-force-copy", cwd=folder)
    assert (ended.returncode, "Error: State in the way" in ended.stderr) == (1, True)
    assert not (folder / "x.tfstate").exists()


def test_encrypted_states_move_and_stay_encrypted(folder: Path, hiac: Run) -> None:
    table = '[encryption]\npassphrase = { env = "KEY" }\n'
    (folder / "hiac.toml").write_text(table)
    assert hiac("apply", "-auto-approve", cwd=folder, KEY="correct horse battery").returncode == 0
    (folder / "backend.tf").write_text('terraform {\n  backend "local" {\n    path = "x.tfstate"\n  }\n}\n')
    ended = hiac("init", "-migrate-state", cwd=folder, KEY="correct horse battery")
    assert ended.returncode == 0, ended.stderr
    assert "hub_default" not in (folder / "x.tfstate").read_text()
    assert hiac("plan", "-detailed-exitcode", cwd=folder, KEY="correct horse battery").returncode == 0


def test_what_can_be_added_to_a_local_block(folder: Path, hiac: Run) -> None:
    configure(folder, 'path = "x.tfstate"')
    ended = hiac("init", "-backend-config=path=y.tfstate", cwd=folder)
    assert (ended.returncode, "Write path and workspace_dir into the block" in words(ended)) == (1, True)


def test_init_tells_programs_line_by_line(folder: Path, hiac: Run) -> None:
    applied(hiac, folder, STANDARD)
    configure(folder, 'path = "x.tfstate"')
    ended = hiac("init", "-json", cwd=folder)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [line["type"] for line in lines] == ["version", "init_output", "diagnostic"]
    assert lines[-1]["diagnostic"]["summary"] == "State to be copied"
    ended = hiac("init", "-json", "-migrate-state", cwd=folder)
    codes = [json.loads(line).get("message_code") for line in ended.stdout.splitlines()]
    assert codes == [
        None,
        "initializing_backend_message",
        *["state_copied_message"] * 2,
        *["state_kept_message"] * 2,
        "output_init_success_message",
        "output_init_success_cli_message",
    ]


def test_notes_lie_where_the_environment_says(folder: Path, hiac: Run) -> None:
    configure(folder, 'path = "x.tfstate"')
    assert hiac("apply", "-auto-approve", cwd=folder, TF_DATA_DIR="data/of").returncode == 0
    assert (folder / "data/of/hiac/backend.json").exists()
    assert not (folder / ".hiac").exists()
    configure(folder, STANDARD)
    assert hiac("plan", cwd=folder, TF_DATA_DIR="data/of").returncode == 1
