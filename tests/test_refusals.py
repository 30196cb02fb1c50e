"""Bad input: each `tests/refusals/NAME.tf` is refused with exactly what `NAME.txt` says, and nothing is written.

`make golden` rewrites the texts.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

REFUSALS = Path(__file__).parent / "refusals"


@pytest.mark.parametrize("name", sorted(p.stem for p in REFUSALS.glob("*.tf")))
def test_refusal(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(REFUSALS / f"{name}.tf", "main.tf")
    code = run(["apply", "-auto-approve", "-no-color", "-input=false"])
    said = capsys.readouterr()
    assert code == 1, said.out
    assert "Traceback" not in said.err
    assert "failed unexpectedly" not in said.err
    golden(REFUSALS / f"{name}.txt", said.err)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["main.tf"]
