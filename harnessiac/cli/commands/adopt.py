"""hiac adopt"""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from harnessiac import workflow
from harnessiac.adoption.existing import InventoryFile, Scope
from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.session import Session, start
from harnessiac.diagnostics import Failed, error, in_order, warning
from harnessiac.reports import findings
from harnessiac.storage.configuration.new_file import NewFile
from harnessiac.storage.documents import existing_files

DEFAULT_OUT = "adopted.tf"
_NAMED = 5


@options.command("adopt")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", metavar="FILE", help=f"The new file of configuration (default {DEFAULT_OUT}).")
@click.option("--org", metavar="ID", help="The organization of entities that do not say theirs.")
@click.option("--project", metavar="ID", help="The project of entities that do not say theirs; needs -org.")
@options.switch("skip-unmapped", "Leave out fields that no argument can say, with a warning.")
@options.switch("dry-run", "Print the configuration and write nothing.")
@options.VIEW
@options.INPUT
@options.VARIABLES
@options.LOCK
@options.STATE
def command(paths: tuple[str, ...], out: str | None, **asked: Any) -> None:
    """Take over what exists in Harness: write their configuration and record them in the state.

    PATH are files and folders of YAML or JSON: entities from Git Experience or from the platform's YAML view, and
    answers of its API. A plan right after finds nothing to do. Nothing is written if anything is wrong. If it is cut
    off, run it again: it goes on with what is configured by then.
    """
    session = start(asked)
    if asked["project"] and not asked["org"]:
        raise Failed(error("Missing -org option", "A project is inside an organization: -project needs -org."))
    target = NewFile.of(session.project.settings.configuration, out or DEFAULT_OUT, "-out")
    found = [InventoryFile(one.source, one.named) for one in existing_files.read(paths)]
    with session.locked("adopt", enabled=not asked["dry_run"], documents=True):
        made, notes = workflow.adopt(
            session.project,
            session.given,
            found,
            Scope(asked["org"], asked["project"]),
            target,
            skip_unmapped=asked["skip_unmapped"],
        )
        if made.passed_over:
            names = ", ".join(made.passed_over[:_NAMED]) + (", ..." if len(made.passed_over) > _NAMED else "")
            detail = f"{len(made.passed_over)} file(s) hold nothing that can be adopted: {names}."
            notes.append(warning("Files passed over", detail))
        if asked["dry_run"]:  # What is printed then is a file: findings must not get into it.
            for note in in_order(notes):
                session.console.err(findings.human(note, session.console.palette, session.console.width))
        else:
            show_findings(notes, session.console, compact_warnings=asked["compact_warnings"])
        for skipped in made.configured.skipped:
            one = skipped.entity.identity
            session.console.err(f"Skipped the {one}: the state has it as {skipped.owner}.")
        if not made.configured.adopted:
            session.console.err("Nothing to adopt.")
        elif asked["dry_run"]:
            session.console.data(made.configured.text)
        else:
            workflow.carry_out_adoption(session.project, made, target)
            _report(session, made, target)


def _report(session: Session, made: workflow.Adoption, target: NewFile) -> None:
    adopted = made.configured.adopted
    counts = Counter(one.entity.kind.entity for one in adopted)
    entities = ["connector", "service", *sorted(counts.keys() - {"connector", "service"})]
    *listed, last = (f"{counts[entity]} {entity}(s)" for entity in entities)
    for one in adopted:
        session.console.out(f"{one.address}: Adopted [id={one.entity.identity.import_id}]")
    into = f"into {target.name}" if made.configured.text else "as they are configured already"
    session.console.out(f"\nAdopted {', '.join(listed)} and {last} {into}.")
