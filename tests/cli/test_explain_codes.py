"""hiac explain CODE: a page for every code, in any case of letters, and the nearest name for one that is none."""

from __future__ import annotations

import pytest

from harnessiac.cli.main import run
from harnessiac.codes import catalog, rules


@pytest.mark.parametrize("id", sorted(catalog.every()))
def test_every_code_has_a_page(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = catalog.every()[id]
    assert code.page.strip()
    assert run(["explain", id.lower()]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"# {id}: {code.summary}\n\nSeverity: {code.severity.value}.\n\n{code.page}")
    assert f"# hiac:ignore {id} " in said
    assert f'"{id}" = "ignore"' in said
    assert all(f"```{code.language}\n{text.rstrip()}\n```" in said for text in (code.wrong, code.right) if text)


def test_the_code_that_the_documentation_names() -> None:
    assert catalog.find("HIAC-SVC-014") is not None
    assert catalog.find("svc-014") is catalog.find("HIAC-SVC-014")


def test_an_unknown_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "hiac-svc-0144"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "Unknown finding code" in said
    assert 'Did you mean "HIAC-SVC-014"?' in said


@pytest.mark.parametrize("name", rules.names())
def test_warnings_without_a_code(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"# {name}: ")
    assert f'"{name}" = "ignore"' in said


def test_findings_of_policies(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "policy:hiac.deny"]) == 0
    assert "policies/*.rego" in capsys.readouterr().out


def test_names_of_errors_and_misspelt_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "reference-to-undeclared-resource"]) == 1
    assert "cannot be silenced" in " ".join(capsys.readouterr().err.split())
    assert run(["explain", "argument-is-depricated"]) == 1
    assert 'Did you mean "argument-is-deprecated"?' in " ".join(capsys.readouterr().err.split())
