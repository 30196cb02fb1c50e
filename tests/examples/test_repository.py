"""What the repository says of itself is true: its make targets, pinned versions, and the lists in its README."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.command_table import COMMANDS

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on PATH")
def test_make_help_lists_every_target(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert declared
    shown = subprocess.run(["make", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^  make ([a-z-]+)  .*\w", shown, re.MULTILINE)
    assert sorted(listed) == sorted(declared[1].split())


def test_every_dependency_is_pinned_for_development(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines = (repository / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    names = {found[0].lower().replace("_", "-") for line in wanted if (found := re.match(r"[\w.-]+", line))}
    assert names <= pinned


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_readme_names_every_command(command: str, readme: str) -> None:
    assert re.search(rf"^\| `{command}\b", readme, re.MULTILINE)


def test_what_the_readme_links_to_exists(repository: Path, readme: str) -> None:
    local = [target for target in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in target]
    assert local
    assert [target for target in local if not (repository / target).exists()] == []


def test_the_readme_shows_what_hiac_prints(tmp_path: Path, readme: str, hiac: Run) -> None:
    """The configuration in the README gives the document and, changed as it says, the plan in the README."""
    terraform, document, console = (
        re.search(rf"```{language}\n(.*?)```", readme, re.DOTALL) for language in ("terraform", "yaml", "console")
    )
    assert terraform
    assert document
    assert console
    (tmp_path / "main.tf").write_text(terraform[1])
    assert hiac("apply", "-auto-approve", cwd=tmp_path).returncode == 0
    written = tmp_path / ".harness/orgs/default/projects/shop/connectors/hub.yaml"
    assert written.read_text() == document[1]

    off = 'type       = "DockerHub"\n  execute_on_delegate = false'
    changed = terraform[1].replace("1.27", "1.29").replace('type       = "DockerHub"', off)
    (tmp_path / "main.tf").write_text(changed)
    planned = hiac("plan", cwd=tmp_path)
    assert planned.stdout.startswith(console[1].removeprefix("$ hiac plan\n").rstrip())
