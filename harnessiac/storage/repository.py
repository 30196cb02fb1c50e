"""The repository that the working directory is in, as code review tools name its files."""

from __future__ import annotations

from pathlib import Path


def folder_in_repository(directory: Path) -> str:
    """The way from the root of the repository to `directory`: `infra/harness/`, or "" at the root or without one."""
    here = directory.resolve()
    for root in (here, *here.parents):
        if (root / ".git").exists():
            way = here.relative_to(root).as_posix()
            return "" if way == "." else f"{way}/"
    return ""
