"""The table [findings] of hiac.toml: what it sets, and every way of getting it wrong with the place where."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.configuration.settings import load


def test_levels(tmp_path: Path) -> None:
    (tmp_path / "hiac.toml").write_text('[findings]\n"HIAC-SVC-014" = "ignore"\nhiac-svc-007 = "warning"\n')
    assert load(tmp_path).findings == {"HIAC-SVC-014": "ignore", "HIAC-SVC-007": "warning"}


@pytest.mark.parametrize("text", ["", "[findings]\n"])
def test_nothing_set(tmp_path: Path, text: str) -> None:
    (tmp_path / "hiac.toml").write_text(text)
    assert load(tmp_path).findings == {}


WRONG = [
    ('findings = "x"\n', 1, 1, '"findings" must be a table'),
    ('[[findings]]\n"HIAC-SVC-014" = "ignore"\n', 1, 3, '"findings" must be a table'),
    ('[findings]\n"HIAC-SVC-0144" = "ignore"\n', 2, 2, 'Did you mean "HIAC-SVC-014"?'),
    ('[findings]\nHIAC-SVC-014 = "off"\n', 2, 1, 'must be set to "ignore", "warning" or "error"'),
    ("[findings]\nHIAC-SVC-014 = true\n", 2, 1, 'must be set to "ignore", "warning" or "error"'),
    ("[findings]\nHIAC-SVC-014 = []\n", 2, 1, 'must be set to "ignore", "warning" or "error"'),
    ('[findings.HIAC-SVC-014]\nlevel = "ignore"\n', 1, 1, 'must be set to "ignore", "warning" or "error"'),
]


@pytest.mark.parametrize(("text", "line", "column", "part"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, line: int, column: int, part: str) -> None:
    (tmp_path / "hiac.toml").write_text(text)
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    (found,) = failure.value.diagnostics
    assert part in found.detail
    assert found.subject is not None
    assert found.subject.line == line
    assert found.subject.first.column == column


def test_everything_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "hiac.toml").write_text('state = 1\n[findings]\nA-1 = "ignore"\nHIAC-SVC-014 = 1\n')
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    assert len(failure.value.diagnostics) == 3
