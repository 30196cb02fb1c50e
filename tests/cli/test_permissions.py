"""hiac permissions: gathered by connector, as text and as JSON; what is said to wrong addresses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harnessiac.advice.guide_examples import ALWAYS, examples
from harnessiac.cli.main import run
from harnessiac.services import guides

HERE = Path(__file__).parent / "permissions"
Capture = pytest.CaptureFixture[str]
Golden = Callable[[Path, str], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(HERE / "in", tmp_path, dirs_exist_ok=True)
    return tmp_path


def found(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert run(["permissions", "-json", *arguments]) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("all.txt", []),
        ("all.json", ["-json"]),
        ("service.txt", ['harness_platform_service.web["eu"]']),
        ("connector.txt", ["harness_platform_connector_aws.other"]),
    ],
)
def test_shown(name: str, arguments: list[str], folder: Path, capsys: Capture, golden: Golden) -> None:
    before = sorted(folder.rglob("*"))
    assert run(["permissions", *arguments]) == 0
    golden(HERE / name, capsys.readouterr().out)
    assert sorted(folder.rglob("*")) == before


def test_what_the_guides_examples_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Golden
) -> None:
    monkeypatch.chdir(tmp_path)
    made = [one.hcl for guide in guides.every() for one in examples(guide) if one.part in ALWAYS]
    (tmp_path / "main.tf").write_text("\n".join(made))
    assert run(["permissions"]) == 0
    golden(HERE / "guides.txt", capsys.readouterr().out)


def test_each_source_gets_what_its_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    for guide in guides.every():
        if guide.service is None or guide.access is None:
            continue
        (tmp_path / "main.tf").write_text("\n".join(one.hcl for one in examples(guide) if one.part in ALWAYS))
        [connector] = found(capsys)["connectors"]
        [granted] = connector["permissions"]
        assert granted["system"] == guide.access.system
        assert [role["name"] for role in granted["roles"]] == [role.name for role in guide.access.roles]
        format = guide.service.spec.get("repositoryFormat")
        rights = [right.name for right in guide.access.rights if not right.formats or format in right.formats]
        assert [right["name"] for right in granted["rights"]] == rights


@pytest.mark.parametrize("arguments", [[], ["-json"]])
def test_credentials_in_a_url_are_not_shown(arguments: list[str], folder: Path, capsys: Capture) -> None:
    assert run(["permissions", *arguments]) == 0
    shown = capsys.readouterr().out
    assert "jfrog.example.com:8443" in shown
    assert "deploy:x" not in shown


def test_sensitive_values_of_the_state_are_not_shown(folder: Path, capsys: Capture) -> None:
    assert run(["apply", "-auto-approve"]) == 0, capsys.readouterr().err
    path = folder / "state/default.tfstate.json"
    state = json.loads(path.read_text())
    for resource in state["resources"]:
        if resource["type"] == "harness_platform_connector_artifactory":
            resource["instances"][0]["sensitive_attributes"] = [[{"type": "get_attr", "value": "url"}]]
    path.write_text(json.dumps(state))
    _forget_artifactory(folder)
    capsys.readouterr()
    names = {one["name"]: one for one in found(capsys)["connectors"]}
    files = names["harness_platform_connector_artifactory.files"]
    assert files["hosts"] == [
        {"host": "<host of artifactoryServerUrl>", "known": False, "why": "the Artifactory server"}
    ]


def _forget_artifactory(folder: Path) -> None:
    text = (folder / "main.tf").read_text()
    start = text.index('resource "harness_platform_connector_artifactory"')
    text = text[:start] + text[text.index("resource", start + 1) :]
    (folder / "main.tf").write_text(text.replace("${harness_platform_connector_artifactory.files.id}", "files"))


def test_a_connector_of_the_state(folder: Path, capsys: Capture) -> None:
    assert run(["apply", "-auto-approve"]) == 0, capsys.readouterr().err
    _forget_artifactory(folder)
    capsys.readouterr()
    names = {one["name"]: one for one in found(capsys)["connectors"]}
    files = names["harness_platform_connector_artifactory.files"]
    assert (files["found"], files["credentials"]) == ("state", "Anonymous")
    assert [host["host"] for host in files["hosts"]] == ["jfrog.example.com:8443"]


def test_one_policy_for_the_registries_that_are_known(folder: Path, capsys: Capture) -> None:
    [connector] = [one for one in found(capsys)["connectors"] if one["name"] == "harness_platform_connector_aws.main"]
    [granted] = connector["permissions"]
    everywhere, narrow = granted["policy"]["Statement"]
    assert everywhere == {"Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"}
    assert narrow["Resource"] == [
        "arn:aws-cn:ecr:cn-north-1:123456789012:repository/*",
        "arn:aws:ecr:eu-central-1:123456789012:repository/*",
    ]


def test_text_from_outside_stays_on_its_line(folder: Path, capsys: Capture) -> None:
    text = (folder / "main.tf").read_text()
    (folder / "main.tf").write_text(text.replace("registry: shop", 'registry: "sh\\e[31mop\\nEvil: line"'))
    assert run(["permissions"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\nEvil" not in shown
    assert "<registry>.azurecr.io" in shown


def test_without_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text("locals {}\n")
    assert run(["permissions"]) == 0
    assert capsys.readouterr().out == "There are no artifact sources, so nothing is needed.\n"
    assert set(found(capsys)) == {
        "format_version",
        "complete",
        "connectors",
        "hosts",
        "feature_flags",
        "secrets",
        "unknown",
    }


def test_what_is_not_known_is_said(folder: Path, capsys: Capture) -> None:
    assert found(capsys)["complete"] is True
    text = (folder / "main.tf").read_text()
    (folder / "main.tf").write_text('variable "name" {}\n' + text.replace('name       = "Lambda"', "name = var.name"))
    shown = found(capsys)
    assert shown["complete"] is False
    assert "harness_platform_connector_aws.other" not in {one["name"] for one in shown["connectors"]}
    assert run(["permissions"]) == 0
    assert "There may be more" in capsys.readouterr().out
    assert found(capsys, "-var=name=Lambda")["complete"] is True


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("harness_platform_service.wep", 'Did you mean "harness_platform_service.'),
        ("harness_platform_connector_aws.mian", 'Did you mean "harness_platform_connector_aws.main"?'),
        ('harness_platform_service.web["us"]', 'The configuration has no harness_platform_service.web["us"].'),
        ("module.nothing", "The configuration has no module.nothing."),
        ("a b", "is not a resource address"),
        ("\x1b[31m", "\\x1b[31m"),
        ("", "is not a resource address"),
    ],
)
def test_addresses_that_name_nothing(address: str, said: str, folder: Path, capsys: Capture) -> None:
    assert run(["permissions", address]) == 1
    shown = capsys.readouterr()
    assert said in shown.err.replace("\n", " ")
    assert "\x1b" not in shown.err
    assert shown.out == ""


def test_errors_of_the_configuration_are_told(folder: Path, capsys: Capture) -> None:
    (folder / "more.tf").write_text("locals {\n  x = local.nothing\n}\n")
    assert run(["permissions"]) == 1
    shown = capsys.readouterr()
    assert "Reference to undeclared local value" in shown.err
    assert shown.out == ""
