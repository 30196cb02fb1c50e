"""hiac diff"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import comparison
from harnessiac.cli import options, reports
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, given_to, opened, start
from harnessiac.diagnostics import Failed, error
from harnessiac.plan.definition import Plan
from harnessiac.reports.text import document_changes

_SUMMARY = "Invalid arguments of diff"


@options.command("diff")
@click.argument("first", metavar="REF1")
@click.argument("second", metavar="[REF2]", required=False)
@options.VIEW
@options.JSON
@reports.options("diff")
@reports.SENSITIVE
@options.VARIABLES
@options.switch("detailed-exitcode", "Exit with 0 if the documents say the same, 1 for an error, 2 if they do not.")
@options.switch("name-only", "Print the paths of the documents that differ, and nothing else.")
def command(first: str, second: str | None, **asked: Any) -> int:
    """Compare the documents that the configurations of two commits stand for.

    Without REF2 the second one is the configuration as it is now. A..B stands for A and B, A...B for B and the commit
    where A and B parted. No state has a part in it, and nothing is changed.
    """
    outputs = reports.chosen(asked, "diff", "json")
    if asked["name_only"] and outputs.outputs:
        raise Failed(error(_SUMMARY, "The option -name-only prints names and nothing else: give it without -format."))
    refs = _refs(first, second)
    console = opened(asked)
    try:
        session = start(asked)
        plan, names = _compared(session, refs)
    except Failed as failure:
        return outputs.failed(failure.diagnostics, console)
    if asked["name_only"]:
        console.data("".join(f"{path}\n" for path in document_changes.paths(plan, *names)))
    else:
        outputs.deliver(outputs.report(plan, []), console)
    return Exit.CHANGES if asked["detailed_exitcode"] and not plan.is_empty else Exit.DONE


def _compared(session: Session, refs: list[str]) -> tuple[Plan, tuple[str, str]]:
    """Return the changes of documents, and the names of the document directories of both sides. Raises Failed."""
    from harnessiac.storage.history.revision import at_commits

    with at_commits(session.project, refs, "commit", stateless=True) as [old, *others]:
        new, values = (others[0], given_to(others[0])) if others else (session.project, list(session.given))
        plan = comparison.diff(old, given_to(old), new, values)
        return plan, (old.documents.name, new.documents.name)


def _refs(first: str, second: str | None) -> list[str]:
    """Return the two commits, or the one to compare the working directory with. Raises Failed."""
    left, dots, right = first.partition("...")
    if not dots:
        left, dots, right = first.partition("..")
    if not dots:
        return [first] if second is None else [first, second]
    if second is not None:
        raise Failed(error(_SUMMARY, "Give either two commits, or both as one: A..B, or A...B."))
    left, right = left or "HEAD", right or "HEAD"
    return [f"{left}...{right}" if dots == "..." else left, right]
