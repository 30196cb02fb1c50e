"""hiac validate"""

from __future__ import annotations

from typing import Any

from harnessiac import workflow
from harnessiac.cli import options, reports
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import opened, start
from harnessiac.diagnostics import Failed


@options.command("validate")
@options.VIEW
@options.JSON
@reports.options("validate")
@options.VARIABLES
def command(**asked: Any) -> int:
    """Check the configuration of the working directory, without the state.

    Documents are looked into only for connectors that services name and the configuration does not have. Policies are
    not evaluated: they judge plans.
    """
    outputs = reports.chosen(asked, "validate", "json")
    console = opened(asked)
    try:
        session = start(asked)
        findings = workflow.validate(session.project, session.given)
    except Failed as failure:
        findings = list(failure.diagnostics)
    made = outputs.report(None, findings)
    outputs.deliver(made, console)
    if outputs.for_people and made.errored:
        show_findings(made.findings, console, compact_warnings=asked["compact_warnings"])
    elif outputs.for_people:
        note = ", but there were some validation warnings as shown above" if findings else ""
        console.out(f"Success! The configuration is valid{note}.\n")
    return Exit.ERROR if made.errored else Exit.DONE
