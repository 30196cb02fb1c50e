"""hiac refresh"""

from __future__ import annotations

from typing import Any

from harnessiac.cli import options
from harnessiac.cli.commands.apply import run


@options.command("refresh")
@options.VIEW
@options.JSON
@options.INPUT
@options.VARIABLES
@options.OPERATION
@options.LOCK
@options.STATE
def command(**asked: Any) -> int:
    """Take over into the state what was changed in the documents by hand (apply -refresh-only -auto-approve)."""
    return run(asked | {"refresh_only": True, "auto_approve": True})
