"""A state that Terraform wrote with the real provider is taken as it is; only the documents are missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_organization" "acme" {
  identifier = "acme"
  name       = "Acme"
}

resource "harness_platform_secret_text" "token" {
  identifier                = "token"
  name                      = "Token"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = "s3cret"
}

resource "harness_platform_connector_kubernetes" "cluster" {
  identifier = "cluster"
  name       = "Cluster"
  org_id     = harness_platform_organization.acme.id
  tags       = ["env:prod"]

  inherit_from_delegate {
    delegate_selectors = ["in-cluster"]
  }
}

resource "harness_platform_connector_pdc" "hosts" {
  identifier = "hosts"
  name       = "Hosts"

  host {
    hostname = "b"
  }

  host {
    hostname   = "a"
    attributes = { region = "eu" }
  }
}
"""
ATTRIBUTES: dict[str, dict[str, Any]] = {
    "harness_platform_organization.acme": {
        "description": "",
        "id": "acme",
        "identifier": "acme",
        "name": "Acme",
        "tags": [],
    },
    "harness_platform_secret_text.token": {
        "additional_metadata": [],
        "description": "",
        "id": "token",
        "identifier": "token",
        "name": "Token",
        "org_id": "",
        "project_id": "",
        "secret_manager_identifier": "harnessSecretManager",
        "tags": None,
        "value": "s3cret",
        "value_type": "Inline",
    },
    "harness_platform_connector_kubernetes.cluster": {
        "client_key_cert": [],
        "delegate_selectors": [],
        "description": "",
        "force_delete": None,
        "id": "cluster",
        "identifier": "cluster",
        "inherit_from_delegate": [{"delegate_selectors": ["in-cluster"]}],
        "name": "Cluster",
        "openid_connect": [],
        "org_id": "acme",
        "project_id": "",
        "service_account": [],
        "tags": ["env:prod"],
        "username_password": [],
    },
    "harness_platform_connector_pdc.hosts": {
        "delegate_selectors": None,
        "description": "",
        "host": [{"attributes": {"region": "eu"}, "hostname": "a"}, {"attributes": None, "hostname": "b"}],
        "id": "hosts",
        "identifier": "hosts",
        "name": "Hosts",
        "org_id": "",
        "project_id": "",
        "tags": None,
    },
}
Capture = pytest.CaptureFixture[str]


