"""Findings as text: long lines are cut around the place, and many findings in one file take no time."""

from __future__ import annotations

import json

import pytest

from harnessiac.cli.console import Console, show_findings
from harnessiac.diagnostics import Diagnostic, error, in_order, warning
from harnessiac.reports.duplicate_findings import repeated
from harnessiac.reports.findings import human
from harnessiac.reports.formats import markdown, page, sarif, summary
from harnessiac.reports.report import report
from harnessiac.reports.text.messages import TERRAFORM
from harnessiac.reports.text.palette import PLAIN
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
    assert marked("\n" * 99_999 + "x = HERE", "HERE") == ("100000: x = HERE", "            ^^^^")


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
    show_findings([*same, other], Console(PLAIN, PLAIN))
    said = capsys.readouterr().err
    assert said.count("It is.") == said.count("It is not that.") == 1
    assert "Error: Wrong (HIAC-SVC-001)\n\n  with t.n[0] and 2 others,\n  on main.tf line 2" in said
    assert "Error: Wrong\n\n  with t.n[0],\n" in said


def wrong_names(lines: int) -> list[Diagnostic]:
    """The same mistake on each line of a file, and another on the last."""
    text = "a = none\n" * lines
    source = SourceFile("main.tf", text)
    same = [
        error("Not found", 'There is no "none".', source.span(at, at + 4), address=f"t.n[{at}]")
        for at in range(4, len(text), len("a = none\n"))
    ]
    return [*same, error("Not found", 'There is no "one".', same[-1].subject, address="t.n[0]")]


def test_what_is_wrong_in_many_places_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(reversed(wrong_names(2_000)), Console(PLAIN, PLAIN))
    said = capsys.readouterr().err
    assert said.count("Error: ") == 2
    assert '  on main.tf line 1:\n   1: a = none\n          ^^^^\n\nThere is no "none".\n\n' in said
    assert "Also at main.tf:2, main.tf:3, main.tf:4, main.tf:5 and 1,995 more places." in " ".join(said.split())


@pytest.mark.parametrize(
    ("lines", "told"),
    [(2, "Also at main.tf:2."), (3, "Also at main.tf:2 and main.tf:3."), (6, "main.tf:5 and 1 more place.")],
)
def test_few_places_are_all_named(lines: int, told: str) -> None:
    assert human(repeated(wrong_names(lines)[:-1])[0], PLAIN).replace("\n", " ").endswith(told)


def test_the_same_of_another_text_is_said_again_unless_it_is_said_often() -> None:
    source = SourceFile("main.tf", " ".join(f"x{number:02}" for number in range(20)))
    found = [error("Wrong", "It is.", source.span(4 * number, 4 * number + 3)) for number in range(20)]
    assert [one.count for one in repeated(found[:3])] == [1, 1, 1]
    assert [one.count for one in repeated(found)] == [20]
    bare = [error("Wrong", "", finding.subject) for finding in found]
    assert [one.count for one in repeated(bare)] == [1] * 20


def test_no_finding_is_lost_in_repetition() -> None:
    found = in_order([*wrong_names(50), warning("Not found", 'There is no "none".'), error("Not found", "Nowhere.")])
    told = repeated(found)
    assert sum(one.count for one in told) == len(found)
    assert [one.first for one in told] == [found[0], found[1], found[-2], found[-1]]


def test_formats_for_people_tell_it_once_and_those_for_programs_each_time() -> None:
    made = report("validate", None, wrong_names(2_000), folder="infra/")
    assert summary.render(made) == "2001 errors (2 different).\n"
    assert summary.render(report("plan", None, wrong_names(3)[:-1])) == "3 errors (all the same).\n"
    assert summary.render(report("plan", None, wrong_names(1))) == "2 errors.\n"
    told = markdown.render(made)
    assert "**2001** errors (2 different)." in told
    assert "> Also at `infra/main.tf:2`, `infra/main.tf:3`, `infra/main.tf:4`, `infra/main.tf:5` and 1,995 more" in told
    assert len(told.encode()) < 1_000
    assert page.render(made).count('class="finding error"') == 2
    assert len(json.loads(sarif.render(made))["runs"][0]["results"]) == 2_001


def test_code_scanning_gets_no_more_than_it_takes() -> None:
    run = json.loads(sarif.render(report("validate", None, wrong_names(sarif.MOST))))["runs"][0]
    assert len(run["results"]) == sarif.MOST
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("1 more results are left out")


def test_warnings_are_consolidated_as_terraform_does(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(PLAIN, PLAIN, words=TERRAFORM)
    source = SourceFile("main.tf", "abc")
    found = [warning("Deprecated", f"The {number}th.", source.span(number, number + 1)) for number in range(3)]
    errors = [error("Wrong", "It is.", finding.subject) for finding in found]
    show_findings([*found, *errors], console)
    shown = capsys.readouterr()
    assert shown.out.count("Warning: ") == 1
    assert shown.out.endswith("The 0th.\n\n(and 2 more similar warnings elsewhere)\n")
    assert shown.err.count("Error: Wrong") == 3
    show_findings(found, console, compact_warnings=True)
    assert "- Deprecated\n  on main.tf line 1 (and 2 more)\n" in capsys.readouterr().out


def prints(text: str, *, file: str = "main.tf", address: str = "t.n") -> list[str]:
    """The fingerprints of two findings about the two lines of `text` with `a =`, by SARIF."""
    source = SourceFile(file, text)
    first, last = (source.span(at, at + 3) for at in (text.index("a = 1"), text.rindex("a = ")))
    found = [
        error("Duplicate argument", f"It was already set at {first}.", last, address=address),
        error("Duplicate argument", "It is set again below.", first, address=address),
    ]
    results = json.loads(sarif.render(report("plan", None, found)))["runs"][0]["results"]
    return [result["partialFingerprints"]["hiac/v1"] for result in results]


def test_fingerprints_stay_when_lines_move() -> None:
    text = "x {\n  a = 1\n  a = 2\n}\n"
    assert prints("\n# a comment\n\n" + text) == prints(text) == prints(text.replace("  a = 2", "\n\n      a = 2"))
    for other in (prints(text, file="b.tf"), prints(text, address="t.m")):
        assert not set(other) & set(prints(text))


def test_what_sarif_says_of_a_rule_is_the_same_wherever_it_is_broken() -> None:
    def rules(name: str) -> object:
        found = [error(f'Duplicate check "{name}" configuration', f"{name} is."), warning("Tag given twice", name)]
        return json.loads(sarif.render(report("plan", None, found)))["runs"][0]["tool"]["driver"]["rules"]

    assert rules("one") == rules("two")
