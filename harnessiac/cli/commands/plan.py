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
@click.option(
    "--generate-config-out",
    "generate_config_out",
    metavar="FILE",
    help="Write configuration for import targets that have none to this new file.",
)
def command(**asked: Any) -> int:
    """Show what apply would do: compare the configuration with the state and the documents.

    Nothing is changed.
    """
    stream = opened_stream() if asked["as_json"] else None
    try:
        session = start(asked)
        with session.project.locked("plan", wait=asked["lock_timeout"], enabled=False):  # reading needs no lock
            if asked["generate_config_out"]:
                _generate(session, asked["generate_config_out"], stream)
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


def _generate(session: Asked, out: str, stream: Stream | None) -> None:
    """Write the configuration that import blocks lack, for the plan to read. Raises Failed."""
    from harnessiac.storage import entity_files, files

    option = "-generate-config-out"
    target = entity_files.new_file(session.project.settings.configuration, out, option)
    text, found = workflow.generate(session.project, session.given)
    if text:
        entity_files.create(target, text, option)
        session.project.read_again()
    if stream is not None:
        stream.diagnostics(found)
        return
    findings.show(found, session.console)
    if text:
        session.console.out(
            f"\nhiac has generated configuration and written it to {files.shown(target)}. Review it, and edit it as "
            "necessary before adding it to version control."
        )


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
