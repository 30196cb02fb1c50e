"""Workspaces: a state each, selected by a note of the checkout or by TF_WORKSPACE, never at each other's expense."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.state import selected_workspace
from harnessiac.storage.state.data_directory import DataDirectory
from tests.conftest import Run

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub_NAME"
  name       = "in ${terraform.workspace}"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(CONNECTOR.replace("NAME", "${terraform.workspace}"))
    return tmp_path


def said(ended: object) -> str:
    """Everything that was printed, as one line of words."""
    return " ".join(f"{ended.stdout}\n{ended.stderr}".split())  # type: ignore[attr-defined]


def test_each_workspace_has_a_state_of_its_own(folder: Path, hiac: Run) -> None:
    assert hiac("workspace", "list", cwd=folder).stdout == "* default\n\n"
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    assert 'Created and switched to workspace "dev"!' in hiac("workspace", "new", "dev", cwd=folder).stdout
    assert hiac("workspace", "list", cwd=folder).stdout == "  default\n* dev\n\n"
    assert hiac("workspace", "show", cwd=folder).stdout == "dev\n"
    assert hiac("console", cwd=folder, stdin="terraform.workspace\n").stdout == '"dev"\n'
    assert hiac("state", "list", cwd=folder).stdout == ""
    assert "Apply complete! Resources: 1 added" in hiac("apply", "-auto-approve", cwd=folder).stdout
    assert sorted(p.name for p in (folder / "state").glob("*.json")) == ["default.tfstate.json", "dev.tfstate.json"]
    assert sorted(p.name for p in (folder / ".harness/connectors").iterdir()) == ["hub_default.yaml", "hub_dev.yaml"]
    assert (folder / ".hiac/environment").read_text() == "dev"
    assert (folder / ".hiac/.gitignore").read_text().splitlines()[-1] == "*"
    assert hiac("workspace", "select", "dev", cwd=folder).stdout == ""
    assert hiac("workspace", "select", "default", cwd=folder).stdout == 'Switched to workspace "default".\n'
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0


def test_no_workspace_overwrites_the_documents_of_another(folder: Path, hiac: Run) -> None:
    (folder / "main.tf").write_text(CONNECTOR.replace("NAME", "all"))
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    before = (folder / ".harness/connectors/hub_all.yaml").read_bytes()
    hiac("workspace", "new", "dev", cwd=folder)
    ended = hiac("apply", "-auto-approve", cwd=folder)
    assert ended.returncode == 1
    assert "Document already exists" in ended.stderr
    assert (folder / ".harness/connectors/hub_all.yaml").read_bytes() == before

    (folder / "hiac.toml").write_text('documents = ".harness-${workspace}"\n')
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    assert "in dev" in (folder / ".harness-dev/connectors/hub_all.yaml").read_text()
    assert (folder / ".harness/connectors/hub_all.yaml").read_bytes() == before


def test_a_document_belongs_to_one_workspace(folder: Path, hiac: Run) -> None:
    same = CONNECTOR.replace("NAME", "all").replace("in ${terraform.workspace}", "everywhere")
    (folder / "main.tf").write_text(same)
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    hiac("workspace", "new", "dev", cwd=folder)
    address = "harness_platform_connector_docker.hub"
    release = f"let go of it there with `TF_WORKSPACE='default' hiac state rm '{address}'` first"
    shutil.copytree(folder / ".harness", folder / "copy")
    for command in (["apply", "-auto-approve"], ["apply", "-auto-approve", "-adopt"], ["import", address, "hub_all"]):
        ended = hiac(*command, cwd=folder)
        assert ended.returncode == 1
        assert f'{address} of the workspace "default"' in said(ended)
        assert release in said(ended)
    (folder / "main.tf").write_text("")
    ended = hiac("adopt", "copy", cwd=folder)
    assert (ended.returncode, release in said(ended)) == (1, True)
    (folder / "main.tf").write_text(same)
    assert hiac("state", "list", cwd=folder).stdout == ""
    assert hiac("state", "rm", address, cwd=folder, TF_WORKSPACE="default").returncode == 0
    assert "1 imported, 0 added" in hiac("apply", "-auto-approve", "-adopt", cwd=folder).stdout


def test_another_workspace_with_documents_of_its_own_owns_none_here(folder: Path, hiac: Run) -> None:
    (folder / "main.tf").write_text(CONNECTOR.replace("NAME", "all"))
    (folder / "hiac.toml").write_text('documents = "${workspace}"\n')
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    shutil.copytree(folder / "default", folder / "dev")
    hiac("workspace", "new", "dev", cwd=folder)
    assert "1 imported, 0 added, 1 changed" in hiac("apply", "-auto-approve", "-adopt", cwd=folder).stdout


def test_a_workspace_is_deleted_only_when_nothing_is_lost(folder: Path, hiac: Run) -> None:
    hiac("workspace", "new", "dev", cwd=folder)
    hiac("apply", "-auto-approve", cwd=folder)
    assert "is your active workspace" in said(hiac("workspace", "delete", "dev", cwd=folder))
    hiac("workspace", "select", "default", cwd=folder)
    ended = hiac("workspace", "delete", "dev", cwd=folder)
    assert ended.returncode == 1
    assert "- harness_platform_connector_docker.hub" in said(ended)
    assert (folder / "state/dev.tfstate.json").exists()
    ended = hiac("workspace", "delete", "-force", "dev", cwd=folder)
    assert ended.stdout.startswith('Deleted workspace "dev"!\nWARNING: "dev" was non-empty.')
    assert list((folder / "state").iterdir()) == []
    assert (folder / ".harness/connectors/hub_dev.yaml").exists()


def test_copying_a_state_into_a_new_workspace(folder: Path, hiac: Run) -> None:
    hiac("apply", "-auto-approve", cwd=folder)
    assert hiac("workspace", "new", "-state=state/default.tfstate.json", "dev", cwd=folder).returncode == 0
    assert hiac("state", "list", cwd=folder).stdout == "harness_platform_connector_docker.hub\n"
    copied = json.loads((folder / "state/dev.tfstate.json").read_text())
    assert copied["lineage"] == json.loads((folder / "state/default.tfstate.json").read_text())["lineage"]


def test_the_environment_chooses_too(folder: Path, hiac: Run) -> None:
    hiac("workspace", "new", "dev", cwd=folder)
    assert hiac("workspace", "show", cwd=folder, TF_WORKSPACE="default").stdout == "default\n"
    listed = hiac("workspace", "list", cwd=folder, TF_WORKSPACE="default").stdout
    assert listed.startswith("* default\n  dev\n\nThe active workspace is being overridden")
    for command in (["select", "default"], ["new", "other"]):
        ended = hiac("workspace", *command, cwd=folder, TF_WORKSPACE="dev")
        assert (ended.returncode, "overridden using the TF_WORKSPACE" in said(ended)) == (1, True)
    assert hiac("apply", "-auto-approve", cwd=folder, TF_WORKSPACE="ci").returncode == 0
    assert (folder / "state/ci.tfstate.json").exists()


@pytest.mark.parametrize("name", ["a b", "../x", "a/b", ".", "..", "ä", "x" * 91, "a\x1b[31m", "a\nb"])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    data = DataDirectory(tmp_path)
    data.write("environment", name.encode())
    for work in (
        lambda: selected_workspace.check_name(name),
        lambda: selected_workspace.read(data, {}),
        lambda: selected_workspace.read(data, {"TF_WORKSPACE": name}),
    ):
        with pytest.raises(Failed) as failure:
            work()
        assert "is not allowed" in failure.value.diagnostics[0].detail
        assert "\x1b" not in failure.value.diagnostics[0].detail


def test_no_command_takes_a_name_that_is_none(folder: Path, hiac: Run) -> None:
    for command in ("new", "select", "delete"):
        ended = hiac("workspace", command, "../x", cwd=folder)
        assert (ended.returncode, "is not allowed" in said(ended)) == (1, True)
    assert "is not allowed" in said(hiac("plan", cwd=folder, TF_WORKSPACE="../x"))
    assert not (folder / "state").exists()


def test_workspaces_that_are_not_there(folder: Path, hiac: Run) -> None:
    hiac("workspace", "new", "prod", cwd=folder)
    for command in ("select", "delete"):
        ended = hiac("workspace", command, "prdo", cwd=folder)
        assert ended.returncode == 1
        assert 'Workspace "prdo" doesn\'t exist. Did you mean "prod"?' in said(ended)
    assert 'Workspace "prod" already exists' in said(hiac("workspace", "new", "prod", cwd=folder))
    assert "default workspace cannot be deleted" in said(hiac("workspace", "delete", "default", cwd=folder))
    assert "Created and switched" in hiac("workspace", "select", "-or-create", "prdo", cwd=folder).stdout


def test_terraforms_layout_with_a_backend_of_that_kind(folder: Path, hiac: Run) -> None:
    (folder / "backend.tf").write_text('terraform {\n  backend "local" {\n    path = "x/here.tfstate"\n  }\n}\n')
    hiac("apply", "-auto-approve", cwd=folder)
    hiac("workspace", "new", "dev", cwd=folder)
    assert (folder / "x/here.tfstate").exists()
    assert (folder / "terraform.tfstate.d/dev/terraform.tfstate").exists()
    hiac("workspace", "select", "default", cwd=folder)
    hiac("workspace", "delete", "dev", cwd=folder)
    assert list((folder / "terraform.tfstate.d/dev").iterdir()) == []
    assert hiac("workspace", "list", cwd=folder).stdout == "* default\n\n"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('state = "${workspace}"', "has a file of its own anyway"),
        ('configuration = "${workspace}"', 'only "documents" may hold ${workspace}'),
        ('documents = "${workspaces}"', 'only "documents" may hold ${workspace}'),
    ],
)
def test_where_the_name_may_stand(folder: Path, hiac: Run, line: str, part: str) -> None:
    (folder / "hiac.toml").write_text(line + "\n")
    assert part in said(hiac("plan", cwd=folder))


CUT_OFF = """
import os
from harnessiac.cli.main import main

