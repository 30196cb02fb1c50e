"""Approval: what counts as a yes, and what is refused when nobody can be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

CONFIGURATION = 'output "done" { value = true }\n'


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "says"),
    [
        ((), "yes\n", 0, "Apply complete!"),
        ((), "no\n", 1, "Apply cancelled."),
        ((), "y\n", 1, "Apply cancelled."),
        ((), "", 1, "Error: Approval needed"),
        (("-input=false",), "yes\n", 1, "Error: Approval needed"),
        (("-auto-approve", "-input=false"), "", 0, "Apply complete!"),
    ],
)
def test_approval(
    hiac: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
    arguments: tuple[str, ...],
    stdin: str,
    code: int,
    says: str,
) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    ended = hiac("apply", *arguments, cwd=tmp_path, stdin=stdin)
    assert ended.returncode == code
    assert says in ended.stdout + ended.stderr
    assert (tmp_path / "state/default.tfstate.json").exists() == (code == 0)


def test_a_missing_variable_is_one_error(hiac: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        """
        variable "text" {}
        resource "harness_platform_connector_docker" "hub" {
          identifier  = "hub"
          name        = "hub"
          description = var.text
          type        = "DockerHub"
          url         = "https://hub.docker.com"
        }
        """
    )
    ended = hiac("plan", "-input=false", cwd=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.count("Error:") == 1
    assert "No value for required variable" in ended.stderr


def test_what_hiac_does_not_know_is_not_destroyed(hiac: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    state = tmp_path / "state/default.tfstate.json"
    state.parent.mkdir()
    text = (
        '{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "a", "outputs": {}, "resources": ['
        '{"mode": "managed", "type": "aws_instance", "name": "x", "provider": "p", '
        '"instances": [{"schema_version": 0, "attributes": {"id": "i"}}]}]}'
    )
    state.write_text(text)
    for command in ("apply", "destroy"):
        ended = hiac(command, "-auto-approve", cwd=tmp_path)
        assert ended.returncode == 1
        assert "Error: Resource of another provider" in ended.stderr
        assert state.read_text() == text
