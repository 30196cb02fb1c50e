"""Findings as text: long lines are cut around the place, and many findings in one file take no time."""

from __future__ import annotations

import pytest

from harnessiac.cli.console import Console
from harnessiac.cli.palette import PLAIN
from harnessiac.cli.views.findings import human, show
from harnessiac.diagnostics import error
from harnessiac.source import SourceFile


def marked(text: str, word: str) -> tuple[str, str]:
    """The source line and the line of marks below it, for a finding about `word`."""
    start = text.index(word)
    shown = human(error("Wrong", "", SourceFile("main.tf", text).span(start, start + len(word))), PLAIN)
    line, marks = shown.rstrip().split("\n")[-2:]
    return line, marks


def test_a_long_line_is_cut_around_the_place() -> None:
    for before, after in ((0, 5000), (5000, 0), (5000, 5000), (150, 60), (99, 101)):
        line, marks = marked("a" * before + "HERE" + "b" * after, "HERE")
        assert len(line) < 220
        assert line[marks.index("^") : marks.rindex("^") + 1] == "HERE", (before, after)


def test_a_short_line_is_whole() -> None:
    assert marked("x = HERE", "HERE") == ("   1: x = HERE", "          ^^^^")


def test_a_finding_names_the_block_around_it() -> None:
    source = SourceFile("main.tf", 'locals {\n  a = 1\n}\nb = 2\nresource "t" "n" {\n  c = 3\n}\n')
    shown = {
        name: human(error("Wrong", "", source.span(source.text.index(name))), PLAIN) for name in ("a =", "b", "c =")
    }
    assert ", in locals:" in shown["a ="]
    assert ", in" not in shown["b"]
    assert ', in resource "t" "n":' in shown["c ="]


def test_many_findings_in_one_block_are_linear() -> None:
    source = SourceFile("main.tf", "locals {\n" + "  a = 1\n" * 20_000 + "}\n")
    for line in range(2, 20_002):
        human(error("Wrong", "", source.span(source.line_start(line) + 2)), PLAIN)


def test_nothing_in_a_finding_moves_the_cursor() -> None:
    text = 'x = "\x1b[31m\u202e" + HERE'
    place = SourceFile("main.tf", text).span(text.index("HERE"), len(text))
    shown = human(error("Wrong \x1b[2J", "The value \x00\x1b]0;t\x07 is wrong.", place), PLAIN)
    assert [char for char in shown if not char.isprintable() and char != "\n"] == []
    line, marks = next((a, b) for a, b in zip(shown.split("\n"), shown.split("\n")[1:], strict=False) if "^" in b)
    assert line[marks.index("^") :] == "HERE"


def test_what_is_wrong_in_many_instances_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    source = SourceFile("main.tf", 'resource "t" "n" {\n  a = 1\n}\n')
    place = source.span(source.text.index("a"), source.text.index("1"))
    same = [error("Wrong", "It is.", place, address=f"t.n[{key}]", code="HIAC-SVC-001") for key in range(3)]
    other = error("Wrong", "It is not that.", place, address="t.n[0]")
    show([*same, other], Console(PLAIN, PLAIN))
    said = capsys.readouterr().err
    assert said.count("It is.") == said.count("It is not that.") == 1
    assert "Error: Wrong (HIAC-SVC-001)\n\n  with t.n[0] and 2 others,\n  on main.tf line 2" in said
    assert "Error: Wrong\n\n  with t.n[0],\n" in said
