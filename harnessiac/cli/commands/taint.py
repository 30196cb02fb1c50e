"""hiac taint, and what untaint shares with it"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from harnessiac.addresses import InstanceAddress
from harnessiac.cli import addresses, options
from harnessiac.cli.console import show_findings
from harnessiac.cli.session import start
from harnessiac.state import edits
from harnessiac.state.model import State

ALLOW_MISSING = options.switch("allow-missing", "That there is no such instance is no failure.")


@options.command("taint")
@click.argument("address_text", metavar="ADDRESS")
@ALLOW_MISSING
@options.LOCK
@options.STATE
def command(address_text: str, **asked: Any) -> None:
    """Mark an instance as damaged, so that the next apply replaces it. No document is changed."""
    edit("taint", edits.taint, "has been marked as tainted", address_text, asked)


def edit(
    name: str,
    change: Callable[[State, InstanceAddress], State],
    done: str,
    address_text: str,
    asked: dict[str, Any],
) -> None:
    """Change what the state says of one instance. Raises Failed."""
    session = start(asked)
    wanted = addresses.instance(address_text)
    with session.locked(name):
        states = session.project.states
        state = states.read()
        if wanted not in state.instances and asked["allow_missing"]:
            show_findings([edits.missing_is_fine(wanted)], session.console)
            return
        states.write(change(state, wanted))
    session.console.out(f"Resource instance {wanted} {done}.")
