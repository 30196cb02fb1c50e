"""hiac validate"""

from __future__ import annotations

import json
from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import start
from harnessiac.cli.views import findings
from harnessiac.diagnostics import Diagnostic, Failed, has_errors, in_order


@options.command("validate")
@options.VIEW
@options.JSON
@options.VARIABLES
def command(**asked: Any) -> int:
    """Check the configuration of the working directory, without the state.

    Documents are looked into only for connectors that services name and the configuration does not have.
    """
    try:
        session = start(asked)
        found = workflow.validate(session.project, session.given)
    except Failed as failure:
        if not asked["as_json"]:
            raise
        found = list(failure.diagnostics)
    if asked["as_json"]:
        click.echo(json.dumps(_report(found), indent=2, ensure_ascii=False))
    else:
        findings.show(found, session.console, compact_warnings=asked["compact_warnings"])
        if not has_errors(found):
            note = ", but there were some validation warnings as shown above" if found else ""
            session.console.out(f"Success! The configuration is valid{note}.\n")
    return Exit.ERROR if has_errors(found) else Exit.DONE


def _report(found: list[Diagnostic]) -> dict[str, Any]:
    ordered = in_order(found)
    errors = sum(d.is_error for d in ordered)
    return {
        "format_version": "1.0",
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": len(ordered) - errors,
        "diagnostics": [findings.as_json(d) for d in ordered],
    }
