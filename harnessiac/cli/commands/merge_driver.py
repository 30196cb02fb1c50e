"""hiac merge-driver"""

from __future__ import annotations

from pathlib import Path

import click

from harnessiac.cli import options
from harnessiac.cli.console import Console
from harnessiac.cli.exits import Exit
from harnessiac.cli.views.unprintable import visible
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.state import reading, writing
from harnessiac.state.merging import Conflict, DifferentStates, merge
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends.store import LIMIT


@options.command("merge-driver")
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.argument("name", required=False, default="the state")
@options.switch("no-color", "Print without colour.")
def command(base: str, ours: str, theirs: str, name: str, *, no_color: bool) -> int:
    """Merge the state files OURS and THEIRS, which both come from BASE, into OURS; git calls this.

    Resources are merged one by one. What both sides changed differently is a conflict: OURS then stays as it is and
    the exit code is 1. To set it up: `git config merge.hiac.driver "hiac merge-driver %O %A %B %P"`, and in
    .gitattributes `state/*.tfstate.json merge=hiac`.
    """
    sides = [
        _state(Path(path), f"{name} ({side})") for path, side in ((base, "base"), (ours, "ours"), (theirs, "theirs"))
    ]
    try:
        merged, conflicts = merge(*sides)
    except DifferentStates:
        detail = f"The two versions of {visible(name)} have different lineages: they are not of one state."
        raise Failed(error("States cannot be merged", detail)) from None
    if conflicts:
        raise Failed(*(_conflict(visible(name), one) for one in conflicts))
    try:
        files.replace(Path(ours), writing.write(merged), None)
    except OSError as problem:
        detail = f"The merged state cannot be written to {files.shown(ours)}: {files.reason(problem)}."
        raise Failed(error("Failed to save state", detail)) from None
    Console.open(no_color=no_color).out(f"Merged {visible(name)}: {len(merged.instances)} instances.")
    return Exit.DONE


def _state(path: Path, name: str) -> State:
    """The state in a file; an empty one if the file is empty, as git gives it where there is no base. Raises Failed."""
    try:
        content = files.read(path, LIMIT)
    except OSError as problem:
        detail = f"The file {files.shown(path)} cannot be read: {files.reason(problem)}."
        raise Failed(error("Failed to load state", detail)) from None
    if not content.strip():
        return State()
    state, found = reading.read(name, content)
    if state is None:
        raise Failed(*found)
    return state


def _conflict(name: str, one: Conflict) -> Diagnostic:
    detail = (
        f"In {name}, {visible(one.what)} was {one.ours} on one side and {one.theirs} on the other. Take the state of "
        "one side, merge the configuration, and run hiac plan: it shows what is still to be applied."
    )
    return error("Conflict in state", detail)
