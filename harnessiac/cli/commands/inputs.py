"""hiac inputs"""

from __future__ import annotations

import json
from typing import Any

import click

from harnessiac import workflow
from harnessiac.addresses import InvalidAddress, Target, parse_target, selects
from harnessiac.cli import options
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.reports.text import inputs


@options.command("inputs")
@click.argument("address", required=False)
@options.switch("json", "Print as JSON.", parameter="as_json")
@click.option(
    "--format",
    "notation",
    type=click.Choice(["tree", "yaml"]),
    default="tree",
    help="A tree for people, or the YAML that a pipeline's stage carries, to fill in.",
)
@options.VARIABLES
@options.switch("no-color", "Print without color.")
def command(address: str | None, notation: str, **asked: Any) -> None:
    """List what services ask for when a pipeline runs: their runtime inputs, with allowed values and defaults.

    With an ADDRESS only those of this resource, instance or module.
    """
    if asked["as_json"] and notation == "yaml":
        detail = "The options -json and -format=yaml exclude each other."
        raise Failed(error("Invalid combination of arguments", detail))
    session = start(asked)
    found, instances, problems = workflow.inputs(session.project, session.given)
    # Errors inside services hide none of their inputs.
    workflow.stop_on_errors([d for d in problems if not (d.code or "").startswith("HIAC-SVC-")])
    if address is not None:
        target = _target(address)
        if not any(selects(target, one) for one in instances):
            hint = did_you_mean(address, (str(one) for one in instances))
            raise Failed(error("No such resource instance", f"The configuration has no {address}.{hint}"))
        found = [one for one in found if selects(target, one.address)]
    if asked["as_json"]:
        click.echo(json.dumps(inputs.as_json(found), indent=2, ensure_ascii=False))
    elif notation == "yaml":
        click.echo(inputs.as_yaml(found), nl=False)
    else:
        session.console.out(inputs.as_tree(found), end="")


def _target(text: str) -> Target:
    try:
        return parse_target(text)
    except InvalidAddress as problem:
        raise Failed(error("Error parsing address", str(problem))) from None
