"""hiac init"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, approved, start
from harnessiac.diagnostics import Failed, error
from harnessiac.reports.machine.stream import Stream
from harnessiac.storage.backends.declaration import BackendBlock, InitializedBackend
from harnessiac.storage.backends.store import DEFAULT, Backend
from harnessiac.storage.project import Project, duration
from harnessiac.storage.state import migration
from harnessiac.storage.state.migration import Copy
from harnessiac.storage.state.workspace_state import WorkspaceState

Say = Callable[[str, str], None]
"""Tells one thing: its code in Terraform's JSON, and the words."""

_NEXT = 'You may now begin working with hiac. Try running "hiac plan" to see what would be done.'
_AGAIN = (
    "If you ever set or change the backend of the configuration, rerun this command. If you forget, other commands "
    "will detect it and remind you to do so."
)


@options.command("init")
@click.option(
    "--backend-config",
    "backend_config",
    multiple=True,
    metavar="KEY=VALUE|FILE",
    help="Add to the backend block, such as what is secret. May be repeated.",
)
@options.switch("backend", "Initialize the backend.", default=True)
@options.switch("migrate-state", "Copy the states from the backend that was initialized before.")
@options.switch("reconfigure", "Work with the backend as it is configured now; leave old states where they are.")
@options.switch("force-copy", "Copy without asking, also over other states; implies -migrate-state.")
@options.INPUT
@options.LOCK
@options.VIEW
@options.JSON
@click.option("--upgrade", cls=options.Switch, hidden=True)
@click.option("--get", cls=options.Switch, default=True, hidden=True)
@click.option("--lockfile", hidden=True)
def command(backend_config: tuple[str, ...], **asked: Any) -> int:
    """Prepare a working directory: connect to the backend that keeps the state.

    Without a backend block, or with backend "local", there is nothing to prepare and every command works without this,
    unless states lie where they were kept before: then this moves them.
    """
    stream = Stream() if asked["as_json"] else None
    try:
        _prepare(asked, backend_config, stream)
    except Failed as failure:
        if stream is None:
            raise
        stream.diagnostics(failure.diagnostics)
        return Exit.ERROR
    return Exit.DONE


def _prepare(asked: dict[str, Any], backend_config: tuple[str, ...], stream: Stream | None) -> None:
    session = start(asked)
    project = session.project

    def say(code: str, text: str) -> None:
        if stream is None:
            session.console.out(text)
        else:
            stream.emit("init_output", text.strip(), {"message_code": code})

    if asked["reconfigure"] and (asked["migrate_state"] or asked["force_copy"]):
        detail = "The -migrate-state and -reconfigure options are mutually-exclusive."
        raise Failed(error("Invalid init options", detail))
    files, _ = project.configuration.root_files()
    if not files and (asked["reconfigure"] or project.workspaces.recorded_backend() is None):
        say(
            "output_init_empty_message",
            "hiac initialized in an empty directory!\n\nThe directory has no configuration files. You may begin "
            "working with hiac immediately by creating some.",
        )
        return
    _, findings = project.configuration.module_tree()
    workflow.stop_on_errors(findings)
    if asked["backend"]:
        say("initializing_backend_message", "Initializing the backend...")
        _initialize(session, asked, backend_config, say)
    if stream is None:
        show_findings(findings, session.console, compact_warnings=asked["compact_warnings"])
    else:
        stream.diagnostics(findings)
    say("output_init_success_message", "\nhiac has been successfully initialized!")
    say("output_init_success_cli_message", f"\n{_NEXT}\n\n{_AGAIN}")


def _initialize(session: Session, asked: dict[str, Any], given: tuple[str, ...], say: Say) -> None:
    """Determine the backend and the one used before; switch from one to the other."""
    project, workspaces = session.project, session.project.workspaces
    block = project.configuration.backend_block()
    wanted = _wanted(project, block, given)
    is_local = wanted.type == "local"
    recorded = None if asked["reconfigure"] else workspaces.recorded_backend()
    if not is_local and recorded is not None and not given and wanted.type == recorded.type:
        wanted = InitializedBackend(wanted.type, wanted.block, recorded.given)
    target = workspaces.open(wanted)
    existing = () if is_local else target.workspaces()
    if target.type == "http":
        target.store(DEFAULT).read()  # the others have been connected to by now
    if asked["reconfigure"] or (recorded is not None and wanted.is_same(recorded)):
        workspaces.record_backend(wanted)
    elif is_local and (recorded is None or recorded.type == "local"):
        change = workspaces.location_change(block, recorded)
        if asked["migrate_state"] or asked["force_copy"] or change.left(workspaces.state_in):
            _move(session, asked, change.old, wanted, change.new, say)
        else:
            workspaces.record_backend(wanted)
    else:
        _leave(asked, recorded, say)
        before = recorded or workspaces.previous_location(block, None)
        _move(session, asked, workspaces.open(before), wanted, target, say)
    if not is_local:
        say(
            "backend_configured_message",
            f'\nSuccessfully configured the backend "{wanted.type}"! hiac will automatically\nuse this backend unless '
            "the backend configuration changes.",
        )
        if project.workspace not in (*existing, *target.workspaces()):
            say(
                "workspace_missing_message",
                f'\nThe selected workspace "{project.workspace}" does not exist there yet: the first apply makes it.',
            )


