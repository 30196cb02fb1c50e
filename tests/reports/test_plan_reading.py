"""No view shows what the JSON lacks: read back from its JSON, a plan gives the same text in every other format.

The plans are those of the scenarios and of the configuration in which everything happens.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert

from harnessiac.cli.main import run
from harnessiac.reports import findings
from harnessiac.reports.formats import DIFFERENCES, FORMATS
from harnessiac.reports.machine import finding_reading, plan_reading
from harnessiac.reports.report import Report
from harnessiac.reports.text import human
from harnessiac.reports.text.palette import PLAIN
from tests.plan.test_scenarios import SCENARIOS, lay_over
from tests.reports.test_everything import FOUND
from tests.repositories import Commit, write

HUB = """
resource "harness_platform_connector_docker" "{0}" {{
  identifier = "{0}"
  name       = "{1}"
  type       = "Other"
  url        = "https://example.com"
}}
"""
EVERYTHING = Path(__file__).parent / "everything"
Capture = pytest.CaptureFixture[str]


def assert_json_says_it_all(*command: str) -> Report:
    """The files that a command writes in every format against those written from its JSON."""
    formats = DIFFERENCES if command[0] == "diff" else tuple(FORMATS)
    run([*command, *(f"-format={name}=told.{name}" for name in formats)])
    secrets = [one for one in command if one == "-show-sensitive"]
    run(["show", *secrets, *(f"-format={name}=read.{name}" for name in formats if name != "json"), "told.json"])
    for name in set(formats) - {"json", "json-stream"}:
        assert Path(f"read.{name}").read_text() == Path(f"told.{name}").read_text(), name
    if "json-stream" in formats:
        assert _timeless("read.json-stream") == _timeless("told.json-stream")
    return plan_reading.read("told.json", Path("told.json").read_text())


def _timeless(path: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "@timestamp"} for line in lines]


@pytest.mark.parametrize("name", sorted(p.name for p in SCENARIOS.iterdir()))
def test_scenarios(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    for stage in sorted((SCENARIOS / name).iterdir(), key=lambda p: int(p.name)):
        lay_over(stage, tmp_path)
        assert_json_says_it_all("plan")
        assert run(["apply", "-auto-approve"]) == 0
        assert_json_says_it_all("plan")
    assert_json_says_it_all("plan", "-destroy")
    assert_json_says_it_all("plan", "-refresh-only")


def test_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EVERYTHING / "1", tmp_path, dirs_exist_ok=True)
    assert run(["apply", "-auto-approve"]) == 0
    shutil.copytree(EVERYTHING / "2", tmp_path, dirs_exist_ok=True)
    nexus = tmp_path / ".harness/connectors/nexus.yaml"
    nexus.write_text(nexus.read_text().replace("nexus.example.com", "edited.example.com"))
    (tmp_path / ".harness/connectors/found.yaml").write_text(FOUND)
    read = assert_json_says_it_all("plan")
    assert read.plan is not None
    assert read.plan.drift
    assert read.findings
    assert any(change.importing for change in read.plan.changes)
    hidden = assert_json_says_it_all("plan", "-show-sensitive")
    assert "kX9-hidden" in Path("told.json").read_text()
    assert "kX9-hidden" not in human.of_report(hidden), "nobody asked for secrets again"
    shutil.copytree(EVERYTHING / "3", tmp_path, dirs_exist_ok=True)
    assert assert_json_says_it_all("plan").errored
    assert run(["validate", "-format=json=valid.json", "-format=human=valid.txt"]) == 1
    diagnostics = json.loads(Path("valid.json").read_text())["diagnostics"]
    read = [finding_reading.finding(convert(one, finding_reading.DiagnosticData)) for one in diagnostics]
    texts = [findings.human(one, PLAIN) for one in read]
    assert Path("valid.txt").read_text() == "".join(f"{text}\n" for text in texts)


def test_what_is_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"main.tf": HUB.format("one", "Hub")})
    assert run(["plan", "-format=json=plan.json"]) == 0
    capsys.readouterr()
    for args, said in (
        (("-json", "plan.json"), "Invalid -json option The file plan.json is the plan's JSON already."),
        (("-format=json", "plan.json"), "Invalid -format option The file plan.json is the plan's JSON already."),
        (("-format=markdown", "no.json"), "Failed to load state There is no file no.json."),
        (("-format=markdown",), "Invalid -format option Formats are for plan files;"),
    ):
        assert run(["show", *args]) == 1
        assert said in " ".join(capsys.readouterr().err.split())


def test_commits(tmp_path: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    commit({"main.tf": HUB.format("one", "Hub") + HUB.format("two", "Other")})
    write(tmp_path, {"main.tf": HUB.format("one", "Hub of the shop") + HUB.format("three", "Hub")})
    assert_json_says_it_all("diff", "HEAD")
    read = assert_json_says_it_all("plan", "-since=HEAD")
    assert read.since is not None
    assert [one.address for one in read.since.gone] == ["harness_platform_connector_docker.two"]
    commit({"main.tf": "locals {\n"})
    write(tmp_path, {"main.tf": HUB.format("one", "Hub")})
    read = assert_json_says_it_all("plan", "-since=HEAD")
    assert read.since is not None
    assert read.since.problem


def test_places_in_files_of_any_sort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wide.tf").write_text('locals {\n  a = "日本e\u0301 \U0001f468\u200d\U0001f469" + nothing.é\n}\n')
    (tmp_path / "windows.tf").write_bytes(b'locals {\r\n  b = [\r\n    1,\r\n    "x" + {},\r\n  ] + 1\r\n}\r\n')
    lines = "\n" * 9
    (tmp_path / "long.tf").write_text(f'locals {{\n  c = "{"x" * 500}" + {{\n    a = 1{lines}  }}\n}}\n')
    (tmp_path / "tabs.tf").write_text("locals {\n\td\t=\t1 +\tnothing.at.all\n}\n")
    read = assert_json_says_it_all("plan")
    assert len({finding.subject.filename for finding in read.findings if finding.subject}) == 4
