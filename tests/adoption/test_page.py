"""What docs/adopting.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harnessiac.cli.main import run


def test_the_page_shows_what_is_written(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (repository / "docs/adopting.md").read_text()
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "images.yaml").write_text(blocks["yaml"])
    assert run(["adopt", "images.yaml"]) == 0
    assert (tmp_path / "adopted.tf").read_text() == blocks["terraform"]
    assert run(["plan", "-detailed-exitcode"]) == 0
