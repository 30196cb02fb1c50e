"""hiac permissions"""

from __future__ import annotations

import json
from typing import Any

import click

from harnessiac import workflow
from harnessiac.addresses import InvalidAddress, Target, parse_target, selects
from harnessiac.cli import options
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.reports.text import permissions
from harnessiac.reports.unprintable import visible


@options.command("permissions")
@click.argument("address", required=False)
@options.switch("json", "Print as JSON.", parameter="as_json")
@options.VARIABLES
@options.STATE
@options.switch("no-color", "Print without color.")
def command(address: str | None, **asked: Any) -> None:
    """Sum up what the artifact sources of all services need before pipelines can run.

    By connector: the roles, policies and rights of whoever it logs in as. Then the hosts that delegates must reach, the
    feature flags to ask for, and the secrets that must exist. With an ADDRESS only for this service, the users of this
    connector, or this module.
    """
    session = start(asked)
    target = _target(address) if address is not None else None
    found, instances, problems = workflow.permissions(session.project, session.given, target)
    # Errors inside services hide none of what they need.
    workflow.stop_on_errors([d for d in problems if not (d.code or "").startswith("HIAC-SVC-")])
    if target is not None and not any(selects(target, one) for one in instances):
        hint = did_you_mean(str(address), (str(one) for one in instances))
        raise Failed(error("No such resource instance", f"The configuration has no {visible(str(address))}.{hint}"))
    if asked["as_json"]:
        click.echo(json.dumps(permissions.as_json(found), indent=2, ensure_ascii=False))
    else:
        session.console.out(permissions.text(found), end="")


def _target(text: str) -> Target:
    try:
        return parse_target(text)
    except InvalidAddress as problem:
        raise Failed(error("Error parsing address", visible(str(problem)))) from None
