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
from harnessiac.services.codes import references

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
    deletions = {references.IN_USE.id}
    assert references_by_code().keys() - deletions == {path.name for path in CASES.iterdir()}
