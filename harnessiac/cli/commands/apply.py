"""hiac apply, and what destroy and refresh share with it"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import click

from harnessiac import workflow
from harnessiac.apply.executor import Completed, Errored, Skipped, Started, Stop
from harnessiac.cli import options, policies
from harnessiac.cli.commands.plan import TIMINGS, make, show_timings
from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.reports import Reports
from harnessiac.cli.session import Session, approved, measured, plan_options, start
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.phases import Phases
from harnessiac.plan.definition import Mode, Plan
from harnessiac.plan.options import Options
from harnessiac.plan.steps import Operation
from harnessiac.reports.machine.stream import Stream
from harnessiac.reports.report import published, report
from harnessiac.reports.text import human, progress

AUTO_APPROVE = options.switch("auto-approve", "Do not ask before applying.")


@options.command("apply")
@click.argument("plan_file", required=False, metavar="[PLAN]")
@options.VIEW
@options.JSON
@options.INPUT
@options.VARIABLES
@options.OPERATION
@options.LOCK
@options.STATE
@AUTO_APPROVE
@TIMINGS
def command(plan_file: str | None, **asked: Any) -> int:
    """Carry out a plan: write the documents and record them in the state.

    With a PLAN that `hiac plan -out` saved, exactly that plan; otherwise a new one is made, shown and asked about.
    """
    return run(asked, plan_file)


def run(asked: dict[str, Any], plan_file: str | None = None, *, mode: Mode | None = None) -> int:
    """Plan (or read a saved plan), ask, apply, report."""
    stream = Stream() if asked["as_json"] else None
    try:
        if stream is not None and plan_file is None and not asked["auto_approve"]:
            detail = "The -json option needs -auto-approve or a saved plan: nobody can be asked."
            raise Failed(error("Plan file or auto-approve required", detail))
        phases = measured() if asked.get("timings") else Phases()
        session = start(asked, phases)
        with session.locked("apply", documents=True):
            code = _apply(session, asked, plan_file, mode, stream)
        if asked.get("timings"):
            show_timings(session.console, phases, as_json=stream is not None)
        return code
    except Failed as failure:
        if stream is None:
            raise
        stream.diagnostics(failure.diagnostics)
        return Exit.ERROR


def _apply(
    session: Session, asked: dict[str, Any], plan_file: str | None, mode: Mode | None, stream: Stream | None
) -> int:
    console = session.console
    if plan_file is not None:
        _refuse_plan_options(asked)
        plan = session.project.plan_files.read(plan_file)
        findings = policies.judge(session.project)(plan, session.project.configuration.root_module)
        workflow.stop_on_errors(findings)
        if stream is not None:
            stream.diagnostics(findings)
        else:
            show_findings(findings, console, compact_warnings=asked["compact_warnings"])
    else:
        planning = plan_options(asked | {"destroy": True} if mode is Mode.DESTROY else asked)
        plan, findings = make(session, planning)
        findings += policies.judge(session.project)(plan, session.project.configuration.root_module)
        shown = report("apply", plan, findings)
        if stream is None:
            Reports("apply", compact_warnings=asked["compact_warnings"]).deliver(shown, console)
        elif shown.plan is not None:
            stream.diagnostics(() if shown.errored else shown.findings)  # errors are printed at the end
            stream.plan(shown.plan)
        workflow.stop_on_errors(findings)
        if not plan.is_empty and not asked["auto_approve"] and not _agreed(session, planning):
            console.out("\nApply cancelled." if planning.mode is not Mode.DESTROY else "\nDestroy cancelled.")
            return Exit.ERROR
    with session.project.phases.phase("apply"):
        failed = _carry_out(session, plan, stream)
    return Exit.ERROR if failed else Exit.DONE


def _refuse_plan_options(asked: dict[str, Any]) -> None:
    given = [
        name for name in ("destroy", "refresh_only", "target", "exclude", "replace", "var", "var_file") if asked[name]
    ]
    given += [option for option in ("force-delete", "adopt") if asked[option.replace("-", "_")]]
    given += ["refresh=false"] if not asked["refresh"] else []
    if given:
        names = ", ".join("-" + name.replace("_", "-") for name in given)
        detail = f"A saved plan says already what to do; {names} can only be given to the plan that was saved."
        raise Failed(error("Can't set options when applying a saved plan", detail))


def _agreed(session: Session, planning: Options) -> bool:
    if planning.mode is Mode.DESTROY:
        question, consequence = (
            "Do you really want to destroy all resources?",
            "hiac will delete all the documents shown above. There is no undo but your version control.",
        )
    else:
        question, consequence = (
            "Do you want to perform these actions?",
            "hiac will write the documents described above.",
        )
    return approved(session, question, consequence)


def _carry_out(session: Session, plan: Plan, stream: Stream | None) -> bool:
    """Apply the plan and report every step; return whether something failed."""
    console = session.console
    counts = [0, 0, 0]
    problems: list[Diagnostic] = []
    failed = False
    untried = 0
    bar = progress.bar(sum(plan.counts()), console.width) if stream is None and not console.palette.is_plain else None
    try:
        with (
            _interruptible() as stop,
            _without(bar, console),
            closing(workflow.apply(session.project, plan, stop=stop)) as happening,
        ):
            for event in happening:
                match event:
                    case Completed(step):
                        slots = {Operation.CREATE: 0, Operation.UPDATE: 1, Operation.DESTROY: 2}
                        is_counted = step.operation is not Operation.DESTROY or step.change.action.deletes
                        if step.operation in slots and is_counted:
                            counts[slots[step.operation]] += 1
                            if bar is not None:
                                bar.done += 1
                    case Errored(_, errors):
                        failed = True
                        problems += errors
                    case Skipped():
                        failed = True
                        untried += 1
                    case Started():
                        pass
                if stream is not None:
                    stream.applied(event)
                elif isinstance(event, Skipped) and stop.requested:
                    pass  # their number is printed at the end
                elif (line := progress.line(event, console.palette)) is not None:
                    console.out(line, end=bar.end() if bar is not None else "\n")
    finally:  # also if the state cannot be saved: errors of steps often explain why
        if stream is None:
            show_findings(problems, console)
    add, change, destroy = counts
    if stream is not None:
        if not failed:
            stream.summary((add, change, destroy), plan.mode, plan.imports())
            stream.outputs(published(plan).outputs)
        return failed
    if stop.requested:
        left = f" {untried} {'step was' if untried == 1 else 'steps were'} not tried: apply again." if untried else ""
        console.err(f"\nInterrupted: the step under way was finished and the state is saved.{left}")
    if not failed:
        text = progress.complete((add, change, destroy), plan.mode, plan.imports())
        console.out("\n" + console.palette.paint(text, console.palette.bold, console.palette.green))
        console.out(human.outputs_after(published(plan), console.palette), end="")
    return failed


@contextmanager
def _without(bar: progress.Bar | None, console: Console) -> Iterator[None]:
    """Erase the bar at the end, also after an error."""
    try:
        yield
    finally:
        if bar is not None:
            console.data(progress.ERASED)


@contextmanager
def _interruptible() -> Iterator[Stop]:
    """Stop after the running step on the first SIGINT or SIGTERM, and at once on the second."""
    stop = Stop()
    ended = KeyboardInterrupt("what was done is in the journal, and the next apply goes on from there")
    is_ended = False

    def on_signal(number: int, frame: object) -> None:
        nonlocal is_ended
        if stop.requested:
            is_ended = True
            raise ended
        stop.requested = True

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    except RuntimeError:
        if is_ended:  # inside a lock, the threading library makes "release unlocked lock" of an interrupt
            raise ended from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
