"""hiac state list, show, mv, rm, pull, push, replace-provider"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harnessiac import kinds
from harnessiac.addresses import InvalidAddress, Target, instance_of, parse_target, selects
from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import address, approved, start
from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors, warning
from harnessiac.reports.machine import instances
from harnessiac.state import edits, moves, writing
from harnessiac.state.model import State
from harnessiac.storage.backends.store import LIMIT
from harnessiac.storage.state import workspace_state as stored_states


@options.group("state")
def command() -> None:
    """Look at and change what the state records. Documents are not touched."""


def _targets(texts: tuple[str, ...]) -> list[Target]:
    try:
        return [parse_target(text) for text in texts]
    except InvalidAddress as problem:
        raise Failed(error("Invalid address", str(problem))) from None


def _report(found: list[Diagnostic], asked: dict[str, Any]) -> None:
    session = start(asked)
    if has_errors(found):
        raise Failed(*found)
    show_findings(found, session.console)


@options.command("list")
@click.argument("addresses", nargs=-1)
@click.option("--id", "id_", help="Only instances with this id.")
@options.STATE
def list_(addresses: tuple[str, ...], id_: str | None, **asked: Any) -> None:
    """List the addresses of all instances, or of those that ADDRESSES name."""
    session = start(asked)
    targets = _targets(addresses)
    state = session.project.states.read()
    held = state.addresses
    for target, text in zip(targets, addresses, strict=True):
        if not any(selects(target, a) for a in held):
            raise Failed(error("No such resource instance", f"The state holds nothing at {text}."))
    having = {instance_of(a) for a, stored in state.objects() if id_ is None or stored.attributes.get("id") == id_}
    for found in held:
        if found in having and (not targets or any(selects(t, found) for t in targets)):
            session.console.out(str(found))


@options.command("show")
@click.argument("address_text", metavar="ADDRESS")
@options.switch("no-color", "Print without color.")
@options.STATE
def show(address_text: str, **asked: Any) -> None:
    """Print the attributes of one instance, and of what an unfinished replacement left of it."""
    session = start(asked)
    wanted = address(address_text)
    held = instances.in_order(session.project.states.read())
    blocks = [instances.block(found, stored) for found, stored in held if instance_of(found) == wanted]
    if not blocks:
        detail = f"No instance found for the given address {wanted}. Use hiac state list to see those there are."
        raise Failed(error("No instance found", detail))
    session.console.out("\n\n".join(blocks))


@options.command("mv")
@click.argument("source")
@click.argument("destination")
@options.switch("dry-run", "Only say what would be moved.")
@options.LOCK
@options.STATE
def mv(source: str, destination: str, **asked: Any) -> None:
    """Record instances under another address."""
    session = start(asked)
    first, second = _targets((source, destination))
    with session.project.locked("state mv", wait=asked["lock_timeout"], enabled=asked["lock"]):
        states = session.project.states
        moved, found = moves.move(states.read(), first, second)
        _report(found, asked)
        for old, new in moved.renames:
            session.console.out(f'{"Would move" if asked["dry_run"] else "Move"} "{old}" to "{new}"')
        if not asked["dry_run"]:
            states.write(moved.state)
            session.console.out(f"Successfully moved {len(moved.renames)} object(s).")


@options.command("rm")
@click.argument("addresses", nargs=-1, required=True)
@options.switch("dry-run", "Only say what would be forgotten.")
@options.LOCK
@options.STATE
def rm(addresses: tuple[str, ...], **asked: Any) -> None:
    """Forget instances; their documents stay where they are."""
    session = start(asked)
    with session.project.locked("state rm", wait=asked["lock_timeout"], enabled=asked["lock"]):
        states = session.project.states
        removed, found = moves.remove(states.read(), _targets(addresses))
        _report(found, asked)
        for gone in removed.addresses:
            session.console.out(f"{'Would remove' if asked['dry_run'] else 'Removed'} {gone}")
        if not asked["dry_run"]:
            states.write(removed.state)
            session.console.out(f"Successfully removed {len(removed.addresses)} resource instance(s).")


@options.command("pull")
@options.STATE
def pull(**asked: Any) -> None:
    """Print the state as JSON, in clear also if it is kept encrypted."""
    session = start(asked)
    state = session.project.states.read()
    if state.lineage or not state.is_empty:
        session.console.data(writing.write(state).decode())


@options.command("push")
@click.argument("path", metavar="FILE")
@options.switch("force", "Write the state even if it is another one or an older version.")
@options.LOCK
@options.STATE
def push(path: str, **asked: Any) -> None:
    """Replace the state by the one in FILE (- for standard input), such as a terraform.tfstate.

    It must be of the same lineage and no older than what is there, unless -force is given.
    """
    session = start(asked)
    if path == "-":
        pushed = stored_states.parse("<stdin>", sys.stdin.buffer.read(LIMIT + 1), session.project.workspaces.cipher)
    else:
        pushed = session.project.workspaces.read_file(Path(path))
    with session.project.locked("state push", wait=asked["lock_timeout"], enabled=asked["lock"]):
        states = session.project.states
        refusal = moves.refusal(states.read(), pushed)
        if refusal is not None and not asked["force"]:
            raise Failed(refusal)
        states.push(pushed)
        show_findings(_foreign(pushed), session.console)


@options.command("replace-provider")
@click.argument("old", metavar="FROM")
@click.argument("new", metavar="TO")
@options.switch("auto-approve", "Do not ask before changing the state.")
@options.switch("no-color", "Print without color.")
@options.INPUT
@options.LOCK
@options.STATE
def replace_provider(old: str, new: str, **asked: Any) -> int:
    """Give the resources of one provider to another: FROM and TO are such as harness/harness."""
    session = start(asked)
    before, after = edits.provider_name(old, "from"), edits.provider_name(new, "to")
    console = session.console
    with session.project.locked("state replace-provider", wait=asked["lock_timeout"], enabled=asked["lock"]):
        states = session.project.states
        state, resources = edits.replace_provider(states.read(), before, after)
        if not resources:
            console.out("No matching resources found.")
            return Exit.DONE
        console.out(
            "hiac will perform the following actions:\n\n"
            f"  ~ Updating provider:\n    - {before}\n    + {after}\n\nChanging {len(resources)} resources:\n"
        )
        console.out("\n".join(f"  {resource}" for resource in resources))
        if not asked["auto_approve"] and not approved(
            session, "Do you want to make these changes?", "Only what the state says is changed."
        ):
            console.out("\nCancelled replacing providers.")
            return Exit.ERROR
        states.write(state)
        console.out(f"\nSuccessfully replaced provider for {len(resources)} resources.")
    return Exit.DONE


def _foreign(state: State) -> list[Diagnostic]:
    """A warning that names the types in a state that hiac does not know."""
    types = sorted({a.resource.type for a in state.addresses if kinds.find(a.resource.type) is None})
    if not types:
        return []
    detail = (
        f"The state holds resources that hiac does not know: {', '.join(types[:5])}{', ...' if types[5:] else ''}. "
        "Keep managing them with Terraform, in a state of their own, and remove them from this one with hiac state rm."
    )
    return [warning("Resources of other providers", detail)]


for _subcommand in (list_, show, mv, rm, pull, push, replace_provider):
    command.add_command(_subcommand)
