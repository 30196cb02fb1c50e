"""hiac references"""

from __future__ import annotations

import json
from typing import Any

import click

from harnessiac import workflow
from harnessiac.addresses import InvalidAddress, Target, parse_target, selects
from harnessiac.cli import options
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.reports.text import reference_tree


@options.command("references")
@click.argument("address", required=False)
@options.switch("users", "Show who refers to a connector or secret, instead of what a resource refers to.")
@options.switch("json", "Print as JSON.", parameter="as_json")
@options.VARIABLES
@options.STATE
@options.switch("no-color", "Print without color.")
def command(address: str | None, users: bool, **asked: Any) -> None:  # noqa: FBT001 - click passes it by name
    """List what services and connectors refer to: connectors, secrets, templates, registries, files.

    Connectors are looked up in the configuration, the state and the documents; what leads nowhere is said. With an
    ADDRESS only those of this resource, instance or module.
    """
    session = start(asked)
    found, instances, problems = workflow.references(session.project, session.given)
    # Errors inside services hide none of their references.
    workflow.stop_on_errors([d for d in problems if not (d.code or "").startswith("HIAC-SVC-")])
    target = _target(address) if address is not None else None
    if target is not None and not any(selects(target, one) for one in instances):
        stored = any(use.found.address is not None and selects(target, use.found.address) for use in found)
        if not stored:
            hint = did_you_mean(str(address), (str(one) for one in instances))
            raise Failed(error("No such resource instance", f"The configuration has no {address}.{hint}"))
    if target is not None:
        if users:
            found = [use for use in found if use.found.address is not None and selects(target, use.found.address)]
        else:
            found = [use for use in found if selects(target, use.user)]
    if asked["as_json"]:
        click.echo(json.dumps(reference_tree.as_json(found), indent=2, ensure_ascii=False))
        return
    session.console.out(reference_tree.by_target(found) if users else reference_tree.by_user(found), end="")


def _target(text: str) -> Target:
    try:
        return parse_target(text)
    except InvalidAddress as problem:
        raise Failed(error("Error parsing address", str(problem))) from None
