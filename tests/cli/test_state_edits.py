"""taint, untaint and state replace-provider: Terraform's words, and what the next plan makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  count      = 2
  identifier = "hub${count.index}"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""
HUB = "harness_platform_connector_docker.hub"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    Path("main.tf").write_text(CONFIGURATION)
    assert run(["apply", "-auto-approve"]) == 0
    capsys.readouterr()


def said(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert run(list(args)) == code
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


def test_what_is_tainted_is_replaced_and_then_sound(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"{HUB}[0]"
    assert said(capsys, "taint", address) == f"Resource instance {address} has been marked as tainted."
    assert said(capsys, "taint", address) == f"Resource instance {address} has been marked as tainted."
    plan = said(capsys, "plan")
    assert f"{address} is tainted, so it must be replaced" in plan or "must be replaced" in plan
    assert "Plan: 1 to add, 0 to change, 1 to destroy." in plan
    document = Path(".harness/connectors/hub0.yaml")
    before = document.read_bytes()
    assert "Resources: 1 added, 0 changed, 1 destroyed." in said(capsys, "apply", "-auto-approve")
    assert document.read_bytes() == before
    assert "No changes." in said(capsys, "plan")


def test_what_is_untainted_stays(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"{HUB}[1]"
    said(capsys, "taint", address)
    assert said(capsys, "untaint", address) == f"Resource instance {address} has been successfully untainted."
    assert "No changes." in said(capsys, "plan")
    assert "Error: Resource instance is not tainted" in said(capsys, "untaint", address, code=1)


@pytest.mark.parametrize("command", ["taint", "untaint"])
def test_what_is_not_there(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, command, HUB, code=1)
    assert "Error: No such resource instance" in found
    assert f'Did you mean "{HUB}[' in found
    assert "not an error because -allow-missing was set" in said(capsys, command, "-allow-missing", f"{HUB}[7]")
    assert f"cannot be {command}ed" in said(capsys, command, "data.a.b", code=1)
    assert "Error parsing instance address" in said(capsys, command, "foo", code=1)


def test_resources_change_their_provider(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "state", "replace-provider", "-auto-approve", "harness/harness", "acme/harness")
    assert "- registry.terraform.io/harness/harness + registry.terraform.io/acme/harness" in found
    assert f"Changing 1 resources: {HUB} Successfully replaced provider for 1 resources." in found
    state = json.loads(Path("state/default.tfstate.json").read_bytes())
    assert state["resources"][0]["provider"] == 'provider["registry.terraform.io/acme/harness"]'
    shown = json.loads(said(capsys, "show", "-json"))
    (resource, _) = shown["values"]["root_module"]["resources"]
    assert resource["provider_name"] == "registry.terraform.io/acme/harness"
    again = said(capsys, "state", "replace-provider", "-auto-approve", "harness/harness", "acme/harness")
    assert again == "No matching resources found."


@pytest.mark.parametrize("name", ["a/b/c/d", "", "a//b", "a b/c", 'x"]', "x-/y", "\x1b[31m"])
def test_names_that_are_no_providers(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert 'Error: Invalid "from" provider' in said(capsys, "state", "replace-provider", name, "acme/harness", code=1)
    assert 'Error: Invalid "to" provider' in said(capsys, "state", "replace-provider", "harness/harness", name, code=1)


@pytest.mark.parametrize("path", [".", "/", "state/.."])
def test_a_state_is_a_file(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("plan",), ("apply", "-auto-approve"), ("state", "list")):
        found = said(capsys, *command, f"-state={path}", code=1)
        assert found.startswith("Error: Invalid -state option")
