"""A number of an output keeps its digits in the plan, the plan file, the state and every report."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

DIGITS = "0.1000000000000000000000000000000001"
CONFIGURATION = f"""
variable "v" {{ default = {DIGITS} }}
output "x"   {{ value = {DIGITS} }}
output "y"   {{ value = {{ a = [{DIGITS}, 0.1, 1e-9] }} }}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    code = run([*command])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    return shown.out


@pytest.mark.parametrize("through_a_file", [True, False])
def test_digits_are_kept(folder: Path, capsys: pytest.CaptureFixture[str], *, through_a_file: bool) -> None:
    assert f"+ x = {DIGITS}\n" in said(capsys, "plan", "-out=p", "-no-color")
    assert f'"value": {DIGITS}' in said(capsys, "plan", "-json")
    assert f"+ x = {DIGITS}\n" in said(capsys, "show", "-no-color", "p")
    assert said(capsys, "show", "-json", "p").count(DIGITS) >= 5
    said(capsys, "apply", *(["p"] if through_a_file else ["-auto-approve"]))
    assert said(capsys, "state", "pull").count(f": {DIGITS},") == 1
    assert said(capsys, "show", "-json").count(DIGITS) == 2
    assert said(capsys, "output", "-json", "x") == f"{DIGITS}\n"
    assert said(capsys, "output", "-json", "y") == f'{{"a": [{DIGITS}, 0.1, 1e-9]}}\n'
    assert said(capsys, "output", "-raw", "x") == DIGITS
    assert said(capsys, "output", "x") == f"{DIGITS}\n"
    assert "No changes." in said(capsys, "plan", "-no-color", "-detailed-exitcode")