replace = os.replace

def last(source, target, **more):
    replace(source, target, **more)
    if str(target).endswith(".yaml"):
        os._exit(9)

os.replace = last
main()
"""
"""hiac, killed as soon as a document is in its place."""


def test_an_interrupted_apply_of_another_workspace_is_looked_for_in_its_documents(
    folder: Path, hiac: Run, environment: dict[str, str]
) -> None:
    """What it made is in the state before it is decided that the workspace is empty."""
    (folder / "hiac.toml").write_text('documents = "docs-${workspace}"\n')
    hiac("workspace", "new", "dev", cwd=folder)
    command = [sys.executable, "-c", CUT_OFF, "apply", "-auto-approve"]
    ended = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False)
    assert ended.returncode == 9
    assert (folder / "docs-dev/connectors/hub_dev.yaml").exists()
    hiac("workspace", "select", "default", cwd=folder)
    refused = hiac("workspace", "delete", "dev", cwd=folder)
    assert refused.returncode == 1
    assert "harness_platform_connector_docker.hub" in refused.stderr
    hiac("workspace", "select", "dev", cwd=folder)
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0


def test_a_damaged_selection_says_how_to_leave_it(folder: Path, hiac: Run) -> None:
    (folder / ".hiac").mkdir()
    (folder / ".hiac/environment").write_bytes(b"a\x1b[31m/\0")
    ended = hiac("workspace", "select", "default", cwd=folder)
    assert "remove that file" in said(ended)
    assert "\x1b" not in ended.stderr
    (folder / ".hiac/environment").unlink()
    assert hiac("plan", cwd=folder).returncode == 0


@pytest.mark.parametrize("command", [["workspace", "new", "dev"], ["plan"], ["apply", "-auto-approve"]])
def test_a_data_folder_that_was_committed_as_a_link_is_not_followed(
    command: list[str], folder: Path, hiac: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / ".hiac").symlink_to(elsewhere)
    ended = hiac(*command, cwd=folder)
    assert ended.returncode == 1
    assert "Data folder is a symbolic link" in said(ended)
    assert list(elsewhere.iterdir()) == []
    assert not (folder / "state").exists()
    (folder / ".hiac").unlink()
    (folder / ".hiac").mkdir()
    (elsewhere / "secret").write_text("hunter2 is no name")
    (folder / ".hiac/environment").symlink_to(elsewhere / "secret")
    ended = hiac(*command, cwd=folder)
    assert ended.returncode == 1
    assert "it is a symbolic link" in said(ended)
    assert "hunter2" not in said(ended)
