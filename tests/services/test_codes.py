"""Each code has a document that it is found in, with all that is said of it, and one in which nothing is found.

`codes/CODE/fails.yaml` and `passes.yaml`; `fails.txt` is what is found. `accepted/` holds whole documents without a
finding. `documented/` holds the services of the documentation of artifact sources, as they are written there, and what
is found in each: the one of Bamboo has two faults.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from harnessiac.codes import artifacts, expressions, structure
from harnessiac.diagnostics import Diagnostic, in_order
from harnessiac.source import SourceFile, TextOrigin
from tests.entities.reading import read_service, resource

HERE = Path(__file__).parent
RESOURCE = resource("web", "Web", "acme", "shop")
CASES = sorted(path.name for path in (HERE / "codes").iterdir())


def findings(path: Path) -> list[Diagnostic]:
    text = path.read_text("utf-8")
    _, found = read_service(text, TextOrigin.of_file(SourceFile(path.name, text)), RESOURCE)
    return in_order(found)


def told(found: list[Diagnostic]) -> str:
    lines = []
    for one in found:
        assert one.subject is not None
        place = f"{one.subject.first.line}:{one.subject.first.column}"
        lines.append(f"{place} {one.severity.value} {one.code} {one.summary}\n  {one.detail}\n")
    return "".join(lines)


@pytest.mark.parametrize("code", CASES)
def test_what_fails_and_what_passes(code: str, golden: Callable[[Path, str], None]) -> None:
    found = findings(HERE / "codes" / code / "fails.yaml")
    assert code in {one.code for one in found}
    golden(HERE / "codes" / code / "fails.txt", told(found))
    assert told(findings(HERE / "codes" / code / "passes.yaml")) == ""


def test_each_code_has_a_case() -> None:
    assert {code.id for code in (*structure.CODES, *artifacts.CODES, *expressions.CODES)} <= set(CASES)


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "accepted").iterdir()))
def test_accepted(name: str) -> None:
    assert told(findings(HERE / "accepted" / name)) == ""


@pytest.mark.parametrize("type", sorted(path.stem for path in (HERE / "documented").glob("*.yaml")))
def test_documented(type: str, golden: Callable[[Path, str], None]) -> None:
    path = HERE / "documented" / f"{type}.yaml"
    text = path.read_text("utf-8")
    said = yaml.safe_load(text)["service"]
    named = resource(said["identifier"], said["name"], "default", "CD_Docs")
    _, found = read_service(text, TextOrigin.of_file(SourceFile(path.name, text)), named)
    golden(path.with_suffix(".txt"), told(in_order(found)))


def test_only_the_documented_service_of_bamboo_has_faults() -> None:
    found = {path.stem: path.read_text("utf-8") for path in (HERE / "documented").glob("*.txt")}
    assert len(found) == 11
    assert [type for type, said in found.items() if said] == ["Bamboo"]
    assert found["Bamboo"].count("HIAC-SVC-003") == found["Bamboo"].count(" warning ") == 2
