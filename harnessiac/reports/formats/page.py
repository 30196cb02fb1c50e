"""`html`: a plan as one page for a browser, in one file without external requests.

The page can be read without scripts. The script filters, shows differences side by side and draws the graph; it creates
text nodes only, and the content security policy forbids other scripts and requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from urllib.parse import quote

from harnessiac import __version__
from harnessiac.diagnostics import Severity
from harnessiac.plan.definition import Action, OutputChange, Plan
from harnessiac.reports.duplicate_findings import Repeated, counted, repeated
from harnessiac.reports.marks import mark, place_name
from harnessiac.reports.page.assets import asset, policy
from harnessiac.reports.page.dependencies import Dependencies, dependencies
from harnessiac.reports.page.markup import Markup, data, element, joined, prose, raw
from harnessiac.reports.page.rows import Rows
from harnessiac.reports.report import HIDDEN, HIDDEN_CHANGED, Report
from harnessiac.reports.text import comparison, document_changes
from harnessiac.reports.text.changes import Entry, Verb, drifted, entries, kept_texts
from harnessiac.reports.text.plain_values import shown
from harnessiac.reports.unprintable import inert

_LIBRARY = "vendor/cytoscape.min.js"
_MOST_OPTIONS = 500
_MOST_ROWS = 10_000
_MOST_FINDINGS = 2_000
_MOST_OUTPUTS = 1_000
_MOST_KEPT = 10
_LONGEST = 4_000
"""Characters of an output or of what a finding says."""

_ARROW = "An arrow points to what is needed."
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%230a6cba'/%3E%3Cpath d='M4 4v8M4 8h8M12 4v8' stroke='white' "
    "stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E"
)


def render(report: Report) -> str:
    plan = report.plan
    changed = sorted(entries(plan), key=lambda entry: entry.verb.risk) if plan is not None else []
    by_hand = drifted(plan) if plan is not None else []
    links = dependencies(plan, changed) if plan is not None else Dependencies({}, {}, {})
    rows = Rows(links)
    graph = _graph(links)
    main = element(
        "main",
        _header(report, changed, by_hand),
        _findings(report, {entry.address for entry in changed}),
        _changes(changed, rows, graph, is_plan=plan is not None and not report.errored),
        _by_hand(by_hand, rows),
        _outputs(plan),
        element("footer", _footer(plan, has_changes=bool(changed))),
    )
    style, scripts = asset("page.css"), [*([asset(_LIBRARY)] if graph else []), asset("page.js")]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy(scripts, [style])),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", inert(_title(report))),
        element("link", rel="icon", href=_ICON),
        # with this id the library does not add a style element of its own, which the policy would refuse
        raw("style", style, id="__________cytoscape_stylesheet"),
    )
    body = element("body", Markup(inert(main)), *(raw("script", text) for text in scripts))
    return f"<!doctype html>{element('html', head, body, lang='en')}\n"


def _title(report: Report) -> str:
    where = f" in {report.folder.rstrip('/')}" if report.folder else ""
    if report.errored:
        return f"hiac {report.command} failed{where}"
    if report.plan is None:
        return f"The configuration is valid{where}"
    if report.command == "diff":
        return f"{document_changes.summary(report.plan)[:-1]}{where}"
    if report.since is not None:
        what = "New" if comparison.shows_anything(report.plan) else "Nothing new"
        return f"{what} since {comparison.name(report.since)}{where}"
    return f"No changes{where}" if report.plan.is_empty else f"Plan{where}"


def _header(report: Report, changed: Sequence[Entry], by_hand: Sequence[Entry]) -> Markup:
    counts = Counter(entry.verb for entry in changed)
    totals = [_total(counts[verb], f"to {verb.value}", verb.value) for verb in Verb if counts[verb]]
    totals += [_total(len(by_hand), "changed by hand", "by-hand", "#by-hand")] if by_hand else []
    outputs = len(_changed(report.plan))
    totals += [_total(outputs, f"output{_s(outputs)} to change", "output", "#outputs")] if outputs else []
    for severity in Severity:
        if findings := report.of(severity):
            totals.append(_total(len(findings), counted(severity, findings), severity.value, "#findings"))
    state = "failed" if report.errored else "fine"
    return element(
        "header",
        element("h1", _title(report), class_=state),
        element("ul", totals, class_="totals") if totals else element("p", _all_well(report), class_="quiet"),
        *(element("p", note, class_="quiet") for note in _notes(report)),
    )


def _notes(report: Report) -> Iterable[str]:
    """Yield sentences about what is not shown: known changes and changes of formatting."""
    if report.since is not None:
        yield from comparison.notes(report.since)
    kept = kept_texts(report.plan) if report.plan is not None else []
    if kept:
        more = f" and {len(kept) - _MOST_KEPT} more" if len(kept) > _MOST_KEPT else ""
        yield f"Written otherwise but meaning the same, so that nothing changes: {', '.join(kept[:_MOST_KEPT])}{more}."


def _total(number: int, words: str, kind: str, href: str = "#changes") -> Markup:
    return element("li", element("a", element("b", str(number)), f" {words}", href=href, class_=f"total {kind}"))


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def _all_well(report: Report) -> str:
    if report.plan is None:
        return "No problem was found."
    return "" if report.since is not None else "Documents and state match the configuration."


# Findings


def _findings(report: Report, addresses: Container[str]) -> Markup:
    groups = repeated(report.findings)
    if not groups:
        return Markup()
    left = sum(group.count for group in groups[_MOST_FINDINGS:])
    return element(
        "section",
        element("h2", "Findings"),
        *(_finding(group, report.folder, addresses) for group in groups[:_MOST_FINDINGS]),
        _left("findings", left),
        id="findings",
    )


def _finding(group: Repeated, folder: str, addresses: Container[str]) -> Markup:
    first = mark(group.first, folder)
    about: str | Markup = ""
    if first.address:
        about = element("code", first.address)
        if first.address in addresses:
            about = element("a", about, href=f"#{quote(first.address)}")
    kind = "error" if first.severity is Severity.ERROR else "warning"
    elsewhere = group.places(lambda finding: place_name(mark(finding, folder)))
    return element(
        "div",
        element(
            "p",
            element("span", kind, class_=f"verb {kind}"),
            element("b", first.summary),
            element("code", first.rule, class_="rule"),
            element("code", place_name(first), class_="place") if first.place is not None else "",
            about,
            f" and {group.others} other{_s(group.others)}" if about and group.others else "",
        ),
        element("p", prose(_cut(first.message)), class_="detail") if first.message != first.summary else "",
        element("p", elsewhere, class_="detail elsewhere") if elsewhere else "",
        class_=f"finding {kind}",
    )


# Changes


def _changes(changed: Sequence[Entry], rows: Rows, graph: Markup, *, is_plan: bool) -> Markup:
    if not changed:
        return Markup() if not is_plan else element("section", element("p", "No resource changes."), id="changes")
    return element(
        "section",
        element("h2", "Changes"),
        _tools(changed),
        graph,
        element("div", map(rows.row, changed[:_MOST_ROWS]), class_="rows"),
        _left("changes", len(changed) - _MOST_ROWS),
        element("p", "Nothing matches. ", element("button", "Show everything", type="button"), id="none", hidden=True),
        id="changes",
    )


def _tools(changed: Sequence[Entry]) -> Markup:
    """Return the controls of the script's filter, hidden until it runs."""
    verbs = Counter(entry.verb for entry in changed)
    buttons = [
        element("button", f"{verb.value} ", element("b", str(verbs[verb])), type="button", class_=f"verb {verb.value}",
                value=verb.value, aria_pressed="false")
        for verb in Verb
        if verbs[verb]
    ]  # fmt: skip
    return element(
        "div",
        element("input", type="search", id="search", placeholder="Search names, fields and YAML ( / )",
                aria_label="Search changes", autocomplete="off", spellcheck="false"),
        element("span", buttons, class_="verbs", role="group", aria_label="Show only"),
        _choice("kind", "All kinds", Counter(entry.title for entry in changed)),
        _choice("scope", "All scopes", Counter(entry.scope for entry in changed)),
        element("button", "Open all", type="button", id="open"),
        element("span", id="shown", role="status"),
        class_="tools",
        hidden=True,
    )  # fmt: skip


