"""hiac plan"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Asked, ask_for, plan_options, start
from harnessiac.cli.views import findings, human
from harnessiac.diagnostics import Failed
from harnessiac.plan.builder import Options
from harnessiac.plan.definition import Plan

if TYPE_CHECKING:
    from harnessiac.cli.views.machine import Stream


@options.command("plan")
@options.VIEW
@options.JSON
@options.INPUT
@options.VARIABLES
@options.OPERATION
@options.LOCK
@options.STATE
@options.switch("detailed-exitcode", "Exit with 0 for no changes, 1 for an error, 2 for changes.")
@click.option("--out", metavar="FILE", help="Write the plan to a file that apply takes.")
def command(**asked: Any) -> int:
    """Show what apply would do: compare the configuration with the state and the documents.

    Nothing is changed.
    """
    stream = opened_stream() if asked["as_json"] else None
    try:
        session = start(asked)
        with session.project.locked("plan", wait=asked["lock_timeout"], enabled=False):  # reading needs no lock
            plan = make(session, plan_options(asked), stream, compact_warnings=asked["compact_warnings"])
        if asked["out"]:
            session.project.write_plan(asked["out"], plan)
    except Failed as failure:
        if stream is None:
            raise
        stream.diagnostics(failure.diagnostics)
        return Exit.ERROR
    if stream is None and not plan.is_empty:
        session.console.out(_what_next(asked["out"]))
    return Exit.CHANGES if asked["detailed_exitcode"] and not plan.is_empty else Exit.DONE


def opened_stream() -> Stream:
    """The line-by-line stream of -json; imported only for it."""
    from harnessiac.cli.views.machine import Stream

    return Stream()


def make(session: Asked, wanted: Options, stream: Stream | None, *, compact_warnings: bool) -> Plan:
    """Make a plan and show it with all warnings. Raises Failed."""
    given = list(session.given)
    if session.is_interactive:
        given += ask_for(workflow.missing(session.project, given))
    planned, found = workflow.plan(session.project, given, wanted)
    if stream is not None:
        stream.diagnostics(found)
        stream.plan(planned)
    else:
        console = session.console
        console.out(human.render(planned, console.palette), end="")
        findings.show(found, console, compact_warnings=compact_warnings)
    return planned


def _what_next(out: str | None) -> str:
    if out:
        import shlex

        return f"\nSaved the plan to {out}. To do exactly this: hiac apply {shlex.quote(out)}"
    return "\nNothing is saved: use hiac plan -out=FILE, then hiac apply FILE, to do exactly this and nothing else."
