"""What commands share: opening the project, values of variables, plan options, questions to the user."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from harnessiac.cli import STARTED, addresses
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

if TYPE_CHECKING:
    from harnessiac.storage.history.revision import Revision
    from harnessiac.storage.state.workspace_state import WorkspaceState


class Session(Struct, frozen=True):
    """A command's project and terminal, and the options that most commands have.

    `given` are the values of -var and -var-file. `input`: questions are allowed. `lock_timeout` is such as `30s`.
    """

    console: Console
    project: Project
    given: tuple[Given, ...] = ()
    input: bool = True
    lock: bool = True
    lock_timeout: str = "0s"

    @property
    def is_interactive(self) -> bool:
        """Whether the user can be asked on a terminal."""
        return self.input and sys.stdin.isatty()

    def locked(
        self, operation: str, *, enabled: bool = True, documents: bool = False, state: WorkspaceState | None = None
    ) -> AbstractContextManager[None]:
        """Hold the lock of the state, by default the selected workspace's, unless -lock=false. Raises Failed."""
        return self.project.locked(
            operation, wait=self.lock_timeout, enabled=self.lock and enabled, state=state, documents=documents
        )


def opened(options: dict[str, Any]) -> Console:
    """Return the terminal, with color unless the options forbid it."""
    return Console.open(no_color=bool(options.get("no_color")) or bool(options.get("as_json")))


def measured() -> Phases:
    """Return phases that are measured; the first is the start of the process."""
    from time import monotonic

    phases = Phases(monotonic)
    phases.seconds["start"] = monotonic() - STARTED
    return phases


def start(options: dict[str, Any], phases: Phases | None = None) -> Session:
    """Open the project of the working directory and read the values given on the command line. Raises Failed."""
    console = opened(options)
    project = Project.open(state_path=options.get("state_path"), phases=phases)
    click.get_current_context().call_on_close(lambda: _show_notes(project, console))
    asks = bool(options.get("input", True)) and not options.get("as_json") and not _prints_data(options.get("format"))
    lock, timeout = options.get("lock", True), options.get("lock_timeout", "0s")
    return Session(console, project, tuple(given_to(project)), asks, lock, timeout)


def given_to(project: Project | Revision) -> list[Given]:
    """Return the values of -var and -var-file, files as the project reads them. Raises Failed."""
    given: list[Given] = []
    for name, text in click.get_current_context().meta.get(ORDERED_VARIABLES, ()):
        given += [_assignment(text)] if name == "var" else project.variable_file(text)
    return given


def _show_notes(project: Project, console: Console) -> None:
    """Print notes about the location of the state to standard error."""
    from harnessiac.reports.findings import human

    for note in project.workspaces.notes():
        console.err(human(note, console.errors, console.width))


def _prints_data(formats: object) -> bool:
    """Whether a repeatable -format prints data to standard output, among which no question may be printed."""
    return isinstance(formats, tuple) and any("=" not in format and format != "human" for format in formats)


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
    """Return the planning options, such as -destroy and -target. Raises Failed for invalid combinations."""
    targets = tuple(addresses.target(text, f'Invalid target "{text}"') for text in options.get("target", ()))
    excludes = tuple(addresses.target(text, f'Invalid exclude "{text}"') for text in options.get("exclude", ()))
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
    replaced = tuple(
        addresses.instance(text, f'Invalid force-replace address "{text}"') for text in options.get("replace", ())
    )
    return Options(
        mode, targets, excludes, replaced, refresh, bool(options.get("force_delete")), bool(options.get("adopt"))
    )


def approved(
    session: Session, question: str, consequence: str, otherwise: str = "Use -auto-approve, or apply a saved plan file."
) -> bool:
    """Ask for approval; only `yes`, typed or piped in, approves.

    Raises Failed if no question is allowed or nothing answers; `otherwise` says how to proceed without approval.
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
