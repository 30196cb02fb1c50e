"""hiac inputs"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.addresses import selects
from harnessiac.cli import addresses, options
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, error
from harnessiac.reports.text import inputs


@options.command("inputs")
@click.argument("address", required=False)
@options.AS_JSON
@click.option(
    "--format",
    "notation",
    type=click.Choice(["tree", "yaml"]),
    default="tree",
    help="A tree for people, or the YAML that a pipeline's stage carries, to fill in.",
)
@options.VARIABLES
@options.NO_COLOR
def command(address: str | None, notation: str, **asked: Any) -> None:
    """List what services ask for when a pipeline runs: their runtime inputs, with allowed values and defaults.

    With an ADDRESS only those of this resource, instance or module.
    """
    if asked["as_json"] and notation == "yaml":
        detail = "The options -json and -format=yaml exclude each other."
        raise Failed(error("Invalid combination of arguments", detail))
    session = start(asked)
    services, instances, findings = workflow.inputs(session.project, session.given)
    addresses.check_outside_services(findings)
    if address is not None:
        target = addresses.target(address)
        addresses.check_configured(address, target, instances)
        services = [service for service in services if selects(target, service.address)]
    if asked["as_json"]:
        session.console.json(inputs.as_json(services))
    elif notation == "yaml":
        session.console.data(inputs.as_yaml(services))
    else:
        session.console.out(inputs.as_tree(services), end="")
