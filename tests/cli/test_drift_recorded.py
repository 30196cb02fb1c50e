"""What the state remembers of documents changed by hand: drift stays visible until a document is right again."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  identifier  = "hub"
  name        = "hub"
  description = "ours"
  type        = "DockerHub"
  url         = "https://hub.docker.com"
}
"""
CHANGES = 2


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one document of an applied configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    assert run(["apply", "-auto-approve"]) == 0
    return tmp_path / ".harness/connectors/hub.yaml"


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ("name: hub\n  unknown: 1", "unmapped field"),
        ("name: hub\n  unknown: 1\n  description: theirs", "unmapped field and another value"),
        ("name: [", "not YAML"),
        ("name: hub\n  orgIdentifier: other", "another entity"),
    ],
)
def test_refresh_does_not_take_over_what_no_attribute_says(document: Path, found: str, wrong: str) -> None:
    ours = document.read_text()
    document.write_text(ours.replace("name: hub", found, 1).replace("  description: ours\n", "", "theirs" in found))
    assert run(["refresh"]) == 0
    assert run(["plan", "-detailed-exitcode"]) == CHANGES, wrong
    assert run(["apply", "-auto-approve"]) == 0
    assert document.read_text() == ours
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_refresh_takes_over_a_value(document: Path) -> None:
    document.write_text(document.read_text().replace("ours", "theirs"))
    assert run(["refresh"]) == 0
    assert run(["plan", "-refresh-only", "-detailed-exitcode"]) == 0
    assert run(["plan", "-detailed-exitcode"]) == CHANGES


def test_an_apply_that_does_not_look_does_not_hide_drift(document: Path) -> None:
    document.write_text(document.read_text().replace("ours", "theirs"))
    assert run(["apply", "-refresh=false", "-auto-approve"]) == 0
    assert run(["plan", "-detailed-exitcode"]) == CHANGES


def test_drift_is_shown_from_what_was_written_to_what_was_found(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.write_text(document.read_text().replace("name: hub", "name: hub\n  unknown: 1", 1))
    capsys.readouterr()
    run(["plan", "-no-color"])
    drift, _, planned = capsys.readouterr().out.partition("The plan below")
    assert '+ "connector.unknown" = 1' in drift
    assert '- "connector.unknown" = 1 -> null' in planned
    assert "written again" not in drift
