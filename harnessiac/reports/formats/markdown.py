"""`markdown`: a plan as a comment on a pull request, within a limit of bytes.

A hidden first line lets a bot find its comment again. The most dangerous changes come first and are kept longest; the
number of what does not fit is given, with the command that shows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from harnessiac.diagnostics import Severity
from harnessiac.plan.definition import Action, Plan
from harnessiac.reports.duplicate_findings import Repeated, counted, repeated
from harnessiac.reports.marks import mark, place_name
from harnessiac.reports.report import Report
from harnessiac.reports.text import comparison, document_changes
from harnessiac.reports.text.changes import Entry, Verb, drifted, entries, kept_texts
from harnessiac.reports.unprintable import inert

MARKER = "<!-- hiac:{} -->"
"""The hidden first line; the folder in the repository is in it, as there may be a comment for each."""

MOST_NODES = 30
"""A graph of more resources is no help."""

_MOST_FIELDS = 6
"""Fields of one entity that the table tells."""
_MOST_FINDINGS = 20
_MOST_TRIES = 5
_ICONS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️"}
_WORDS = {
    Verb.DELETE: "🗑️\N{NO-BREAK SPACE}delete",
    Verb.REPLACE: "♻️\N{NO-BREAK SPACE}replace",
    Verb.UPDATE: "✏️\N{NO-BREAK SPACE}update",
    Verb.FORGET: "🔓\N{NO-BREAK SPACE}forget",
    Verb.MOVE: "🚚\N{NO-BREAK SPACE}move",
    Verb.IMPORT: "📥\N{NO-BREAK SPACE}import",
    Verb.CREATE: "➕\N{NO-BREAK SPACE}create",
}


def render(report: Report) -> str:
    place = re.sub(r"[^\w./ -]|--", "_", f"{report.command} {report.folder}".strip())
    lines = _Budget(report.limit, report.command)
    lines.add(MARKER.format(place), f"### {_title(report)}")
    lines.add("", *_totals(report))
    if report.since is not None:
        lines.add("", *(_text(line) for line in comparison.notes(report.since)))
    _findings(report, lines)
    if report.plan is not None:
        _plan(report.plan, lines)
    return lines.text()


class _Budget:
    """Lines up to a number of bytes; what is added first is kept."""

    CLOSING = 400
    """Bytes kept for saying what is left out."""

    def __init__(self, limit: int, command: str) -> None:
        self._command = command
        self._left = limit - self.CLOSING
        self._lines: list[str] = []
        self.omitted: list[str] = []

    def add(self, *lines: str) -> bool:
        """Add the lines if all of them fit."""
        size = sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)
        if size > self._left:
            return False
        self._left -= size
        self._lines += lines
        return True

    def text(self) -> str:
        note = f"\n_Left out: {'; '.join(self.omitted)}. `hiac {self._command}` shows everything._"
        closing = [note] if self.omitted else []
        return inert("\n".join([*self._lines, *closing]) + "\n")


def _title(report: Report) -> str:
    where = f" in {_code(report.folder.rstrip('/'))}" if report.folder else ""
    if report.errored:
        return f"❌ hiac {report.command} failed{where}"
    if report.plan is None:
        return f"✅ The configuration is valid{where}"
    if report.command == "diff":
        totals = document_changes.summary(report.plan).rstrip(".")
        return f"{'✅' if report.plan.is_empty else '📋'} hiac diff: {totals}{where}"
    if report.since is not None:
        what = "what is new" if comparison.shows_anything(report.plan) else "nothing new"
        return f"📋 hiac plan: {what} since {_code(comparison.name(report.since))}{where}"
    if report.plan.is_empty:
        return f"✅ hiac plan: no changes{where}"
    return f"📋 hiac plan{where}"


def _totals(report: Report) -> list[str]:
    totals: list[str] = []
    plan = report.plan
    if plan is not None:
        counts = Counter(entry.verb for entry in entries(plan))
        totals = [f"**{counts[verb]}** to {verb.value}" for verb in Verb if counts[verb]]
        outputs = sum(output.action is not Action.NO_OP for output in plan.outputs)
        totals += [f"**{outputs}** output{'' if outputs == 1 else 's'} to change"] if outputs else []
        totals += [f"**{len(plan.drift)}** changed by hand"] if plan.drift else []
    for severity in Severity:
        if findings := report.of(severity):
            totals.append(f"**{len(findings)}** {counted(severity, findings)}")
    return [", ".join(totals) + "."] if totals else []


# Findings


def _findings(report: Report, lines: _Budget) -> None:
    groups = repeated(report.findings)
    for severity, icon in _ICONS.items():
        of_kind = [group for group in groups if group.first.severity is severity]
        shown = 0
        for group in of_kind[:_MOST_FINDINGS]:
            if lines.add("", *_finding(group, icon, report.folder)):
                shown += group.count
        left = sum(group.count for group in of_kind) - shown
        if left:
            lines.omitted.append(f"{left} {severity.value}{'' if left == 1 else 's'}")


def _finding(group: Repeated, icon: str, folder: str) -> list[str]:
    first = mark(group.first, folder)
    place = f" {_code(place_name(first))}" if first.place is not None else ""
    about = f" {_code(first.address)}" if first.address else ""
    about += f" and {group.others} other{'s' if group.others > 1 else ''}" if about and group.others else ""
    detail = [f"> {_prose(line)}" for line in first.message.splitlines() if line.strip()]
    elsewhere = group.places(lambda finding: _code(place_name(mark(finding, folder))))
    detail += [">", f"> {elsewhere}"] if elsewhere else []
    return [f"{icon} **{_text(first.summary)}**{place}{about} ({_code(first.rule)})", *detail]


# Changes


def _plan(plan: Plan, lines: _Budget) -> None:
    changed = sorted(entries(plan), key=lambda entry: entry.verb.risk)
    by_hand = drifted(plan)
    graph = _graph(changed)
    if changed:
        _table(changed, "resources", ("", "Resource", "Changes"), lines)
    if by_hand:
        lines.add("", "**Changed by hand since the last apply**")
        _table(by_hand, "resources changed by hand", ("", "Resource", "Found"), lines)
    _outputs(plan, lines)
    _formatted(plan, lines)
    _differences([*changed, *by_hand], lines)
    if graph and not lines.add("", *graph):
        lines.omitted.append("the graph")


def _table(rows: Sequence[Entry], what: str, header: Sequence[str], lines: _Budget) -> None:
    lines.add("", f"| {' | '.join(header)} |", "|" + "---|" * len(header))
    shown = 0
    for entry in rows:
        if not lines.add(_row(entry)):
            break
        shown += 1
    left = rows[shown:]
    if left:
        counts = Counter("changed" if entry.drift else f"to {entry.verb.value}" for entry in left)
        verbs = ", ".join(f"{number} {verb}" for verb, number in counts.items())
        lines.omitted.append(f"{len(left)} more {what} ({verbs})")


def _row(entry: Entry) -> str:
    word = _WORDS[entry.verb]
    if entry.drift:
        word = f"✋\N{NO-BREAK SPACE}{'deleted' if entry.change.after is None else 'changed'}"
    who = " · ".join(_text(part) for part in (entry.name, entry.scope) if part)
    cells = [word, f"{_code(entry.address)}<br>{who}", "<br>".join(_changed(entry))]
    return f"| {' | '.join(cells)} |"


def _changed(entry: Entry) -> list[str]:
    fields = entry.fields()
    told = [_code(str(field)) for field in fields[:_MOST_FIELDS]]
    told += [f"and {len(fields) - _MOST_FIELDS} more"] if len(fields) > _MOST_FIELDS else []
    notes = [
        "".join(_code(part) if index % 2 else _around(part) for index, part in enumerate(note))
        for note in entry.notes()
    ]
    document = entry.change.document
    if not notes and not told and document is not None:  # of what is created all would be to tell
        lines = (document.text or "").count("\n")
        told = [f"{_code(document.path)}, {lines} line{'' if lines == 1 else 's'}"]
    return [*notes, *told]


def _outputs(plan: Plan, lines: _Budget) -> None:
    changed = [output for output in plan.outputs if output.action is not Action.NO_OP]
    if not changed:
        return
    words = {Action.CREATE: "added", Action.UPDATE: "changed", Action.DELETE: "removed"}
    names = ", ".join(f"{_code(output.name)} {words[output.action]}" for output in changed[:_MOST_FINDINGS])
    more = f" and {len(changed) - _MOST_FINDINGS} more" if len(changed) > _MOST_FINDINGS else ""
    if not lines.add("", f"**Outputs:** {names}{more}"):
        lines.omitted.append(f"{len(changed)} outputs")


def _formatted(plan: Plan, lines: _Budget) -> None:
    """Add the resources whose YAML differs in formatting only."""
    kept = list(map(_code, kept_texts(plan)))
    more = f" and {len(kept) - _MOST_FIELDS} more" if len(kept) > _MOST_FIELDS else ""
    if kept and not lines.add("", f"Only the formatting of YAML differs: {', '.join(kept[:_MOST_FIELDS])}{more}."):
        lines.omitted.append(f"{len(kept)} resources of which only the formatting differs")


def _differences(of: Sequence[Entry], lines: _Budget) -> None:
    """Add the folded differences of documents that fit; after a few that do not, the rest is left out."""
    left: list[Entry] = []
    for index, entry in enumerate(of):
        details = _details(entry)
        if details and not lines.add("", *details):
            left.append(entry)
        if len(left) == _MOST_TRIES:
            left += of[index + 1 :]
            break
    if left:
        counts = Counter("changed by hand" if entry.drift else f"to {entry.verb.value}" for entry in left)
        verbs = ", ".join(f"{number} {word}" for word, number in counts.items())
        lines.omitted.append(f"the differences of {len(left)} resources ({verbs})")


def _details(entry: Entry) -> list[str]:
    difference = entry.difference()
    if not difference:
        return []
    word = "changed by hand" if entry.drift else entry.verb.value
    body = difference.rstrip("\n").split("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", difference)), default=0))
    return [
        f"<details><summary>{word} {_html_code(entry.address)}</summary>",
        "",
        f"{fence}diff",
        *body[2:],  # the names of the files are those above
        fence,
        "",
        "</details>",
    ]


def _graph(changed: Sequence[Entry]) -> list[str]:
    """Return the dependencies between the resources that change as a graph, unless there are too many."""
    if not 1 < len(changed) <= MOST_NODES:
        return []
    names = {entry.change.address.resource: f"n{index}" for index, entry in enumerate(changed)}
    edges = [
        f"  {names[entry.change.address.resource]} --> {names[needed]}"
        for entry in changed
        for needed in (*entry.change.dependencies, *entry.change.prior_dependencies)
        if needed in names and needed != entry.change.address.resource
    ]
    if not edges:
        return []
    linked = set(" ".join(edges).split())
    nodes = [
        f'  {names[entry.change.address.resource]}["{_mermaid(entry.address)}"]:::{entry.verb.value}'
        for entry in changed
        if names[entry.change.address.resource] in linked
    ]
    styles = [
        "  classDef create stroke:#1a7f37",
        "  classDef delete stroke:#cf222e",
        "  classDef replace stroke:#cf222e,stroke-dasharray:4",
        "  classDef update stroke:#9a6700",
    ]
    return [
        "<details><summary>What depends on what</summary>",
        "",
        "```mermaid",
        "graph LR",
        *dict.fromkeys(nodes),
        *dict.fromkeys(edges),
        *styles,
        "```",
        "",
        "</details>",
    ]


# Text in which nothing becomes markup, a link or a mention


def _mermaid(text: str) -> str:
    return "".join(char if char.isalnum() or char in "._- [](){}/" else f"#{ord(char)};" for char in text)


_MARKUP = re.compile(r"[\\`*_{}\[\]()!|~<>&$]|(?<!\w)[+#-]|[@#](?=\w)|:(?=//)|(?<=www)\.")
_ENTITIES = "<>&|:."


def _text(text: str) -> str:
    """Escape markup. A zero-width space after @ and # prevents mentions and links."""

    def escaped(match: re.Match[str]) -> str:
        char = match.group()
        if char in "@#":
            return f"{char}&#8203;"
        return f"&#{ord(char)};" if char in _ENTITIES else f"\\{char}"

    return _MARKUP.sub(escaped, " ".join(text.split()))


def _prose(text: str) -> str:
    """Escape a sentence, with the parts between backquotes as code."""
    parts = _QUOTED.split(text)
    return "".join(_code(part) if index % 2 else _around(part) for index, part in enumerate(parts))


_QUOTED = re.compile(r"(?<!`)`([^`\n]*[^`\s][^`\n]*)`(?!`)")


def _around(text: str) -> str:
    """Escape text between code spans, keeping the spaces at its ends."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{_text(text)}{' ' * (after and not text.isspace())}"


def _code(text: str) -> str:
    """Return text as a code span that is safe in tables."""
    flat = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    pad = " " if flat[:1] in ("", "`") or flat[-1:] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _html_code(text: str) -> str:
    """Return text as code inside HTML, where Markdown is not interpreted."""
    return f"<code>{escape(' '.join(text.split()), quote=False)}</code>"
