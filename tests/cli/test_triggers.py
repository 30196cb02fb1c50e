"""replace_triggered_by through several resources, in whatever order they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONNECTOR = """
resource "harness_platform_connector_docker" "{name}" {{
  identifier  = "{name}"
  name        = "{name}"
  description = "{description}"
  type        = "DockerHub"
  url         = "https://hub.docker.com"
  lifecycle {{
    {lifecycle}
  }}
}}
"""
TYPE = "harness_platform_connector_docker"


def configuration(description: str, *, last: str = "") -> str:
    """z changes, m follows z, a follows the id of m: the order of their names is not the order of what happens."""
    blocks = [
        ("z", description, ""),
        ("m", "", f"replace_triggered_by = [{TYPE}.z]"),
        ("a", "", f"replace_triggered_by = [{TYPE}.m.id]\n    {last}"),
    ]
    return "".join(CONNECTOR.format(name=n, description=d, lifecycle=text) for n, d, text in blocks)


@pytest.fixture
def applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(configuration("one"))
    assert run(["apply", "-auto-approve"]) == 0
    capsys.readouterr()
    return tmp_path / "main.tf"


def test_a_replacement_triggers_the_next(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    applied.write_text(configuration("two"))
    assert run(["plan", "-no-color"]) == 0
    text = capsys.readouterr().out
    assert f"# {TYPE}.a will be replaced due to changes in replace_triggered_by" in text
    assert "Plan: 2 to add, 1 to change, 2 to destroy." in text


def test_a_trigger_does_not_destroy_what_is_protected(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    applied.write_text(configuration("two", last="prevent_destroy = true"))
    assert run(["plan", "-no-color"]) == 1
    assert "Error: Instance cannot be destroyed" in capsys.readouterr().err
