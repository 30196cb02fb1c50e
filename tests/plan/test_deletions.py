"""Connectors and secrets that something still refers to are not deleted.

`deletions/NAME/1/` is applied, `2/` laid over it and planned with the options in `2/arguments`: where there is a
`2/refused.txt` it says how that is refused, and with -force-delete it goes through.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CASES = Path(__file__).parent / "deletions"
REFUSED = {
    "connector",
    "destroyed_with_a_stray_document",
    "document_of_nobody",
    "forgotten_service",
    "many_users",
    "moved",
    "only_the_connector",
    "secret",
    "excluded_user",
}
KEPT = shutil.ignore_patterns("refused.txt", "arguments")


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_deletion(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CASES / name / "1", tmp_path, dirs_exist_ok=True)
    assert run(["apply", "-auto-approve", "-no-color"]) == 0, capsys.readouterr().err
    shutil.copytree(CASES / name / "2", tmp_path, dirs_exist_ok=True, ignore=KEPT)
    before = sorted((path, path.read_text()) for path in tmp_path.rglob("*") if path.is_file())
    arguments = CASES / name / "2" / "arguments"
    given = arguments.read_text().split() if arguments.exists() else []
    capsys.readouterr()
    code = run(["apply", "-auto-approve", "-no-color", *given])
    shown = capsys.readouterr()
    if name in REFUSED:
        assert code == 1
        golden(CASES / name / "2" / "refused.txt", shown.err)
        assert sorted((path, path.read_text()) for path in tmp_path.rglob("*") if path.is_file()) == before
        assert run(["apply", "-auto-approve", "-no-color", "-force-delete", *given]) == 0, capsys.readouterr().err
    else:
        assert code == 0, shown.err
        assert "Entity is still used" not in shown.out


def test_a_saved_plan_takes_no_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CASES / "connector/1", tmp_path, dirs_exist_ok=True)
    assert run(["plan", "-out=p"]) == 0
    capsys.readouterr()
    assert run(["apply", "-no-color", "-force-delete", "p"]) == 1
    assert "-force-delete" in capsys.readouterr().err
