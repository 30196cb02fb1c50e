"""hiac import"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import addresses, options
from harnessiac.cli.console import show_findings
from harnessiac.cli.session import start


@options.command("import")
@click.argument("address_text", metavar="ADDRESS")
@click.argument("id_", metavar="ID")
@options.VIEW
@options.INPUT
@options.VARIABLES
@options.LOCK
@options.STATE
@click.option("--parallelism", type=int, default=10, hidden=True)
def command(address_text: str, id_: str, **asked: Any) -> None:
    """Take an existing document into the state, as the resource instance at ADDRESS.

    ID is IDENTIFIER, ORG/IDENTIFIER or ORG/PROJECT/IDENTIFIER. The configuration must have a block for ADDRESS; no
    document is changed.
    """
    session = start(asked)
    wanted = addresses.instance(address_text)
    with session.locked("import"):
        found = workflow.import_document(session.project, session.given, wanted, id_)
    show_findings(found, session.console, compact_warnings=asked["compact_warnings"])
    session.console.out(
        f'{wanted}: Import complete! [id={id_}]\n\nImport successful! Run "hiac plan" to see what differs.'
    )
