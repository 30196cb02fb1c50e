"""docs/gitops.md is run: its files are written, its commands executed in a repository, their output compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HIAC = """#!{python}
import sys
sys.path.insert(0, {repository!r})
from harnessiac.cli.main import main
main()
"""
PIECE = re.compile(
    r"(?:`(?P<name>[^`\n]+)`:\n\n)?^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
ANYTHING = "…"


def pieces(page: str) -> Iterator[tuple[str | None, str, str]]:
    """Each fenced block: the file it is, or None; its language; its text."""
    for found in PIECE.finditer(page):
        text = re.sub(rf"(?m)^{found['indent']}", "", found["text"])
        yield found["name"], found["kind"], text


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block, and the lines that it prints."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        command, *lines = part.splitlines()
        yield command, lines


def as_expected(printed: str, lines: list[str]) -> bool:
    """Whether the output is those lines, where `…` stands for any number of others."""
    pattern = "".join("(?:.*\n)*?" if line == ANYTHING else re.escape(line) + "\n" for line in lines)
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture
def shell(tmp_path: Path, repository: Path, environment: dict[str, str]) -> dict[str, str]:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "hiac").write_text(HIAC.format(python=sys.executable, repository=str(repository)))
    (tools / "hiac").chmod(0o755)
    return environment | {
        "PATH": f"{tools}{os.pathsep}{environment['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
    }


def test_the_walk_through(tmp_path: Path, repository: Path, shell: dict[str, str]) -> None:
    folder = tmp_path / "deployments"
    folder.mkdir()
    ran = 0
    for name, kind, text in pieces((repository / "docs/gitops.md").read_text()):
        if name is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
            continue
        assert kind == "console", f"a block of {kind} that nothing runs: {text}"
        for command, lines in steps(text):
            ended = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=shell,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            assert as_expected(ended.stdout, lines), f"$ {command}\n{ended.stdout}"
            assert ended.returncode == 0 or "Error:" in "\n".join(lines), f"$ {command}\n{ended.stdout}"
            ran += 1
    assert ran > 50
    left = subprocess.run(
        ["git", "status", "--short"], cwd=folder, env=shell, capture_output=True, text=True, check=True
    )
    assert left.stdout == ""