def state(serial: int = 7, lineage: str = "0a1b") -> str:
    resources = []
    for address, attributes in ATTRIBUTES.items():
        type, _, name = address.partition(".")
        instance = {
            "schema_version": 0,
            "attributes": attributes,
            "sensitive_attributes": [],
            "private": "eyJzY2hlbWFfdmVyc2lvbiI6IjAifQ==",
        }
        provider = 'provider["registry.terraform.io/harness/harness"]'
        one = {"mode": "managed", "type": type, "name": name, "provider": provider, "instances": [instance]}
        resources.append(one)
    return json.dumps(
        {
            "version": 4,
            "terraform_version": "1.11.4",
            "serial": serial,
            "lineage": lineage,
            "outputs": {},
            "resources": resources,
            "check_results": None,
        }
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    (tmp_path / "terraform.tfstate").write_text(state())
    return tmp_path


def changes(folder: Path, capsys: Capture) -> dict[str, tuple[list[str], bool]]:
    assert run(["plan", "-out=p"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert run(["show", "-json", "p"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert "resource_drift" not in shown or shown["resource_drift"] == []
    return {
        change["address"]: (change["change"]["actions"], change["change"]["before"] == change["change"]["after"])
        for change in shown["resource_changes"]
    }


def test_only_the_documents_are_written(folder: Path, capsys: Capture) -> None:
    assert run(["state", "push", "terraform.tfstate"]) == 0, capsys.readouterr().err
    assert changes(folder, capsys) == {
        "harness_platform_connector_kubernetes.cluster": (["update"], True),
        "harness_platform_connector_pdc.hosts": (["update"], True),
        "harness_platform_organization.acme": (["no-op"], True),
        "harness_platform_secret_text.token": (["no-op"], True),
    }
    assert run(["plan", "-no-color"]) == 0
    assert "the document is written: there is none yet" in capsys.readouterr().out
    assert run(["apply", "-auto-approve"]) == 0
    assert sorted(p.name for p in (folder / ".harness").rglob("*.yaml")) == ["cluster.yaml", "hosts.yaml"]
    assert "s3cret" not in (folder / "state/default.tfstate.json").read_text()
    capsys.readouterr()
    assert run(["plan", "-detailed-exitcode"]) == 0, capsys.readouterr().out


def test_a_document_that_is_there_already_is_taken_over(folder: Path, capsys: Capture) -> None:
    assert run(["state", "push", "terraform.tfstate"]) == 0
    document = folder / ".harness/connectors/hosts.yaml"
    document.parent.mkdir(parents=True)
    document.write_text(
        "connector:\n  identifier: hosts\n  name: Hosts\n  type: Pdc\n  spec:\n    hosts:\n"
        "      - {hostname: a, hostAttributes: {region: eu}}\n      - {hostname: b}\n"
    )
    assert changes(folder, capsys)["harness_platform_connector_pdc.hosts"] == (["no-op"], True)


def test_what_really_differs_is_shown(folder: Path, capsys: Capture) -> None:
    (folder / "main.tf").write_text(CONFIGURATION.replace('"Hosts"', '"Other hosts"'))
    assert run(["state", "push", "terraform.tfstate"]) == 0
    capsys.readouterr()
    assert run(["plan", "-no-color", "-target=harness_platform_connector_pdc.hosts"]) == 0
    shown = capsys.readouterr().out
    assert '~ name       = "Hosts" -> "Other hosts"' in shown
    assert shown.count("->") == 1


def test_a_secret_is_not_shown_although_the_state_holds_it(folder: Path, capsys: Capture) -> None:
    (folder / "main.tf").write_text(CONFIGURATION.replace("s3cret", "0ther"))
    assert run(["state", "push", "terraform.tfstate"]) == 0
    assert run(["plan", "-out=p"]) == 0
    assert run(["show", "-json", "p"]) == 0
    assert run(["show", "-json"]) == 0
    assert run(["show"]) == 0
    assert run(["state", "show", "harness_platform_secret_text.token"]) == 0
    shown = capsys.readouterr()
    assert "~ value" in shown.out
    assert "s3cret" not in shown.out + shown.err
    assert "0ther" not in shown.out + shown.err


def test_a_deleted_document_of_hiac_is_still_drift(folder: Path, capsys: Capture) -> None:
    assert run(["apply", "-auto-approve"]) == 0
    (folder / ".harness/connectors/hosts.yaml").unlink()
    capsys.readouterr()
    assert run(["plan", "-no-color"]) == 0
    assert "Plan: 1 to add, 0 to change, 0 to destroy." in capsys.readouterr().out


def test_a_state_is_pulled_as_it_was_pushed(folder: Path, capsys: Capture) -> None:
    assert run(["state", "pull"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["state", "push", "terraform.tfstate"]) == 0
    assert run(["state", "pull"]) == 0
    pulled = json.loads(capsys.readouterr().out)
    assert (pulled["serial"], pulled["lineage"]) == (7, "0a1b")
    there = {f"{r['type']}.{r['name']}": r["instances"][0]["attributes"] for r in pulled["resources"]}
    assert there == ATTRIBUTES


@pytest.mark.parametrize(
    ("pushed", "said"),
    [
        (state(lineage="other"), 'Cannot import state with lineage "other" over unrelated state with lineage "0a1b"'),
        (state(serial=6), "Cannot import state with serial 6 over newer state with serial 7"),
        (state().replace("Acme", "Bcme"), "a different state of the same serial"),
    ],
)
def test_another_or_an_older_state_is_refused(pushed: str, said: str, folder: Path, capsys: Capture) -> None:
    assert run(["state", "push", "terraform.tfstate"]) == 0
    (folder / "other.tfstate").write_text(pushed)
    assert run(["state", "push", "other.tfstate"]) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert run(["state", "push", "-force", "other.tfstate"]) == 0
    assert json.loads((folder / "state/default.tfstate.json").read_text())["serial"] == json.loads(pushed)["serial"]
    assert run(["state", "push", "terraform.tfstate"]) == int("serial 6" not in said)


def test_pushing_the_same_or_a_newer_state_is_fine(folder: Path, capsys: Capture) -> None:
    assert run(["state", "push", "terraform.tfstate"]) == 0
    assert run(["state", "push", "terraform.tfstate"]) == 0
    (folder / "newer.tfstate").write_text(state(serial=9).replace("Acme", "Bcme"))
    assert run(["state", "push", "newer.tfstate"]) == 0
    assert json.loads((folder / "state/default.tfstate.json").read_text())["serial"] == 9
    assert (folder / "state/default.tfstate.json.backup").exists()


def test_resources_of_others_are_named(folder: Path, capsys: Capture) -> None:
    text = state().replace("harness_platform_organization", "aws_instance")
    (folder / "terraform.tfstate").write_text(text)
    assert run(["state", "push", "terraform.tfstate"]) == 0
    assert "hiac does not know: aws_instance." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 3}', "nonsense"])
def test_what_is_no_state_is_refused(text: str, folder: Path, capsys: Capture) -> None:
    (folder / "bad").write_text(text)
    assert run(["state", "push", "bad"]) == 1
    assert run(["state", "push", "gone"]) == 1
    assert not (folder / "state").exists()