def _wanted(project: Project, block: BackendBlock | None, given: tuple[str, ...]) -> InitializedBackend:
    """Return the backend that block and command line describe. Raises Failed."""
    if block is None or block.type == "local":
        if given and block is not None:
            detail = (
                'The backend "local" works without hiac init, also in other checkouts, so nothing may be added to its '
                "block with -backend-config. Write path and workspace_dir into the block."
            )
            raise Failed(error("Invalid backend configuration argument", detail, block.span))
        if given:
            detail = (
                '-backend-config was used without a "backend" block in the configuration. Add the block of the '
                'backend that is meant, for example: terraform { backend "pg" {} }'
            )
            raise Failed(error("Missing backend configuration", detail))
        return project.workspaces.declared_location(block)
    from harnessiac.storage.backends import arguments

    settings: arguments.Settings = {}
    for text in given:
        if "=" in text:
            settings |= arguments.of_option(block.type, text)
        else:
            source, body = project.configuration.values_file(Path(text))
            settings |= arguments.of_block(block.type, body, source)
    return InitializedBackend(block.type, block.settings, settings)


def _leave(asked: dict[str, Any], old: InitializedBackend | None, say: Say) -> None:
    """Raise Failed if an initialized backend would be left without an option that asks for it."""
    if old is None or old.type == "local":
        return
    if not (asked["migrate_state"] or asked["force_copy"]):
        detail = (
            "A change in the backend configuration has been detected, which may require migrating existing state."
            '\n\nIf you wish to attempt automatic migration of the state, use "hiac init -migrate-state".\nIf you '
            'wish to store the current configuration with no changes to the state, use "hiac init -reconfigure".'
        )
        raise Failed(error("Backend configuration changed", detail))
    changed = "Backend configuration changed!\n\nhiac will now check for existing state in the backends."
    say("backend_changed_message", changed)


def _move(
    session: Session, asked: dict[str, Any], source: Backend, new: InitializedBackend, target: Backend, say: Say
) -> None:
    """Switch from one backend to another, with the states if that is wanted. Raises Failed, switching nothing."""
    workspaces = session.project.workspaces
    may_move = asked["migrate_state"] or asked["force_copy"]

    def states(backend: Backend, workspace: str) -> WorkspaceState:
        if backend is source or backend.type == "local":
            return workspaces.state_in(backend, workspace)
        return WorkspaceState(backend.store(workspace), session.project.directory, workspaces.cipher)

    plan = migration.copies(source, target, states, one_state=target.type == "http")
    wrong = migration.conflicts(plan)
    if wrong and not asked["force_copy"]:
        raise Failed(*wrong)
    missing = [copy for copy in plan if not copy.is_there]
    if missing and not may_move and not _agreed(session, missing, target):
        raise Failed(error("State was not copied", "Nothing was changed. Use -reconfigure to leave the state behind."))
    seconds = duration(asked["lock_timeout"])
    done = migration.carry_out(plan, workspaces.data_directory, lock=asked["lock"], timeout=seconds)
    workspaces.record_backend(new)
    for copy in done:
        say(
            "state_copied_message",
            f'Copied the state of the workspace "{copy.workspace}" (serial {copy.state.serial}).',
        )
    for copy in plan:
        if copy.is_there:
            there = f'Already there: the state of the workspace "{copy.workspace}" (serial {copy.there.serial}).'
            say("state_there_message", there)
    for path in migration.retire(plan):
        say("state_kept_message", f"The old state is kept in {path}.")


def _agreed(session: Session, missing: list[Copy], target: Backend) -> bool:
    names = ", ".join(f'"{copy.workspace}"' for copy in missing)
    where = f'the backend "{target.type}"' if target.type != "local" else missing[0].target.store.name
    if not session.input:
        detail = (
            f"There is a state already (workspace {names}), and nobody can be asked whether to copy it to {where}. Use "
            "-migrate-state to copy it, or -reconfigure to leave it behind."
        )
        raise Failed(error("State to be copied", detail))
    return approved(
        session,
        f"Do you want to copy the existing state to {where}?",
        f"There is a state already (workspace {names}), and none in the new backend.",
        "Use -migrate-state to copy it, or -reconfigure to leave it behind.",
    )
