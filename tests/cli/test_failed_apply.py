"""An apply that cannot do everything: what was done is recorded, the rest and the outputs stay as they were."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
variable "text" {}
resource "harness_platform_connector_docker" "hub" {
  identifier  = "hub"
  name        = "hub"
  description = var.text
  type        = "DockerHub"
  url         = "https://hub.docker.com"
}
output "text" { value = var.text }
"""

OTHER = """
resource "harness_platform_connector_docker" "other" {
  identifier  = "other"
  name        = "other"
  description = var.text
  type        = "DockerHub"
  url         = "https://hub.docker.com"
}
"""


def test_outputs_stay_when_a_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    assert run(["apply", "-auto-approve", "-var=text=one"]) == 0
    assert run(["plan", "-var=text=two", "-out=saved"]) == 0
    document = tmp_path / ".harness/connectors/hub.yaml"
    document.write_text(document.read_text() + "# edited after the plan was made\n")
    assert run(["apply", "saved"]) == 1
    capsys.readouterr()
    assert run(["output", "-raw", "text"]) == 0
    assert capsys.readouterr().out == "one"


def test_what_failed_is_said_even_if_the_state_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONFIGURATION + OTHER)
    assert run(["apply", "-auto-approve", "-var=text=one"]) == 0
    assert run(["plan", "-var=text=two", "-out=saved"]) == 0
    document = tmp_path / ".harness/connectors/hub.yaml"
    document.write_text(document.read_text() + "# edited after the plan was made\n")
    replace = os.replace

    def refused(source: str, target: Path | str, **folders: int | None) -> None:
        if "tfstate" in Path(target).name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target, **folders)

    capsys.readouterr()
    monkeypatch.setattr(os, "replace", refused)
    assert run(["apply", "saved"]) == 1
    said = capsys.readouterr().err
    assert "Error: Document changed since the plan" in said
    assert "Error: Failed to save state" in said
