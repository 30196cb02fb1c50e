"""hiac force-unlock"""

from __future__ import annotations

from typing import Any

import click

from harnessiac.cli import options
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import approved, start


@options.command("force-unlock")
@click.argument("lock_id", metavar="LOCK_ID")
@options.switch("force", "Do not ask.")
@options.NO_COLOR
@options.INPUT
@options.STATE
def command(lock_id: str, **asked: Any) -> int:
    """End a lock on the state that somebody left behind. It is for locks whose owner is gone.

    The ID is part of the message that tells of the lock.
    """
    session = start(asked)
    if not asked["force"] and not approved(
        session,
        "Do you really want to force-unlock?",
        "hiac will remove the lock on the state. This will allow others to modify it, even though it may still be in "
        "use.",
        "Use -force to do it without asking.",
    ):
        session.console.out("\nforce-unlock cancelled.")
        return Exit.ERROR
    session.project.states.store.force_unlock(lock_id)
    session.console.out(
        "hiac state has been successfully unlocked!\n\nThe state has been unlocked, and hiac commands should now be "
        "able to obtain a new lock on the state."
    )
    return Exit.DONE
