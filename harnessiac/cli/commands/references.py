"""hiac references"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.addresses import selects
from harnessiac.cli import addresses, options
from harnessiac.cli.session import start
from harnessiac.reports.text import reference_tree


@options.command("references")
@click.argument("address", required=False)
@options.switch("users", "Show who refers to a connector or secret, instead of what a resource refers to.")
@options.AS_JSON
@options.VARIABLES
@options.STATE
@options.NO_COLOR
def command(address: str | None, users: bool, **asked: Any) -> None:  # noqa: FBT001 - click passes it by name
    """List what services and connectors refer to: connectors, secrets, templates, registries, files.

    Connectors are looked up in the configuration, the state and the documents; what leads nowhere is said. With an
    ADDRESS only those of this resource, instance or module.
    """
    session = start(asked)
    uses, instances, findings = workflow.references(session.project, session.given)
    addresses.check_outside_services(findings)
    if address is not None:
        target = addresses.target(address)
        of_target = [use for use in uses if use.found.address is not None and selects(target, use.found.address)]
        if not of_target:
            addresses.check_configured(address, target, instances)
        uses = of_target if users else [use for use in uses if selects(target, use.user)]
    if asked["as_json"]:
        session.console.json(reference_tree.as_json(uses))
        return
    session.console.out(reference_tree.by_target(uses) if users else reference_tree.by_user(uses), end="")
