"""Folders of several files: override files and JSON files, merged, mixed and refused.

`tests/folders/cases/NAME/` holds the files; `expected.txt` is what `hiac plan` prints, or what it refuses them with.
`make golden` rewrites it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(p.name for p in CASES.iterdir()))
@pytest.mark.parametrize("cached", [False, True])
def test_folder(
    name: str,
    cached: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
) -> None:
    folder = tmp_path / "configuration"
    shutil.copytree(CASES / name, folder, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    if cached:
        run(["validate"])
        capsys.readouterr()
    run(["plan", "-no-color", "-input=false"])
    said = capsys.readouterr()
    golden(CASES / name / "expected.txt", said.out + said.err)
    assert "unexpectedly" not in said.err
