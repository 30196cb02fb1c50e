"""hiac merge-driver"""

from __future__ import annotations

from pathlib import Path

import click

from harnessiac.cli import options
from harnessiac.cli.console import Console
from harnessiac.cli.exits import Exit
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.reports.unprintable import visible
from harnessiac.state import writing
from harnessiac.state.merging import Conflict, DifferentStates, merge
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends.store import LIMIT
from harnessiac.storage.configuration.settings import FILE_NAME
from harnessiac.storage.encryption.ciphers import PLAIN, is_encrypted
from harnessiac.storage.project import Project
from harnessiac.storage.state.workspace_state import parse

_WAY_OUT = (
    "Take the state of one side, merge the configuration, and run hiac plan: it shows what is still to be applied."
)


@options.command("merge-driver")
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.argument("name", required=False, default="the state")
@options.NO_COLOR
def command(base: str, ours: str, theirs: str, name: str, *, no_color: bool) -> int:
    """Merge the state files OURS and THEIRS, which both come from BASE, into OURS; git calls this.

    Resources are merged one by one. What both sides changed differently is a conflict: OURS then stays as it is and
    the exit code is 1. Encrypted states are merged with the key of the hiac.toml that is nearest to NAME, in its folder
    or one above, down from where this runs: for git that is the top of the repository. To set it up: `git config
    merge.hiac.driver "hiac merge-driver %O %A %B %P"`, and in .gitattributes `state/*.tfstate.json merge=hiac`.
    """
    contents = [_content(Path(path)) for path in (base, ours, theirs)]
    cipher = Project.open(_home(name)).workspaces.cipher if any(map(is_encrypted, contents)) else PLAIN
    sides = [
        # git gives an empty file where there is no base
        parse(f"{name} ({side})", content, cipher) if content.strip() else State()
        for side, content in zip(("base", "ours", "theirs"), contents, strict=True)
    ]
    try:
        merged, conflicts = merge(*sides)
    except DifferentStates:
        detail = (
            f"The two versions of {visible(name)} have different lineages: they are not of one state. Perhaps both "
            f"sides began one. {_WAY_OUT}"
        )
        raise Failed(error("State cannot be merged", detail)) from None
    if conflicts:
        raise Failed(*(_conflict(visible(name), conflict) for conflict in conflicts))
    content = cipher.encrypt(writing.write(merged), serial=merged.serial, lineage=merged.lineage)
    with files.failing("Failed to save state", f"merged state cannot be written to {files.shown(ours)}"):
        files.replace(Path(ours), content, None)
    Console.open(no_color=no_color).out(f"Merged {visible(name)}: {len(merged.instances)} instances.")
    return Exit.DONE


def _home(name: str) -> Path:
    """Return the project directory of a state by its path from here: the nearest one with settings."""
    path = Path(name)
    folders = [] if path.is_absolute() else [folder for folder in path.parents if (folder / FILE_NAME).exists()]
    return next(iter(folders), Path())


def _content(path: Path) -> bytes:
    """Return the content of a file. Raises Failed."""
    with files.failing("Failed to load state", f"file {files.shown(path)} cannot be read"):
        return files.read(path, LIMIT)


def _conflict(name: str, conflict: Conflict) -> Diagnostic:
    how = f"{conflict.ours} on one side and {conflict.theirs} on the other"
    if conflict.ours == conflict.theirs:
        how = f"{conflict.ours} on both sides, and not in the same way"
    return error("Conflict in state", f"In {name}, {visible(conflict.what)} was {how}. {_WAY_OUT}")
