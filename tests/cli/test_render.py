"""hiac render: each `render/NAME/` has a configuration, files, the command's arguments and what it prints.

`expected.txt` holds the exit code, standard output between two lines of dashes, and standard error. `make golden`
rewrites it.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CASES = Path(__file__).parent / "render"
Capture = pytest.CaptureFixture[str]
FENCE = "-" * 40


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_rendered(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Callable[[Path, str], None]
) -> None:
    shutil.copytree(CASES / name, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code = run(["render", *shlex.split((CASES / name / "command").read_text())])
    said = capsys.readouterr()
    golden(CASES / name / "expected.txt", f"{code}\n{FENCE}\n{said.out}{FENCE}\n{said.err}")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
