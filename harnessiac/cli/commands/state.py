"""hiac state list, show, mv, rm, pull, push, replace-provider"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harnessiac import kinds, workflow
from harnessiac.addresses import Target, instance_of, selects
from harnessiac.cli import addresses, options
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, approved, start
from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.reports.machine import instances
from harnessiac.state import edits, moves, writing
from harnessiac.state.model import State
from harnessiac.storage.backends.store import LIMIT
from harnessiac.storage.state import workspace_state as stored_states


@options.group("state")
def command() -> None:
    """Look at and change what the state records. Documents are not touched."""


def _targets(texts: tuple[str, ...]) -> list[Target]:
    return [addresses.target(text, "Invalid address") for text in texts]


def _report(session: Session, findings: list[Diagnostic]) -> None:
    workflow.stop_on_errors(findings)
    show_findings(findings, session.console)


@options.command("list")
@click.argument("names", nargs=-1, metavar="[ADDRESSES]...")
@click.option("--id", "id_", help="Only instances with this id.")
@options.STATE
def list_(names: tuple[str, ...], id_: str | None, **asked: Any) -> None:
    """List the addresses of all instances, or of those that ADDRESSES name."""
    session = start(asked)
    targets = _targets(names)
    state = session.project.states.read()
    held = state.addresses
    for target, text in zip(targets, names, strict=True):
        if not any(selects(target, a) for a in held):
            raise Failed(error("No such resource instance", f"The state holds nothing at {text}."))
    having = {instance_of(a) for a, stored in state.objects() if id_ is None or stored.attributes.get("id") == id_}
    for instance in held:
        if instance in having and (not targets or any(selects(target, instance) for target in targets)):
            session.console.out(str(instance))


@options.command("show")
@click.argument("address_text", metavar="ADDRESS")
@options.NO_COLOR
@options.STATE
def show(address_text: str, **asked: Any) -> None:
    """Print the attributes of one instance, and of what an unfinished replacement left of it."""
    session = start(asked)
    wanted = addresses.instance(address_text)
    held = instances.in_order(session.project.states.read())
    blocks = [instances.block(address, stored) for address, stored in held if instance_of(address) == wanted]
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
    with session.locked("state mv"):
        states = session.project.states
        moved, findings = moves.move(states.read(), first, second)
        _report(session, findings)
        for old, new in moved.renames:
            session.console.out(f'{"Would move" if asked["dry_run"] else "Move"} "{old}" to "{new}"')
        if not asked["dry_run"]:
            states.write(moved.state)
            session.console.out(f"Successfully moved {len(moved.renames)} object(s).")


@options.command("rm")
@click.argument("names", nargs=-1, required=True, metavar="ADDRESSES...")
@options.switch("dry-run", "Only say what would be forgotten.")
@options.LOCK
@options.STATE
def rm(names: tuple[str, ...], **asked: Any) -> None:
    """Forget instances; their documents stay where they are."""
    session = start(asked)
    with session.locked("state rm"):
        states = session.project.states
        removed, findings = moves.remove(states.read(), _targets(names))
        _report(session, findings)
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
    with session.locked("state push"):
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
@options.NO_COLOR
@options.INPUT
@options.LOCK
@options.STATE
def replace_provider(old: str, new: str, **asked: Any) -> int:
    """Give the resources of one provider to another: FROM and TO are such as harness/harness."""
    session = start(asked)
    before, after = edits.provider_name(old, "from"), edits.provider_name(new, "to")
    console = session.console
    with session.locked("state replace-provider"):
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
    """Return a warning with the types in a state that hiac does not know."""
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
