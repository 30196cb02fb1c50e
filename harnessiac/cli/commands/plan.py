"""hiac plan"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options, policies, reports
from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, ask_for, folder, given_to, measured, opened, plan_options, start
from harnessiac.diagnostics import Diagnostic, Failed, has_errors
from harnessiac.language.configuration.variables import Given
from harnessiac.phases import Phases
from harnessiac.plan.definition import Plan
from harnessiac.plan.options import Options
from harnessiac.reports.report import report

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
    wanted = reports.chosen(asked, "plan", "json-stream")
    console = opened(asked)
    phases = measured() if asked["timings"] else Phases()
    said: list[Diagnostic] = []
    try:
        session = start(asked, phases)
        if asked["generate_config_out"]:
            said += _generate(session, asked["generate_config_out"], quiet=not wanted.for_people)
        options_given = plan_options(asked)
        values = complete(session)
        plan, found = workflow.plan(session.project, values, options_given)
        with phases.phase("policies"):
            judge = policies.judge(session.project)
            found += judge(plan, session.project.configuration.root_module)
        denied = has_errors(found)
        if asked["out"] and not denied:
            session.project.plan_files.write(asked["out"], plan)
        shown, since = plan, None
        if asked["since"] is not None:
            from harnessiac import comparison
            from harnessiac.storage.history.revision import at_commits

            with phases.phase("since"), at_commits(session.project, [asked["since"]], "-since option") as [then]:
                asked_for = values[len(session.given) :]
                given = [*given_to(then), *asked_for]
                shown, found, since = comparison.since(then, given, options_given, plan, found, judge)
    except Failed as failure:
        wanted.deliver(
            report("plan", None, [*said, *failure.diagnostics], folder=folder(), limit=asked["max_bytes"]), console
        )
        if wanted.for_people:
            raise
        return Exit.ERROR
    with phases.phase("render"):
        made = report(
            "plan",
            shown,
            [*said, *found],
            show_sensitive=asked["show_sensitive"],
            configuration=session.project.configuration.root_module,
            folder=folder(),
            limit=asked["max_bytes"],
            since=since,
        )
        wanted.deliver(made, console, compact_warnings=asked["compact_warnings"])
        if denied and wanted.for_people:
            raise Failed(*made.findings)
        if wanted.for_people and not plan.is_empty:
            console.out(console.words.next_step(asked["out"] or None, whole=since is None))
    if asked["timings"]:
        tell_timings(console, phases, as_json=asked["as_json"])
    if denied:
        return Exit.ERROR
    is_news = not shown.is_empty or (since is not None and bool(since.gone))
    return Exit.CHANGES if asked["detailed_exitcode"] and is_news else Exit.DONE


def tell_timings(console: Console, phases: Phases, *, as_json: bool) -> None:
    """Where the time went: a table beside what is printed, or a line of the stream."""
    from harnessiac.reports.text import timings

    if as_json:
        console.data(timings.line(phases.seconds) + "\n")
    else:
        console.err(timings.table(phases.seconds))


def _generate(session: Session, out: str, *, quiet: bool) -> list[Diagnostic]:
    """Write the configuration that import blocks lack; what is still to be said of it. Raises Failed."""
    from harnessiac.storage.configuration.new_file import NewFile

    target = NewFile.of(session.project.settings.configuration, out, "-generate-config-out")
    target.check_new()
    text, found = workflow.generate(session.project, session.given)
    if text:
        target.create(text)
        session.project.configuration.read_again()
    if quiet:
        return found
    show_findings(found, session.console)
    if text:
        session.console.out(
            f"\nhiac has generated configuration and written it to {target.name}. Review it, and edit it as "
            "necessary before adding it to version control."
        )
    return []


def make(session: Session, wanted: Options) -> tuple[Plan, list[Diagnostic]]:
    """Make a plan; ask for missing values where somebody can be asked. Raises Failed."""
    return workflow.plan(session.project, complete(session), wanted)


def complete(session: Session) -> list[Given]:
    """The values given, and those that are missing, where somebody can be asked for them."""
    given = list(session.given)
    if session.is_interactive:
        given += ask_for(workflow.missing(session.project, given), session.console)
    return given
