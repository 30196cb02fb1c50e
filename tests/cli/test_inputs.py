"""hiac inputs: a tree, JSON, and the YAML a pipeline carries."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

HERE = Path(__file__).parent / "inputs"
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
        ("all.yaml", ["-format=yaml"]),
        ("service.json", ["-json", "harness_platform_service.web"]),
        ("instance.txt", ["-no-color", 'harness_platform_service.old["a"]']),
        ("instance.yaml", ["-format", "yaml", 'harness_platform_service.old["a"]']),
        ("nothing.txt", ["harness_platform_service.quiet"]),
        ("nothing.json", ["-json", "harness_platform_connector_docker.hub"]),
    ],
)
def test_shown(
    name: str, arguments: list[str], folder: Path, capsys: Capture, golden: Callable[[Path, str], None]
) -> None:
    before = sorted(folder.rglob("*"))
    assert run(["inputs", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    golden(HERE / name, shown.out)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["harness_platform_service.wep"], 'Did you mean "harness_platform_service.web"?'),
        (["module.nothing"], "The configuration has no module.nothing."),
        (["a b"], "is not a resource address"),
        (["-json", "-format=yaml"], "exclude each other"),
        (["-format=xml"], "xml"),
    ],
)
def test_refused(arguments: list[str], said: str, folder: Path, capsys: Capture) -> None:
    assert run(["inputs", *arguments]) == 1
    shown = capsys.readouterr()
    assert said in shown.err.replace("\n", " ")
    assert shown.out == ""


def test_errors_of_the_configuration_are_told(folder: Path, capsys: Capture) -> None:
    (folder / "more.tf").write_text("locals {\n  x = local.nothing\n}\n")
    assert run(["inputs"]) == 1
    shown = capsys.readouterr()
    assert "Reference to undeclared local value" in shown.err
    assert shown.out == ""


def test_a_value_that_is_needed(folder: Path, capsys: Capture) -> None:
    (folder / "more.tf").write_text('variable "x" {}\n')
    assert run(["inputs"]) == 1
    assert 'input variable "x" is not set' in capsys.readouterr().err
    assert run(["inputs", "-var", "x=1"]) == 0


def test_findings_inside_services_hide_nothing(folder: Path, capsys: Capture) -> None:
    text = (folder / "main.tf").read_text()
    (folder / "main.tf").write_text(text.replace("type: Kubernetes", "type: Kubernets"))
    assert run(["inputs", "-json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["inputs"]) == 9
