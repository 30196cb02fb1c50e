"""Scenarios: folders of numbered stages, each a configuration, the plan it shows and the documents it leaves.

`scenarios/NAME/1/` holds files that are laid over the working folder (a file `removed` lists those to delete
first), `plan.txt` what `hiac plan` prints then, and `documents/` the documents after `hiac apply`; stage 2 goes on from
there. Where `plan.txt` says that there is nothing to do, the exit code must say so too. After each apply a second plan
must be empty. `make golden` rewrites `plan.txt` and `documents/`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

SCENARIOS = Path(__file__).parent / "scenarios"
KEPT = {"plan.txt", "documents", "removed"}


def texts(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*.yaml"))}


@pytest.mark.parametrize("name", sorted(p.name for p in SCENARIOS.iterdir()))
def test_scenario(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)
    for stage in sorted((SCENARIOS / name).iterdir(), key=lambda p: int(p.name)):
        lay_over(stage, tmp_path)
        code = run(["plan", "-detailed-exitcode", "-no-color"])
        shown = capsys.readouterr()
        assert code == (0 if "No changes." in shown.out else 2), shown.err + shown.out
        assert run(["apply", "-auto-approve", "-no-color"]) == 0, capsys.readouterr().err
        capsys.readouterr()
        if request.config.getoption("--golden"):
            shutil.rmtree(stage / "documents", ignore_errors=True)
        golden(stage / "plan.txt", shown.out)
        written = texts(tmp_path / ".harness")
        for path, text in written.items():
            golden(stage / "documents" / path, text)
        assert set(written) == set(texts(stage / "documents"))
        assert run(["plan", "-detailed-exitcode", "-no-color"]) == 0, capsys.readouterr().out
        assert "No changes." in capsys.readouterr().out


def lay_over(stage: Path, folder: Path) -> None:
    removed = stage / "removed"
    for line in removed.read_text().split() if removed.exists() else ():
        (folder / line).unlink()
    for path in sorted(p for p in stage.rglob("*") if p.is_file()):
        relative = path.relative_to(stage)
        if relative.parts[0] not in KEPT:
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / relative)
