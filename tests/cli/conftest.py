"""Repositories for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.repositories import Commit, Git, write


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """git in a repository of its own, in which nothing of the user's settings counts."""
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def call(*args: str, cwd: Path = tmp_path) -> str:
        ended = subprocess.run(
            ["git", *args], cwd=cwd, env=os.environ | own, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    call("init", "-q", "-b", "main")
    return call


@pytest.fixture
def commit(git: Git, tmp_path: Path) -> Commit:
    """Write files and commit everything; gives the commit's id."""

    def make(files: dict[str, str]) -> str:
        write(tmp_path, files)
        git("add", "-A")
        git("commit", "-qm", "x", "--allow-empty")
        return git("rev-parse", "HEAD")

    return make