def _choice(name: str, every: str, counts: Counter[str]) -> Markup:
    options = [element("option", f"{title} ({counts[title]})", value=title) for title in sorted(counts)[:_MOST_OPTIONS]]
    return element("select", element("option", every, value=""), options, id=name, aria_label=name.capitalize())


def _graph(links: Dependencies) -> Markup:
    if not links.has_links:
        return Markup()
    drawing = links.drawing()
    left = drawing.pop("omitted")
    return element(
        "details",
        element("summary", element("b", "What depends on what"), element("span", _ARROW, class_="where")),
        element("div", role="img", aria_label="Graph of dependencies; each change tells its own in words."),
        element("p", f"{left} more resources are not drawn.", class_="quiet") if left else "",
        data(drawing, id="graph-data"),
        class_="graph",
        hidden=True,
    )  # fmt: skip


def _by_hand(by_hand: Sequence[Entry], rows: Rows) -> Markup:
    if not by_hand:
        return Markup()
    return element(
        "section",
        element("h2", "Changed by hand since the last apply"),
        element("div", map(rows.row, by_hand[:_MOST_ROWS]), class_="rows"),
        _left("changes by hand", len(by_hand) - _MOST_ROWS),
        id="by-hand",
    )


# Outputs


def _changed(plan: Plan | None) -> list[OutputChange]:
    return [output for output in plan.outputs if output.action is not Action.NO_OP] if plan is not None else []


