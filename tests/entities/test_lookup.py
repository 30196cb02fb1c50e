"""References that lead nowhere, to another scope or to the wrong connector, by code.

`references/CODE/fails/` is a configuration with the documents around it, `fails.txt` what validate says of it. In
`passes/` nothing is found.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.codes import references
from harnessiac.storage.documents.directory import DocumentDirectory

CASES = Path(__file__).parent / "references"
Capture = pytest.CaptureFixture[str]


def said(case: Path, folder: Path, capsys: Capture) -> str:
    shutil.copytree(case, folder, dirs_exist_ok=True)
    run(["validate", "-no-color"])
    shown = capsys.readouterr()
    return shown.out + shown.err


@pytest.mark.parametrize("code", sorted(path.name for path in CASES.iterdir()))
def test_what_fails_and_what_passes(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Callable[[Path, str], None]
) -> None:
    for name in ("fails", "passes"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        if name == "passes":
            assert said(CASES / code / name, tmp_path / name, capsys) == "Success! The configuration is valid.\n\n"
            continue
        golden(CASES / code / "fails.txt", said(CASES / code / name, tmp_path / name, capsys))
        assert run(["validate", "-json"]) == (1 if references_by_code()[code] == "error" else 0)
        assert {d["code"] for d in json.loads(capsys.readouterr().out)["diagnostics"] if "code" in d} <= {code}


def references_by_code() -> dict[str, str]:
    return {code.id: code.severity.value for code in references.CODES}


def test_each_code_has_a_case() -> None:
    assert references_by_code().keys() == {path.name for path in CASES.iterdir()}


def test_documents_are_listed_once_and_only_for_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    listed: list[str] = []
    paths = DocumentDirectory.paths

    def counted(folder: DocumentDirectory) -> tuple[str, ...]:
        listed.append(str(folder.root))
        return paths(folder)

    monkeypatch.setattr(DocumentDirectory, "paths", counted)
    for name, times in (("passes", 0), ("fails", 1)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        said(CASES / "HIAC-SVC-061" / name, tmp_path / name, capsys)
        assert len(listed) == times
    (tmp_path / "passes/more.tf").write_text("locals {}\n")
    monkeypatch.chdir(tmp_path / "passes")
    assert run(["apply", "-auto-approve"]) == 0, capsys.readouterr().err
    assert run(["plan"]) == 0
    assert len(listed) == 1


UNKNOWN = """
variable "which" {
  type = set(string)
}

resource "harness_platform_connector_docker" "these" {
  for_each   = var.which
  identifier = each.key
  name       = each.key
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


def test_nothing_is_missing_while_connectors_are_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unknown.tf").write_text(UNKNOWN)
    assert "Connector not found" not in said(CASES / "HIAC-SVC-061/fails", tmp_path, capsys)
    assert run(["validate", "-no-color", '-var=which=["x"]']) == 0
    assert "Connector not found" in capsys.readouterr().out


def test_what_is_wrong_inside_a_service_hides_no_missing_connector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    before = said(CASES / "HIAC-SVC-061/fails", tmp_path, capsys)
    main = tmp_path / "main.tf"
    main.write_text(main.read_text().replace("type: Kubernetes", "type: Kubernets"))
    assert run(["validate", "-no-color"]) == 1
    after = capsys.readouterr()
    assert after.out.count("Connector not found") == before.count("Connector not found") > 0
    assert "HIAC-SVC-007" in after.err


def test_what_is_only_in_the_state_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(UNKNOWN.replace("var.which", 'toset(["shared"])'))
    assert run(["apply", "-auto-approve", '-var=which=["x"]']) == 0, capsys.readouterr().err
    shutil.rmtree(tmp_path / ".harness")
    shutil.copy(CASES / "HIAC-SVC-061/passes/main.tf", tmp_path)
    (tmp_path / "keep.tf").write_text(
        "removed {\n  from = harness_platform_connector_docker.these\n  lifecycle {\n    destroy = false\n  }\n}\n"
    )
    capsys.readouterr()
    assert run(["plan", "-no-color"]) == 0
    shown = capsys.readouterr().out
    assert '"shared"' not in shown.partition("Warning:")[2]
    assert 'no connector "charts"' in shown.replace("\n", " ")


def test_secrets_are_edges_of_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CASES / "HIAC-SVC-064/passes", tmp_path, dirs_exist_ok=True)
    assert run(["graph"]) == 0
    drawn = capsys.readouterr().out
    wide, mine = "harness_platform_secret_text.wide", "harness_platform_secret_text.mine"
    for user, secret, label in (
        ("harness_platform_connector_docker.private", wide, "password_ref account.wide"),
        ("harness_platform_service.web", wide, "value account.wide"),
        ("harness_platform_service.web", mine, "secrets.getValue mine"),
    ):
        assert f'"{user}" -> "{secret}" [label="{label}"];' in drawn
