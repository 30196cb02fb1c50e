"""hiac show"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harnessiac.cli import options, policies, reports
from harnessiac.cli.exits import Exit
from harnessiac.cli.reports import Reports
from harnessiac.cli.session import Session, start
from harnessiac.diagnostics import Failed, error
from harnessiac.reports.machine import instances
from harnessiac.reports.report import Report
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.values import exactjson


@options.command("show")
@click.argument("path", required=False)
@options.JSON
@reports.options("show")
@reports.SENSITIVE
@options.NO_COLOR
def command(path: str | None, **asked: Any) -> int:
    """Print the state, or the state or plan file at PATH, which may be a plan's JSON that -format=json wrote.

    A plan file is held against the policies of the repository, unless only -json is asked for.
    """
    outputs = reports.chosen(asked, "show", "json")
    session = start(asked)
    project = session.project
    from harnessiac.storage import plan_files  # the state alone needs none

    if path is not None and plan_files.is_plan(Path(path)):
        judges = bool(asked["format"]) or not asked["as_json"]
        try:
            plan, configuration = project.plan_files.show(path)
            findings = policies.judge(project)(plan, configuration) if judges else []
        except Failed as failure:
            if not asked["format"]:
                raise
            return outputs.failed(failure.diagnostics, session.console)
        return _deliver(outputs.report(plan, findings, configuration), outputs, session)
    if path is not None and (text := plan_files.published(Path(path))) is not None:
        from harnessiac.reports.machine import plan_reading

        name = files.shown(Path(path))
        if any(output.format == "json" for output in outputs.outputs):
            option = "-json" if asked["as_json"] else "-format"
            raise Failed(error(f"Invalid {option} option", f"The file {name} is the plan's JSON already."))
        made = plan_reading.read(name, text, show_sensitive=asked["show_sensitive"], limit=asked["max_bytes"])
        return _deliver(made, outputs, session)
    state = project.workspaces.read_file(Path(path)) if path is not None else project.states.read()
    if asked["format"]:
        raise Failed(
            error("Invalid -format option", "Formats are for plan files; a state is shown as text or with -json.")
        )
    if asked["as_json"]:
        click.echo(exactjson.dumps(instances.state_json(state)))
    else:
        _print(session, state)
    return Exit.DONE


def _deliver(made: Report, outputs: Reports, session: Session) -> int:
    outputs.deliver(made, session.console)
    if made.errored and outputs.for_people:
        raise Failed(*made.findings)
    return Exit.ERROR if made.errored else Exit.DONE


def _print(session: Session, state: State) -> None:
    console = session.console
    if state.is_empty:
        console.out("The state file is empty. No resources are represented.")
        return
    console.out(instances.blocks(state))
    if state.outputs:
        console.out("\n".join(["\n\nOutputs:\n", *instances.outputs(state)]))
