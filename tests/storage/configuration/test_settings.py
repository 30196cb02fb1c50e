"""hiac.toml: what it sets, and every way of getting it wrong with the place where."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.configuration.settings import load


def test_defaults(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.configuration, found.state, found.documents) == (
        tmp_path,
        tmp_path / "state",
        tmp_path / ".harness",
    )


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    text = '\ufeff# paths\nconfiguration = "ex amples"\n"state" = \'ü\'\ndocuments = "../elsewhere"\n'
    (tmp_path / "hiac.toml").write_text(text, "utf-8")
    found = load(tmp_path)
    assert (found.configuration, found.state) == (tmp_path / "ex amples", tmp_path / "ü")
    assert found.documents == tmp_path / "../elsewhere"


WRONG = [
    ('state = "a"\ndocumets = "x"\n', 2, 1, 'Did you mean "documents"?'),
    ("x = 1", 1, 1, "The settings are configuration, state, documents."),
    ("state = 5\n", 1, 1, '"state" must be a string'),
    ("\n[state]\npath = 1\n", 2, 2, '"state" must be a string'),
    ('documents = ""\n', 1, 1, 'Leave it out to use ".harness"'),
    ('state = "a\\u0000b"\n', 1, 1, "control character"),
    ("state = \n", 1, 9, "Invalid value"),
    ('state = "a', 1, 11, "Unterminated string"),
    ('state = "a"\nstate = "b"\n', 2, 12, "Cannot overwrite a value"),
    ("a = " + "[" * 50_000, 1, 1, "nested too deeply"),
    ("a = " + "9" * 5000, 1, 1, "numbers that are too large"),
]


@pytest.mark.parametrize(("text", "line", "column", "part"), WRONG)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, line: int, column: int, part: str) -> None:
    (tmp_path / "hiac.toml").write_text(text, "utf-8")
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    (found,) = failure.value.diagnostics
    assert found.subject is not None
    assert (found.subject.first.line, found.subject.first.column) == (line, column)
    assert part in found.detail


def test_everything_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "hiac.toml").write_text("stat = 1\nstate = 1\n")
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    assert len(failure.value.diagnostics) == 2


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "hiac.toml"
    path.write_bytes(b"state = '\xff'")
    with pytest.raises(Failed, match="Invalid") as failure:
        load(tmp_path)
    assert str(failure.value.diagnostics[0].subject).endswith("hiac.toml:1:10")
    path.unlink()
    path.mkdir()
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    assert "it is a directory" in failure.value.diagnostics[0].detail
    path.rmdir()
    path.symlink_to("nowhere")
    with pytest.raises(Failed) as failure:
        load(tmp_path)
    assert "symbolic link to nothing" in failure.value.diagnostics[0].detail
