"""Values of sensitive variables are not shown, also not by what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

MARKER = "hunter2"
DECLARED = 'variable "secret" {\n  sensitive = true\n  type      = object({ a = number })\n}\n'


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        ({"terraform.tfvars": f'secret = "{MARKER}"\n'}, []),
        ({"x.auto.tfvars.json": f'{{"secret": "{MARKER}"}}'}, []),
        ({}, ["-var", f"secret={{a = {MARKER}"]),
        ({}, ["-var", f"secret={MARKER}"]),
        ({}, ["-var", f'secret={{a = "{MARKER}"}}']),
    ],
)
def test_not_shown(
    files: dict[str, str],
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"main.tf": DECLARED, **files}.items():
        (tmp_path / name).write_text(text)
    assert run(["plan", "-input=false", *arguments]) == 1
    said = capsys.readouterr()
    assert "Invalid value for input variable" in said.err
    assert MARKER not in said.out + said.err


def test_a_document_of_another_kind_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".harness" / "connectors").mkdir(parents=True)
    text = "connector:\n  name: hub\n  identifier: hub\n  type: Aws\n  spec: {}\n"
    (tmp_path / ".harness" / "connectors" / "hub.yaml").write_text(text)
    (tmp_path / "main.tf").write_text(
        'resource "harness_platform_connector_docker" "d" {\n'
        '  identifier = "hub"\n  name = "hub"\n  type = "DockerHub"\n  url = "u"\n}\n'
    )
    assert run(["import", "harness_platform_connector_docker.d", "hub"]) == 1
    assert "Wrong type of document" in capsys.readouterr().err
    assert not (tmp_path / "state").exists()
