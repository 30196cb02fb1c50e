"""What the commands share: opening the project, reading -var options, asking for values, asking for approval."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from harnessiac.addresses import InstanceAddress, InvalidAddress, Target, parse_instance, parse_target
from harnessiac.cli.console import Console
from harnessiac.cli.options import ORDERED_VARIABLES
from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.declarations import Variable
from harnessiac.language.configuration.variables import Given
from harnessiac.phases import Phases
from harnessiac.plan.definition import Mode
from harnessiac.plan.options import Options
from harnessiac.reports.unprintable import visible
from harnessiac.storage.project import Project
from harnessiac.storage.repository import folder_in_repository

if TYPE_CHECKING:
    from harnessiac.storage.history.revision import Revision


class Asked(Struct, frozen=True):
    """The options that most commands take, read once. `input` says that -input does not forbid questions."""

    console: Console
    project: Project
    given: tuple[Given, ...] = ()
    input: bool = True

    @property
    def is_interactive(self) -> bool:
        """Whether somebody can be asked on a terminal."""
        return self.input and sys.stdin.isatty()


def opened(options: dict[str, Any]) -> Console:
    """The terminal, with color unless the options forbid it."""
    return Console.open(no_color=bool(options.get("no_color")) or bool(options.get("as_json")))


def measured() -> Phases:
    """Phases that are measured; what went before is the first of them."""
    from time import monotonic

    from harnessiac.cli.main import STARTED

    phases = Phases(monotonic)
    phases.seconds["start"] = monotonic() - STARTED
    return phases


def folder() -> str:
    """Where the working directory is in its repository; names of files start there."""
    return folder_in_repository(Path())


def start(options: dict[str, Any], phases: Phases | None = None) -> Asked:
    """Open the project of the working directory and read the values given on the command line. Raises Failed."""
    console = opened(options)
    project = Project.open(state_path=options.get("state_path"), phases=phases)
    click.get_current_context().call_on_close(lambda: _show_notes(project, console))
    asks = bool(options.get("input", True)) and not options.get("as_json") and not _prints_data(options.get("format"))
    return Asked(console, project, tuple(given_to(project)), asks)


def given_to(project: Project | Revision) -> list[Given]:
    """Return the values of -var and -var-file, files as the project reads them. Raises Failed."""
    given: list[Given] = []
    for name, text in click.get_current_context().meta.get(ORDERED_VARIABLES, ()):
        given += [_assignment(text)] if name == "var" else project.variable_file(text)
    return given


def _show_notes(project: Project, console: Console) -> None:
    """What was found out about the state and not yet said; not in the way of what is printed."""
    from harnessiac.reports.findings import human

    for note in project.workspaces.notes():
        console.err(human(note, console.errors, console.width))


def _prints_data(formats: object) -> bool:
    """Whether -format, where it may be repeated, sends something to standard output that a question would spoil."""
    return isinstance(formats, tuple) and any("=" not in one and one != "human" for one in formats)


def _assignment(text: str) -> Given:
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or not name:
        detail = (
            f"The given -var option {text!r} is not correctly specified. It must be a name and value, as in name=value."
        )
        raise Failed(error("Invalid -var option", detail))
    return Given(name, "-var", text=value, strict=True)


def ask_for(variables: Iterable[Variable], console: Console) -> list[Given]:
    """Ask on the terminal for values of variables that have none."""
    given = []
    for variable in sorted(variables, key=lambda v: v.name):
        console.out(console.palette.paint(f"var.{variable.name}", console.palette.bold))
        if variable.description:
            console.out(f"  {visible(variable.description)}\n")
        value = click.prompt("  Enter a value", default="", show_default=False, hide_input=variable.sensitive)
        click.echo()
        given.append(Given(variable.name, "input", text=value))
    return given


def plan_options(options: dict[str, Any]) -> Options:
    """What -destroy, -refresh-only, -target and the like ask for. Raises Failed for combinations that make no sense."""
    targets = tuple(_address(text, "-target") for text in options.get("target", ()))
    excludes = tuple(_address(text, "-exclude") for text in options.get("exclude", ()))
    if targets and excludes:
        raise Failed(error("Invalid combination of arguments", "The -target and -exclude options exclude each other."))
    destroy, refresh_only = options.get("destroy"), options.get("refresh_only")
    if destroy and refresh_only:
        detail = "The -destroy and -refresh-only options are mutually-exclusive."
        raise Failed(error("Incompatible plan mode options", detail))
    refresh = bool(options.get("refresh", True))
    if refresh_only and not refresh:
        detail = (
            "It doesn't make sense to use -refresh-only at the same time as -refresh=false, because there would be "
            "nothing to do."
        )
        raise Failed(error("Incompatible refresh options", detail))
    mode = Mode.DESTROY if destroy else Mode.REFRESH_ONLY if refresh_only else Mode.NORMAL
    replaced = tuple(_instance(text) for text in options.get("replace", ()))
    return Options(
        mode, targets, excludes, replaced, refresh, bool(options.get("force_delete")), bool(options.get("adopt"))
    )


def _address(text: str, option: str) -> Target:
    try:
        return parse_target(text)
    except InvalidAddress as problem:
        raise Failed(error(f'Invalid {option.strip("-")} "{text}"', str(problem))) from None


def _instance(text: str) -> InstanceAddress:
    try:
        return parse_instance(text)
    except InvalidAddress as problem:
        raise Failed(error(f'Invalid force-replace address "{text}"', str(problem))) from None


def address(text: str) -> InstanceAddress:
    """An instance's address given as an argument. Raises Failed."""
    try:
        return parse_instance(text)
    except InvalidAddress as problem:
        raise Failed(error("Error parsing instance address", str(problem))) from None


def approved(
    session: Asked, question: str, consequence: str, otherwise: str = "Use -auto-approve, or apply a saved plan file."
) -> bool:
    """Ask before doing; only `yes` is a yes, on a terminal or piped in.

    Raises Failed if nobody can be asked; `otherwise` is how to do without.
    """
    if not session.input:
        detail = f"Asking for input is turned off, so nobody can approve this. {otherwise}"
        raise Failed(error("Approval needed", detail))
    console = session.console
    console.out(f"\n{question}\n  {consequence}\n  Only 'yes' will be accepted to approve.\n")
    console.out("  Enter a value: ", end="")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:
        console.out()
        detail = f"There is nobody to ask for approval. {otherwise}"
        raise Failed(error("Approval needed", detail))
    return answer.strip() == "yes"
