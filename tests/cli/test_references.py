"""hiac references, both ways round, as a tree and as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

HERE = Path(__file__).parent / "references"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(HERE / "in", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("all.txt", []),
        ("users.txt", ["-users"]),
        ("service.txt", ["harness_platform_service.web"]),
        ("service.json", ["-json", "harness_platform_service.web"]),
        ("instance.txt", ["-no-color", 'harness_platform_connector_docker.hub["two"]']),
        ("users_of_resource.txt", ["-users", "harness_platform_connector_docker.hub"]),
        ("users_of_secret.txt", ["-users", "harness_platform_secret_text.password"]),
        ("users_of_nobody.txt", ["-users", "harness_platform_service.web"]),
    ],
)
def test_shown(
    name: str, arguments: list[str], folder: Path, capsys: Capture, golden: Callable[[Path, str], None]
) -> None:
    before = sorted(folder.rglob("*"))
    assert run(["references", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    golden(HERE / name, shown.out)
    assert sorted(folder.rglob("*")) == before


def test_what_is_only_in_the_state(folder: Path, capsys: Capture) -> None:
    text = (folder / "main.tf").read_text().replace("connectorRef: a.b", "connectorRef: two")
    (folder / "main.tf").write_text(text)
    assert run(["apply", "-auto-approve"]) == 0, capsys.readouterr().err
    (folder / "main.tf").write_text(text.replace('["one", "two"]', '["one"]'))
    capsys.readouterr()
    assert run(["references", "-json"]) == 0
    found = json.loads(capsys.readouterr().out)["references"]
    two = next(one for one in found if one["text"] == "two")
    assert two["target"] == {
        "found": "state",
        "address": 'harness_platform_connector_docker.hub["two"]',
        "document": ".harness/orgs/acme/projects/shop/connectors/two.yaml",
        "type": "DockerRegistry",
    }
    assert run(["references", "-users", 'harness_platform_connector_docker.hub["two"]']) == 0
    assert "harness_platform_service.web: connectorRef two" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("harness_platform_service.wep", 'Did you mean "harness_platform_service.web"?'),
        ("module.nothing", "The configuration has no module.nothing."),
        ("a b", "is not a resource address"),
    ],
)
def test_addresses_that_name_nothing(address: str, said: str, folder: Path, capsys: Capture) -> None:
    assert run(["references", address]) == 1
    shown = capsys.readouterr()
    assert said in shown.err.replace("\n", " ")
    assert shown.out == ""


def test_errors_of_the_configuration_are_told(folder: Path, capsys: Capture) -> None:
    (folder / "more.tf").write_text("locals {\n  x = local.nothing\n}\n")
    assert run(["references"]) == 1
    shown = capsys.readouterr()
    assert "Reference to undeclared local value" in shown.err
    assert shown.out == ""


def test_a_sensitive_reference_is_not_shown(folder: Path, capsys: Capture) -> None:
    text = (folder / "main.tf").read_text()
    assert text.count('"harnessSecretManager"') == 1
    (folder / "main.tf").write_text(text.replace('"harnessSecretManager"', 'sensitive("account.hidden")'))
    assert run(["references"]) == 0
    shown = capsys.readouterr().out
    assert "hidden" not in shown
    assert "connector (sensitive value)" in shown
