"""hiac permissions"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import addresses, options
from harnessiac.cli.session import start
from harnessiac.reports.text import permissions


@options.command("permissions")
@click.argument("address", required=False)
@options.AS_JSON
@options.VARIABLES
@options.STATE
@options.NO_COLOR
def command(address: str | None, **asked: Any) -> None:
    """Sum up what the artifact sources of all services need before pipelines can run.

    By connector: the roles, policies and rights of whoever it logs in as. Then the hosts that delegates must reach, the
    feature flags to ask for, and the secrets that must exist. With an ADDRESS only for this service, the users of this
    connector, or this module.
    """
    session = start(asked)
    target = addresses.target(address) if address is not None else None
    needed, instances, findings = workflow.permissions(session.project, session.given, target)
    addresses.check_outside_services(findings)
    if address is not None and target is not None:
        addresses.check_configured(address, target, instances)
    if asked["as_json"]:
        session.console.json(permissions.as_json(needed))
    else:
        session.console.out(permissions.text(needed), end="")
