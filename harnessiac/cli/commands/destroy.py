"""hiac destroy"""

from __future__ import annotations

from typing import Any

from harnessiac.cli import options
from harnessiac.cli.commands.apply import AUTO_APPROVE, run
from harnessiac.plan.definition import Mode


@options.command("destroy")
@options.VIEW
@options.JSON
@options.INPUT
@options.VARIABLES
@options.OPERATION
@options.LOCK
@options.STATE
@AUTO_APPROVE
def command(**asked: Any) -> int:
    """Delete every document the state holds (the same as apply -destroy)."""
    return run(asked, mode=Mode.DESTROY)
