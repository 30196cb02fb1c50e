"""Warnings without a code, set by their rule in hiac.toml."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from harnessiac.codes import catalog, rules
from harnessiac.diagnostics import error, rule_of, warning

CHECK = """
locals {
  one = 1
}

check "never" {
  assert {
    condition     = local.one == 2
    error_message = "One is not two."
  }
}
"""
ELSEWHERE = {
    "Default written out",  # adopt
    "Platform default left out",
    "Nothing to compare with",  # -since
    "Policies without rules",
}
"""Warnings of the rooms below that are no finding about a configuration."""


def test_every_rule_is_a_warning_of_the_code_and_the_other_way_round(repository: Path) -> None:
    written = set()
    for room in ("language", "plan", "entities", "schema", "kinds"):
        for file in (repository / "harnessiac" / room).rglob("*.py"):
            if file.name == "testfiles.py":
                continue
            for node in ast.walk(ast.parse(file.read_text())):
                match node:
                    case ast.Call(func=ast.Name("warning"), args=[ast.Constant(str(summary)), *_]):
                        written.add(summary)
    written |= {"Check block assertion failed"}  # an error that is made a warning
    assert written - ELSEWHERE == set(rules.SUMMARIES)
    assert list(rules.SUMMARIES) == sorted(rules.SUMMARIES)
    assert not {name.upper() for name in rules.names()} & set(catalog.every())


@pytest.mark.parametrize(
    ("level", "left"), [("ignore", []), ("warning", ["warning"]), ("error", ["error"]), (None, ["warning"])]
)
def test_weighed(level: str | None, left: list[str]) -> None:
    levels = {"unusual-value": level} if level else {}
    found = rules.with_severities([warning("Unusual value", "x")], levels)
    assert [finding.severity.value for finding in found] == left


def test_errors_stay() -> None:
    found = [error("Unusual value"), warning("Unusual value", code="HIAC-SVC-014")]
    assert rules.with_severities(found, {rule_of("Unusual value"): "ignore"}) == found


@pytest.mark.parametrize(("level", "code"), [("ignore", 0), ("warning", 0), ("error", 1)])
@pytest.mark.parametrize("command", ["plan", "validate"])
def test_set_in_a_repository(command: str, level: str, code: int, tmp_path: Path, hiac: Any) -> None:
    (tmp_path / "main.tf").write_text(CHECK)
    (tmp_path / "terraform.tfvars").write_text("nothing = 1\n")
    names = ("Value-for-undeclared-variable", "check-block-assertion-failed")
    (tmp_path / "hiac.toml").write_text("[findings]\n" + "".join(f'{name} = "{level}"\n' for name in names))
    ended = hiac(command, "-format=sarif", cwd=tmp_path)
    assert ended.returncode == code, ended.stderr
    results = json.loads(ended.stdout)["runs"][0]["results"]
    assert {result["level"] for result in results} == {level} - {"ignore"}
    assert len(results) >= (level != "ignore")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("check-block-assertion-faild", 'Did you mean "check-block-assertion-failed"?'),
        ("HIAC-SVC-O14", 'Did you mean "HIAC-SVC-014"?'),
        ("reference-to-undeclared-resource", ""),
    ],
)
def test_unknown_names(name: str, hint: str, tmp_path: Path, hiac: Any) -> None:
    (tmp_path / "hiac.toml").write_text(f'[findings]\n"{name}" = "ignore"\n')
    ended = hiac("validate", cwd=tmp_path)
    assert ended.returncode == 1
    said = " ".join(ended.stderr.split())
    assert f'There is no finding with the code "{name}", and no warning of that name.' in said
    assert hint in said
