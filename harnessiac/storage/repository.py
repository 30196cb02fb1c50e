"""The repository that the working directory is in, as code review tools name its files."""

from __future__ import annotations

from pathlib import Path


def root(directory: Path) -> Path:
    """The folder that holds the repository that `directory` is in, every link followed; itself if it is in none."""
    here = directory.resolve()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), here)


def folder_in_repository(directory: Path) -> str:
    """The way from the root of the repository to `directory`: `infra/harness/`, or "" at the root or without one."""
    way = directory.resolve().relative_to(root(directory)).as_posix()
    return "" if way == "." else f"{way}/"
