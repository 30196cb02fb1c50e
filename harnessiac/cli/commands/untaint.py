"""hiac untaint"""

from __future__ import annotations

from typing import Any

import click

from harnessiac.cli import options
from harnessiac.cli.commands.taint import ALLOW_MISSING, edit
from harnessiac.state import edits


@options.command("untaint")
@click.argument("address_text", metavar="ADDRESS")
@ALLOW_MISSING
@options.LOCK
@options.STATE
def command(address_text: str, **asked: Any) -> None:
    """Take back that an instance is damaged, so that it is not replaced."""
    edit("untaint", edits.untaint, "has been successfully untainted", address_text, asked)
