"""The differences between the documents of two commits as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harnessiac.plan.definition import Change, Plan
from harnessiac.reports.text.changes import Entry, Verb, entries
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.reports.unprintable import visible

_SYMBOLS = {Verb.CREATE: "+", Verb.UPDATE: "~", Verb.DELETE: "-", Verb.REPLACE: "-/+"}


def render(plan: Plan, palette: Palette = PLAIN) -> str:
    """Return every document that differs, then the totals; ends in a line break."""
    parts = ["\n".join(_document(entry, palette)) for entry in entries(plan)]
    kept = formatted(plan)
    if kept:
        lines = [f"  {visible(change.old_path or '')} ({visible(str(change.address))})" for change in kept]
        parts.append("\n".join(["Only the formatting differs, which changes nothing:", *lines]))
    return "\n\n".join([*parts, palette.paint(summary(plan), palette.bold)]) + "\n"


def summary(plan: Plan) -> str:
    """Return the totals in one line."""
    counts = Counter(entry.verb for entry in entries(plan))
    words = {Verb.CREATE: "created", Verb.UPDATE: "updated", Verb.REPLACE: "replaced", Verb.DELETE: "deleted"}
    counted = [f"{counts[verb]} {word}" for verb, word in words.items() if counts[verb]]
    same = f" Only formatted in another way: {number}." if (number := len(formatted(plan))) else ""
    return f"Documents: {', '.join(counted)}.{same}" if counted else f"The documents say the same.{same}"


def formatted(plan: Plan) -> list[Change]:
    """Return the changes of documents that differ in formatting only."""
    return [change for change in plan.changes if change.keeps_text and not change.acts]


def paths(plan: Plan, old: str, new: str) -> list[str]:
    """Return the paths of all documents that differ; `old` and `new` are the directories of the two sides."""
    names: set[str] = set()
    for change in plan.changes:
        names |= {f"{old}/{change.old_path}"} if change.old_path is not None else set()
        names |= {f"{new}/{change.document.path}"} if change.document is not None else set()
    return sorted(visible(path) for path in names)


def _document(entry: Entry, palette: Palette) -> Iterator[str]:
    change = entry.change
    path = change.document.path if change.document is not None else change.old_path
    symbol = _SYMBOLS.get(entry.verb, "~")
    yield palette.paint(f"{symbol} {visible(path or '')}", palette.bold) + f" ({entry.address})"
    for note in entry.notes():
        yield f"    {''.join(note)}"
    for field in entry.fields():
        yield f"    {field}"
    tones = {"+": palette.green, "-": palette.red, "@": palette.cyan}
    for line in entry.difference().splitlines():
        yield palette.paint(line, tones[line[0]]) if line[:1] in tones else line
