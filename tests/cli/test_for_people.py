"""Colour is for people at a terminal; what programs read is never mixed with text."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MAIN = "import sys; from harnessiac.cli.main import main; sys.exit(main())"
WARNS = """
variable "asked" {
  default = "x"
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "Nonsense"
  url        = "index.docker.io"
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  yaml       = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: nginx
              sources:
                - identifier: nginx
                  type: DockerRegistry
                  spec:
                    connectorRef: account.nowhere
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

output "name" {
  value = harness_platform_connector_docker.hub.name
}
"""
TEST = """
run "one" {
  command = plan

  assert {
    condition     = output.name == "Hub"
    error_message = "No."
  }
}
"""


def at_terminal(folder: Path, environment: dict[str, str], *arguments: str, keys: str = "") -> str:
    """What hiac prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments],
        cwd=folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    os.write(ours, keys.encode())
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        printed += piece
    process.wait(timeout=60)
    os.close(ours)
    return printed.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(WARNS)
    (tmp_path / "main.tftest.hcl").write_text(TEST)
    return tmp_path


@pytest.mark.parametrize(
    ("variables", "arguments", "coloured"),
    [
        ({}, [], True),
        ({"CI": ""}, [], True),
        ({"CI": "false"}, [], True),
        ({"NO_COLOR": ""}, [], True),
        ({}, ["-no-color"], False),
        ({"CI": "true"}, [], False),
        ({"CI": "1"}, [], False),
        ({"NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
    ],
)
@pytest.mark.parametrize("command", ["plan", "validate", "test"])
def test_colour(
    command: str,
    variables: dict[str, str],
    arguments: list[str],
    coloured: bool,
    folder: Path,
    environment: dict[str, str],
) -> None:
    clean = {name: value for name, value in environment.items() if name != "CI"} | {"TERM": "xterm-256color"}
    printed = at_terminal(folder, clean | variables, command, *arguments)
    assert ("\x1b[" in printed) is coloured
    assert ("│" in printed) is coloured


def test_questions_have_no_colour_where_nothing_has(folder: Path, environment: dict[str, str]) -> None:
    (folder / "main.tf").write_text(WARNS.replace('  default = "x"\n', '  description = "\x9b31m?"\n'))
    printed = at_terminal(folder, environment | {"TERM": "dumb"}, "plan", keys="y\n")
    assert "var.asked" in printed
    assert "Plan: 2 to add" in printed
    assert "\x1b" not in printed
    assert "\x9b" not in printed


def test_nothing_is_asked_where_data_is_printed(folder: Path, environment: dict[str, str]) -> None:
    (folder / "main.tf").write_text(WARNS.replace('  default = "x"\n', ""))
    for arguments in (["-json"], ["-format=json"], ["-format=summary"]):
        printed = at_terminal(folder, environment, "plan", *arguments)
        assert "Enter a value" not in printed
        assert "\x1b[" not in printed


JSON = [
    ["plan", "-json"],
    ["plan", "-format=json"],
    ["plan", "-format=json-stream"],
    ["plan", "-format=sarif"],
    ["plan", "-json", "-out=some.plan"],
    ["plan", "-format=rdjson", "-detailed-exitcode"],
    ["validate", "-json"],
    ["validate", "-format=codequality"],
    ["references", "-json"],
    ["inputs", "-json"],
    ["permissions", "-json"],
    ["providers", "schema", "-json"],
    ["render", "harness_platform_service.web", "-json"],
    ["explain", "artifact", "-json"],
    ["test", "-json"],
    ["version", "-json"],
    ["refresh", "-json"],
    ["apply", "-json", "-auto-approve"],
    ["show", "-json"],
    ["output", "-json"],
    ["output", "-json", "name"],
    ["state", "pull"],
    ["destroy", "-json", "-auto-approve"],
]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory, hiac: Any) -> Path:
    folder = tmp_path_factory.mktemp("json")
    (folder / "main.tf").write_text(WARNS)
    (folder / "main.tftest.hcl").write_text(TEST)
    assert hiac("apply", "-auto-approve", cwd=folder).returncode == 0
    (folder / "main.tf").write_text(WARNS.replace('"Hub"', '"The hub"'))
    return folder


def read(text: str) -> int:
    """How many JSON values a text is: one, or one to a line. Raises ValueError if there is anything else."""
    try:
        json.loads(text)
    except ValueError:
        return len([json.loads(line) for line in text.splitlines()])
    return 1


@pytest.mark.parametrize("arguments", JSON, ids=" ".join)
def test_json_is_not_mixed_with_text(arguments: list[str], applied: Path, hiac: Any) -> None:
    ended = hiac(*arguments, cwd=applied)
    assert read(ended.stdout) > 0, ended.stderr
    assert ended.stderr == ""


@pytest.mark.parametrize(
    "arguments", [one for one in JSON if one[0] in ("plan", "validate", "references", "inputs")], ids=" ".join
)
def test_json_of_a_wrong_configuration(arguments: list[str], tmp_path: Path, hiac: Any) -> None:
    """Errors are in the JSON, or on standard error; never text on standard output."""
    (tmp_path / "main.tf").write_text("locals {\n  a = nothing.here\n}\n")
    ended = hiac(*arguments, cwd=tmp_path)
    assert ended.returncode == 1
    assert bool(ended.stdout) is not bool(ended.stderr)
    assert not ended.stdout or read(ended.stdout)