def _outputs(plan: Plan | None) -> Markup:
    changed = _changed(plan)
    if not changed:
        return Markup()
    names = [element("th", element("code", output.name), scope="row") for output in changed[:_MOST_OUTPUTS]]
    values = [element("td", _output(output)) for output in changed[:_MOST_OUTPUTS]]
    rows = [element("tr", name, value) for name, value in zip(names, values, strict=True)]
    return element(
        "section",
        element("h2", "Outputs"),
        element("table", element("tbody", rows), class_="fields"),
        _left("outputs", len(changed) - _MOST_OUTPUTS),
        id="outputs",
    )  # fmt: skip


def _output(output: OutputChange) -> Iterable[str | Markup]:
    if output.action is Action.UPDATE and _hides(output, output.after):
        yield element("code", HIDDEN)
        yield " changed" if output.after == HIDDEN_CHANGED else " as before, but marked otherwise"
        return
    if output.action is not Action.CREATE:
        yield element("del", element("code", HIDDEN if _hides(output, output.before) else _value(output.before)))
    if output.action is Action.UPDATE:
        yield " → "
    if output.action is not Action.DELETE:
        value = HIDDEN if _hides(output, output.after) else _value(output.after, output.after_type)
        yield element("ins", element("code", value))


def _hides(output: OutputChange, value: object) -> bool:
    """Return whether a placeholder stands for the value."""
    return (output.sensitive or output.before_sensitive) and value in (HIDDEN, HIDDEN_CHANGED)


def _value(value: object, type: object = None) -> str:
    return _cut(shown(value, type))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… (hiac plan shows the rest)"


def _left(what: str, number: int) -> Markup:
    words = f"{number} more {what} are not in this page; hiac plan shows them."
    return element("p", words, class_="quiet") if number > 0 else Markup()


def _footer(plan: Plan | None, *, has_changes: bool) -> Iterable[str | Markup]:
    made = f", {plan.timestamp}" if plan is not None and plan.timestamp else ""
    yield element("p", f"hiac {__version__}{made}")
    if has_changes:
        keys = [joined(element("kbd", key), f" {word} ") for key, word in _KEYS]
        yield element("p", keys, class_="keys", hidden=True)


_KEYS = (("/", "search"), ("j", "next"), ("k", "previous"), ("Enter", "open"), ("g", "graph"), ("Esc", "clear"))
