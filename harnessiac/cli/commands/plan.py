"""hiac plan"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options, policies, reports
from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, ask_for, given_to, measured, opened, plan_options, start
from harnessiac.diagnostics import Diagnostic, Failed, has_errors
from harnessiac.language.configuration.variables import Given
from harnessiac.phases import Phases
from harnessiac.plan.definition import Plan
from harnessiac.plan.options import Options

TIMINGS = options.switch("timings", "Tell where the time went, phase by phase.")


@options.command("plan")
@options.VIEW
@options.JSON
@reports.options("plan")
@reports.SENSITIVE
@options.INPUT
@options.VARIABLES
@options.OPERATION
@options.LOCK
@options.STATE
@options.switch("detailed-exitcode", "Exit with 0 for no changes, 1 for an error, 2 for changes.")
@TIMINGS
@click.option(
    "--since",
    metavar="GITREF",
    help="Show only what the plan at this commit does not do already. A...B is where A and B parted.",
)
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
    outputs = reports.chosen(asked, "plan", "json-stream")
    console = opened(asked)
    phases = measured() if asked["timings"] else Phases()
    remarks: list[Diagnostic] = []
    try:
        session = start(asked, phases)
        if asked["generate_config_out"]:
            remarks += _generate(session, asked["generate_config_out"], quiet=not outputs.for_people)
        planning = plan_options(asked)
        values = complete(session)
        plan, findings = workflow.plan(session.project, values, planning)
        with phases.phase("policies"):
            judge = policies.judge(session.project)
            findings += judge(plan, session.project.configuration.root_module)
        denied = has_errors(findings)
        if asked["out"] and not denied:
            session.project.plan_files.write(asked["out"], plan)
        shown, since = plan, None
        if asked["since"] is not None:
            from harnessiac import comparison
            from harnessiac.storage.history.revision import at_commits

            with phases.phase("since"), at_commits(session.project, [asked["since"]], "-since option") as [then]:
                given = [*given_to(then), *values[len(session.given) :]]
                shown, findings, since = comparison.since(then, given, planning, plan, findings, judge)
    except Failed as failure:
        return outputs.failed([*remarks, *failure.diagnostics], console)
    with phases.phase("render"):
        configuration = session.project.configuration.root_module
        made = outputs.report(shown, [*remarks, *findings], configuration, since)
        outputs.deliver(made, console)
        if denied and outputs.for_people:
            raise Failed(*made.findings)
        if outputs.for_people and not plan.is_empty:
            console.out(console.words.next_step(asked["out"] or None, whole=since is None))
    if asked["timings"]:
        show_timings(console, phases, as_json=asked["as_json"])
    if denied:
        return Exit.ERROR
    is_news = not shown.is_empty or (since is not None and bool(since.gone))
    return Exit.CHANGES if asked["detailed_exitcode"] and is_news else Exit.DONE


def show_timings(console: Console, phases: Phases, *, as_json: bool) -> None:
    """Print the time of each phase: as a table on standard error, or as a line of the stream."""
    from harnessiac.reports.text import timings

    if as_json:
        console.data(timings.line(phases.seconds) + "\n")
    else:
        console.err(timings.table(phases.seconds))


def _generate(session: Session, out: str, *, quiet: bool) -> list[Diagnostic]:
    """Write configuration for import targets without any; return the findings if `quiet`. Raises Failed."""
    from harnessiac.storage.configuration.new_file import NewFile

    target = NewFile.of(session.project.settings.configuration, out, "-generate-config-out")
    target.check_new()
    text, findings = workflow.generate(session.project, session.given)
    if text:
        target.create(text)
        session.project.configuration.read_again()
    if quiet:
        return findings
    show_findings(findings, session.console)
    if text:
        session.console.out(
            f"\nhiac has generated configuration and written it to {target.name}. Review it, and edit it as "
            "necessary before adding it to version control."
        )
    return []


def make(session: Session, planning: Options) -> tuple[Plan, list[Diagnostic]]:
    """Make a plan, after asking for missing values where possible. Raises Failed."""
    return workflow.plan(session.project, complete(session), planning)


def complete(session: Session) -> list[Given]:
    """Return the given values and, where the user can be asked, those that are missing."""
    given = list(session.given)
    if session.is_interactive:
        given += ask_for(workflow.missing(session.project, given), session.console)
    return given
