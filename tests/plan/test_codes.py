"""Findings about connectors and about comments: a configuration that each is found in, and one in which nothing is.

`codes/CODE/fails/` is a configuration, `fails.txt` what validate says of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.codes import structure
from harnessiac.codes.catalog import every, find
from harnessiac.codes.catalog import of_entities as of_services
from harnessiac.codes.connectors import CODES as CONNECTORS
from harnessiac.codes.silencing import CODES

CASES = Path(__file__).parent / "codes"
HERE = {code.id for code in (*CODES, *CONNECTORS)}


@pytest.mark.parametrize("code", sorted(HERE))
def test_what_fails_and_what_passes(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]
) -> None:
    monkeypatch.chdir(CASES / code / "fails")
    assert run(["validate", "-no-color"]) == 0
    shown = capsys.readouterr()
    golden(CASES / code / "fails.txt", shown.out + shown.err)
    assert run(["validate", "-json"]) == 0
    assert code in {one.get("code") for one in json.loads(capsys.readouterr().out)["diagnostics"]}
    monkeypatch.chdir(CASES / code / "passes")
    assert run(["validate", "-no-color"]) == 0
    assert capsys.readouterr().out == "Success! The configuration is valid.\n\n"


def test_each_case_is_of_a_code() -> None:
    assert {path.name for path in CASES.iterdir()} == HERE


def test_codes_are_found_by_name() -> None:
    assert find("hiac-svc-014") is structure.NO_SOURCE
    assert find("HIAC-SVC-000") is None
    assert list(every()) == sorted(every())
    assert len(every()) == len(CODES) + len(CONNECTORS) + len(of_services())
