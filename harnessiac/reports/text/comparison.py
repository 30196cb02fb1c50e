"""What a plan leaves out because an earlier commit has it too, as sentences and as data."""

from __future__ import annotations

from typing import Any

from harnessiac.plan.definition import Plan
from harnessiac.reports.baseline import Since
from harnessiac.reports.unprintable import visible

_NAMED = 10
"""So many changes that are planned no more are named."""


def shows_anything(plan: Plan) -> bool:
    """Return whether a reduced plan has anything to show."""
    return not plan.is_empty or bool(plan.drift) or any(change.keeps_text for change in plan.changes)


def title(since: Since) -> str:
    """Return the title of a plan without anything new."""
    return f"Nothing new since {name(since)}."


def name(since: Since) -> str:
    """Return the commit as it was given, with the beginning of its id."""
    ref = visible(" ".join(since.ref.split()))[:100]
    return ref if since.id.startswith(since.ref) else f"{ref} ({since.id[:10]})"


def notes(since: Since) -> list[str]:
    """Return a sentence for each group of changes and findings that is not shown."""
    lines: list[str] = []
    if since.problem:
        lines.append(f"Everything is shown: {since.problem} at {name(since)}.")
    if since.unchanged:
        what = "1 change is" if since.unchanged == 1 else f"{since.unchanged} changes are"
        lines.append(f"{what} planned at {name(since)} too and not shown.")
    if since.known:
        what = "1 warning is" if since.known == 1 else f"{since.known} warnings are"
        lines.append(f"{what} given at {name(since)} too and not shown.")
    if since.gone:
        what = "1 change" if len(since.gone) == 1 else f"{len(since.gone)} changes"
        named = [f"{visible(gone.address)} ({gone.action.short})" for gone in since.gone[:_NAMED]]
        more = f" and {len(since.gone) - _NAMED} more" if len(since.gone) > _NAMED else ""
        lines.append(f"{what} planned at {name(since)} and not any more: {', '.join(named)}{more}.")
    return lines


def as_json(since: Since) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "ref": since.ref,
        "commit": since.id,
        "compared": not since.problem,
        **({"problem": since.problem} if since.problem else {}),
        "unchanged": since.unchanged,
        "known_findings": since.known,
        "gone": [{"address": gone.address, "action": gone.action.short} for gone in since.gone],
    }
