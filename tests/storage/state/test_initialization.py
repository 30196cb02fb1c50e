"""hiac init: states move between any two backends, are never lost on the way, and secrets stay where they belong."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.state import initialization
from harnessiac.storage.state.data_directory import DataDirectory
from tests.conftest import Run
from tests.storage.backends.servers import HttpState
from tests.storage.conftest import Place

Places = Callable[[str], Place]

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.tf").write_text(CONNECTOR)
    return folder


def configure(folder: Path, place: Place) -> None:
    """Write the backend block of a place: none for files, as that is what hiac does by itself."""
    (folder / "backend.tf").write_text("" if place.type == "local" else place.block())


def words(ended: object) -> str:
    return " ".join(f"{ended.stdout}\n{ended.stderr}".split())  # type: ignore[attr-defined]


def lineage(folder: Path, hiac: Run, **env: str) -> tuple[str, int]:
    state = json.loads(hiac("state", "pull", cwd=folder, **env).stdout)
    return state["lineage"], state["serial"]


def test_a_state_moves_through_all_backends(folder: Path, hiac: Run, place_of: Places) -> None:
    places = [place_of(type) for type in ("local", "pg", "s3", "http", "http", "pg", "local")]
    env = {name: value for place in places for name, value in place.environment.items()}
    hiac("apply", "-auto-approve", cwd=folder)
    before = lineage(folder, hiac)
    for old, new in itertools.pairwise(places):
        configure(folder, new)
        refused = hiac("plan", cwd=folder, **env)
        assert refused.returncode == 1
        assert 'Backend initialization required, please run "hiac init"' in refused.stderr
        moved = hiac("init", "-migrate-state", "-input=false", cwd=folder, **env)
        assert moved.returncode == 0, moved.stderr
        assert 'Copied the state of the workspace "default" (serial 1).' in moved.stdout
        assert lineage(folder, hiac, **env) == before
        if old.type == "local":
            assert [path.name for path in (folder / "state").iterdir()] == ["default.tfstate.json.backup"]
        else:
            kept = old.opened().store("default").read()
            assert kept is not None
            assert before[0].encode() in kept.data
    assert hiac("plan", "-detailed-exitcode", cwd=folder, **env).returncode == 0


def test_nothing_moves_unless_somebody_says_so(folder: Path, hiac: Run, place_of: Places) -> None:
    hiac("apply", "-auto-approve", cwd=folder)
    for type, part in (("pg", "Use -migrate-state to copy it"), ("http", 'use "hiac init -migrate-state"')):
        place = place_of(type)
        configure(folder, place)
        ended = hiac("init", "-input=false", cwd=folder)
        assert (ended.returncode, part in words(ended)) == (1, True)
        assert place.opened().store("default").read() is None
        configure(folder, place_of("pg"))
        assert hiac("init", "-migrate-state", cwd=folder).returncode == 0


def test_all_workspaces_move(folder: Path, hiac: Run, place_of: Places) -> None:
    hiac("apply", "-auto-approve", cwd=folder)
    hiac("workspace", "new", "-state=state/default.tfstate.json", "dev", cwd=folder)
    hiac("workspace", "new", "empty", cwd=folder)
    place = place_of("pg")
    configure(folder, place)
    assert hiac("init", "-migrate-state", cwd=folder).returncode == 0
    assert hiac("workspace", "list", cwd=folder).stdout == "  default\n  dev\n* empty\n\n"
    assert hiac("state", "list", cwd=folder, TF_WORKSPACE="dev").stdout.startswith("harness_platform")
    configure(folder, place_of("http"))
    ended = hiac("init", "-migrate-state", cwd=folder)
    assert ended.returncode == 1
    assert "there are states in several workspaces: default, dev" in words(ended)
    assert hiac("init", "-reconfigure", cwd=folder, TF_WORKSPACE="default").returncode == 0
    assert "Workspaces not supported" in hiac("plan", cwd=folder).stderr


def test_a_state_in_the_way_stays(folder: Path, hiac: Run, place_of: Places) -> None:
    place = place_of("pg")
    (folder / "other").mkdir()
    (folder / "other/main.tf").write_text(CONNECTOR)
    configure(folder / "other", place)
    hiac("init", cwd=folder / "other")
    hiac("apply", "-auto-approve", cwd=folder / "other")
    theirs = place.opened().store("default").read()
    hiac("apply", "-auto-approve", cwd=folder)
    configure(folder, place)
    ended = hiac("init", "-migrate-state", cwd=folder)
    assert ended.returncode == 1
    assert "State in the way" in ended.stderr
    assert place.opened().store("default").read() == theirs
    assert (folder / "state/default.tfstate.json").exists()
    assert not (folder / ".hiac").exists()
    ended = hiac("init", "-force-copy", cwd=folder)
    assert ended.returncode == 0
    assert theirs is not None
    assert (folder / ".hiac/default.1.replaced.tfstate").read_bytes() == theirs.data
    assert place.opened().store("default").read() != theirs


def test_a_second_checkout_finds_the_state_there(folder: Path, hiac: Run, place_of: Places, tmp_path: Path) -> None:
    """It still has the old file in its clone: an earlier version of what is there already."""
    hiac("apply", "-auto-approve", cwd=folder)
    clone = tmp_path / "clone"
    clone.mkdir()
    place = place_of("s3")
    for path in ("main.tf", "state/default.tfstate.json", ".harness/connectors/hub.yaml"):
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_bytes((folder / path).read_bytes())
    for each in (folder, clone):
        configure(each, place)
    assert hiac("init", "-migrate-state", cwd=folder, **place.environment).returncode == 0
    ended = hiac("init", "-input=false", cwd=clone, **place.environment)
    assert ended.returncode == 0, ended.stderr
    assert "Already there:" in ended.stdout
    assert hiac("plan", "-detailed-exitcode", cwd=clone, **place.environment).returncode == 0


def test_somebody_is_asked(folder: Path, hiac: Run, place_of: Places) -> None:
    hiac("apply", "-auto-approve", cwd=folder)
    place = place_of("pg")
    configure(folder, place)
    ended = hiac("init", cwd=folder, stdin="no\n")
    assert ended.returncode == 1
    assert "Nothing was changed" in words(ended)
    assert place.opened().store("default").read() is None
    ended = hiac("init", cwd=folder, stdin="yes\n")
    assert ended.returncode == 0
    assert place.opened().store("default").read() is not None


def test_secrets_stay_out_of_the_working_directory(
    folder: Path, hiac: Run, place_of: Places, environment: dict[str, str], tmp_path: Path
) -> None:
    place = place_of("pg")
    (folder / "backend.tf").write_text('terraform {\n  backend "pg" {}\n}\n')
    (tmp_path / "more.hcl").write_text(f'schema_name = "{place.settings["schema_name"]}"\n')
    state_home = str(tmp_path / "home")
    options = (f"-backend-config=conn_str={place.settings['conn_str']}", f"-backend-config={tmp_path}/more.hcl")
    ended = hiac("init", *options, cwd=folder, XDG_STATE_HOME=state_home)
    assert ended.returncode == 0, ended.stderr
    assert "hunter2" not in ended.stdout + ended.stderr
    assert hiac("apply", "-auto-approve", cwd=folder, XDG_STATE_HOME=state_home).returncode == 0
    assert all(b"hunter2" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    (kept,) = (tmp_path / "home/hiac").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert "hunter2" in kept.read_text()
    assert hiac("init", cwd=folder, XDG_STATE_HOME=state_home).returncode == 0
    (folder / "backend.tf").unlink()
    assert hiac("init", "-migrate-state", cwd=folder, XDG_STATE_HOME=state_home).returncode == 0
    assert list((tmp_path / "home/hiac").iterdir()) == []


@pytest.mark.parametrize(
    "note",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"version": 2, "type": "pg", "block": {}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "nope", "block": {}, "given": {}, "secrets": []}',
        '{"version": 1, "type": ["pg"], "block": {}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "pg", "block": {"x": 1}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "pg", "block": {"conn_str": [1]}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"folder": ""}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"folder": "a", "path": "b"}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"path": "a\\u0000"}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"path": "\\ud800"}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"path": "/"}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {"path": 5}, "given": {}, "secrets": []}',
        '{"version": 1, "type": "local", "block": {}, "given": {"path": "x"}, "secrets": []}',
        "\udcff\x1b[31m",
    ],
)
def test_notes_that_nobody_wrote(tmp_path: Path, note: str) -> None:
    data = DataDirectory(tmp_path)
    data.write("backend.json", note.encode("utf-8", "surrogateescape"))
    with pytest.raises(Failed) as failure:
        initialization.read(data, {})
    assert "hiac init -reconfigure" in failure.value.diagnostics[0].detail
    assert "\x1b" not in failure.value.diagnostics[0].detail


def test_a_note_is_written_anew(folder: Path, hiac: Run, place_of: Places) -> None:
    configure(folder, place_of("pg"))
    DataDirectory(folder).write("backend.json", b"{")
    ended = hiac("plan", cwd=folder)
    assert (ended.returncode, "hiac init -reconfigure" in words(ended)) == (1, True)
    assert hiac("init", "-reconfigure", cwd=folder).returncode == 0
    assert hiac("plan", cwd=folder).returncode == 0


def test_a_lock_left_behind_is_ended_by_its_id(
    folder: Path, hiac: Run, place_of: Places, http_state: HttpState
) -> None:
    place = place_of("http")
    configure(folder, place)
    hiac("init", cwd=folder)
    path = "/" + str(place.settings["address"]).rpartition("/")[2]
    http_state.locks[path] = {"ID": "left", "Who": "gone@elsewhere"}
    assert "gone@elsewhere" in hiac("apply", "-auto-approve", cwd=folder).stderr
    assert "Failed to unlock state" in hiac("force-unlock", "-force", "other", cwd=folder).stderr
    assert hiac("force-unlock", "left", cwd=folder, stdin="no\n").returncode == 1
    ended = hiac("force-unlock", "left", cwd=folder, stdin="yes\n")
    assert (ended.returncode, "successfully unlocked" in ended.stdout) == (0, True)
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0


def test_options_that_make_no_sense(folder: Path, hiac: Run, place_of: Places) -> None:
    assert "Invalid init options" in hiac("init", "-reconfigure", "-migrate-state", cwd=folder).stderr
    assert "Missing backend configuration" in hiac("init", "-backend-config=x=y", cwd=folder).stderr
    configure(folder, place_of("http"))
    assert "Failed to read file" in hiac("init", "-backend-config=nofile", cwd=folder).stderr
    assert "not expected for the selected" in words(hiac("init", "-backend-config=x=y", cwd=folder))
    (folder / "backend.tf").write_text('terraform {\n  backend "http" {}\n}\n')
    assert "needs address" in words(hiac("init", cwd=folder))
    assert not (folder / ".hiac").exists()


def test_nothing_to_prepare(folder: Path, hiac: Run) -> None:
    ended = hiac("init", cwd=folder)
    assert (ended.returncode, "successfully initialized" in ended.stdout) == (0, True)
    assert sorted(path.name for path in folder.iterdir()) == ["main.tf"]
    (folder / "main.tf").unlink()
    assert "empty directory" in hiac("init", cwd=folder).stdout
    (folder / "main.tf").write_text("resource {")
    assert hiac("init", cwd=folder).returncode == 1


def test_a_wrong_block_is_found_by_validate_too(folder: Path, hiac: Run) -> None:
    (folder / "backend.tf").write_text('terraform {\n  backend "pg" {\n    schema_nme = "x"\n  }\n}\n')
    for command in ("validate", "plan", "init"):
        ended = hiac(command, cwd=folder)
        assert (ended.returncode, 'Did you mean "schema_name"?' in words(ended)) == (1, True)
        assert "on backend.tf line 3" in ended.stderr
