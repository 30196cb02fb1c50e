"""hiac workspace list, new, select, delete, show"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, Final

import click

from harnessiac.cli import options
from harnessiac.cli.session import Session, start
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.state.model import State
from harnessiac.storage.backends.store import DEFAULT
from harnessiac.storage.state import selected_workspace

_LISTED: Final = 20


@options.group("workspace")
def command() -> None:
    """Keep several states for one configuration, one selected at a time.

    The selection is this checkout's own (.hiac/environment); TF_WORKSPACE overrides it. Expressions see the name as
    terraform.workspace.
    """


@options.command("list")
@options.NO_COLOR
def list_(**asked: Any) -> None:
    """List the workspaces; the selected one is marked."""
    session = start(asked)
    project = session.project
    for name in project.workspaces.backend.workspaces():
        session.console.out(f"{'*' if name == project.workspace else ' '} {name}")
    session.console.out()
    if project.environment.get(selected_workspace.VARIABLE):
        session.console.out("The active workspace is being overridden using the TF_WORKSPACE environment variable.\n")


@options.command("show")
@options.NO_COLOR
def show(**asked: Any) -> None:
    """Print the name of the selected workspace."""
    session = start(asked)
    session.console.out(session.project.workspace)


@options.command("new")
@click.argument("name")
@options.NO_COLOR
@click.option("--state", "source", metavar="FILE", help="Copy this state into the new workspace.")
@options.LOCK
def new(name: str, source: str | None, **asked: Any) -> None:
    """Make a workspace and select it."""
    session = start(asked)
    selected_workspace.check_name(name)
    if session.project.environment.get(selected_workspace.VARIABLE) not in (None, "", name):
        raise Failed(
            error(
                "Workspace overridden",
                "The workspace is currently overridden using the TF_WORKSPACE environment variable. You cannot create "
                "a new workspace when using this setting.\n\nTo create a new workspace, either unset this environment "
                "variable or update it to match the workspace name you are trying to create, and then run this command "
                "again.",
            )
        )
    if name in session.project.workspaces.backend.workspaces():
        raise Failed(error("Workspace already exists", f'Workspace "{name}" already exists.'))
    copied = session.project.workspaces.read_file(Path(source)) if source else State(lineage=str(uuid.uuid4()))
    _create(session, name, copied)


@options.command("select")
@click.argument("name")
@options.NO_COLOR
@options.switch("or-create", "Make the workspace if there is none of that name.")
def select(name: str, **asked: Any) -> None:
    """Work in another workspace from now on."""
    session = start(asked)
    project = session.project
    if project.environment.get(selected_workspace.VARIABLE):
        raise Failed(
            error(
                "Workspace overridden",
                "The selected workspace is currently overridden using the TF_WORKSPACE environment variable.\n\nTo "
                "select a new workspace, either update this environment variable or unset it and then run this command "
                "again.",
            )
        )
    selected_workspace.check_name(name)
    if name not in project.workspaces.backend.workspaces():
        if not asked["or_create"]:
            raise Failed(_missing(name, project.workspaces.backend.workspaces()))
        _create(session, name, State(lineage=str(uuid.uuid4())))
    elif name != project.workspace:
        selected_workspace.select(project.workspaces.data_directory, name)
        session.console.out(f'Switched to workspace "{name}".')


@options.command("delete")
@click.argument("name")
@options.NO_COLOR
@options.switch("force", "Delete the workspace even if its state is not empty.")
@options.LOCK
def delete(name: str, **asked: Any) -> None:
    """Delete a workspace and its state; documents stay where they are."""
    session = start(asked)
    project = session.project
    selected_workspace.check_name(name)
    if name not in project.workspaces.backend.workspaces():
        raise Failed(_missing(name, project.workspaces.backend.workspaces()))
    if name == project.workspace:
        detail = (
            f'Workspace "{name}" is your active workspace.\n\nYou cannot delete the currently active workspace. Please '
            "switch to another workspace and try again."
        )
        raise Failed(error("Workspace is active", detail))
    if name == DEFAULT:
        raise Failed(error("Cannot delete workspace", "The default workspace cannot be deleted."))
    states = project.workspaces.state_of(name)
    with session.locked("workspace delete", state=states):
        state = states.read()
        if not asked["force"]:
            _refuse_to_lose(name, state)
        states.store.delete()
    session.console.out(f'Deleted workspace "{name}"!')
    if not state.is_empty:
        session.console.out(
            f'WARNING: "{name}" was non-empty.\nThe documents of the deleted workspace may still exist, but are no '
            "longer manageable by hiac since the state has been deleted."
        )


def _create(session: Session, name: str, state: State) -> None:
    project = session.project
    states = project.workspaces.state_of(name)
    with session.locked("workspace new", state=states):
        there = states.read()
        if there.lineage or not there.is_empty:
            raise Failed(error("Workspace already exists", f'Workspace "{name}" already exists.'))
        states.push(state)
    if not project.environment.get(selected_workspace.VARIABLE):
        selected_workspace.select(project.workspaces.data_directory, name)
    session.console.out(
        f'Created and switched to workspace "{name}"!\n\nYou\'re now on a new, empty workspace. Workspaces isolate '
        'their state,\nso if you run "hiac plan" hiac will not see any existing state\nfor this configuration.'
        if state.is_empty
        else f'Created and switched to workspace "{name}"!'
    )


def _missing(name: str, known: tuple[str, ...]) -> Diagnostic:
    detail = (
        f'Workspace "{name}" doesn\'t exist.{did_you_mean(name, known)}\n\nYou can create this workspace with the '
        '"new" subcommand or include the "-or-create" flag with the "select" subcommand.'
    )
    return error("Workspace doesn't exist", detail)


def _refuse_to_lose(name: str, state: State) -> None:
    """Raise Failed if the state is not empty."""
    held = state.addresses
    if state.is_empty:
        return
    lines = "".join(f"\n  - {address}" for address in held[:_LISTED])
    lines += f"\n  ... and {len(held) - _LISTED} more" if len(held) > _LISTED else ""
    what = f"is currently tracking the following resource instances:{lines}" if held else "still holds outputs."
    raise Failed(
        error(
            "Workspace is not empty",
            f'Workspace "{name}" {what}\n\nDeleting this workspace would cause hiac to lose track of any associated '
            "documents, which would then require you to delete them by hand. You should destroy these with hiac before "
            "deleting the workspace.\n\nIf you want to delete this workspace anyway, and have hiac forget about these "
            "documents, use the -force option to disable this safety check.",
        )
    )


for _subcommand in (list_, show, new, select, delete):
    command.add_command(_subcommand)
