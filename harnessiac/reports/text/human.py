"""A plan as text: drift, the change of each resource, outputs, and totals, in Terraform's layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harnessiac import documents, platform
from harnessiac.addresses import InstanceAddress
from harnessiac.attributes import Path
from harnessiac.diagnostics import has_errors
from harnessiac.plan.definition import Action, Change, Mode, OutputChange, Plan, Reason
from harnessiac.reports.differences import differences, same
from harnessiac.reports.text.messages import HIAC, RULE, Wording
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.reports.text.plain_values import shown
from harnessiac.reports.unprintable import visible
from harnessiac.source import SourceFile
from harnessiac.values.types import DYNAMIC, MapType

if TYPE_CHECKING:
    from harnessiac.reports.report import Report
    from harnessiac.reports.text.attributes import AttributeLines

_SYMBOLS = {
    Action.CREATE: "  +",
    Action.UPDATE: "  ~",
    Action.DELETE: "  -",
    Action.REPLACE: "-/+",
    Action.REPLACE_CREATE_FIRST: "+/-",
    Action.FORGET: "  .",
    Action.NO_OP: "   ",
}
_LEGEND = {
    Action.CREATE: "create",
    Action.UPDATE: "update in-place",
    Action.DELETE: "destroy",
    Action.REPLACE: "destroy and then create replacement",
    Action.REPLACE_CREATE_FIRST: "create replacement and then destroy",
    Action.FORGET: "forget",
}
_NAMED = 10
"""Addresses listed in a note."""


def render(plan: Plan, palette: Palette = PLAIN, words: Wording = HIAC, *, show_sensitive: bool = False) -> str:
    """Render the whole plan of a report, ending in a line break."""
    return PlanView(palette, words, show_sensitive=show_sensitive).render(plan)


def of_report(report: Report, palette: Palette = PLAIN) -> str:
    """Return the plan of a report as text, ending in a line break; empty without one.

    A plan reduced to what is new is followed by sentences about what is not shown.
    """
    plan = report.plan
    if plan is None:
        return ""
    if report.command == "diff":
        from harnessiac.reports.text import document_changes

        return document_changes.render(plan, palette)
    if report.since is None:
        return render(plan, palette, report.words, show_sensitive=report.shows_secrets)
    from harnessiac.reports.text import comparison

    shown = f"{palette.paint(comparison.title(report.since), palette.bold, palette.green)}\n"
    if comparison.shows_anything(plan):
        shown = render(plan, palette, report.words, show_sensitive=report.shows_secrets)
    return shown + "".join(f"\n{line}\n" for line in comparison.notes(report.since))


def outputs_after(plan: Plan, palette: Palette = PLAIN) -> str:
    """Return the outputs after an apply; empty if there are none."""
    outputs = [o for o in sorted(plan.outputs, key=lambda o: o.name) if o.action is not Action.DELETE]
    if not outputs:
        return ""
    lines = [f"{o.name} = {'<sensitive>' if o.sensitive else shown(o.after, o.after_type)}" for o in outputs]
    title = palette.paint("Outputs:", palette.bold, palette.green)
    return "\n".join(["", title, "", *lines, ""])


@dataclass(frozen=True, slots=True)
class PlanView:
    """Renders plans of reports. With `show_sensitive`, sensitive values are shown if the report has them."""

    palette: Palette = PLAIN
    words: Wording = HIAC
    show_sensitive: bool = False

    def render(self, plan: Plan) -> str:
        """The whole plan, ending in a line break."""
        changes = [c for c in plan.changes if c.acts]
        outputs = [o for o in plan.outputs if o.action is not Action.NO_OP]
        drift = self._drift(plan, acts=bool(changes), outputs=bool(outputs))
        if plan.mode is Mode.REFRESH_ONLY:
            return self._joined([*drift, *self._outputs(outputs), *self._refresh_only(plan, outputs)])
        if not changes and not outputs:
            return self._joined([*drift, *self._nothing(plan), *self._kept_texts(plan)])
        parts = list(drift)
        if changes:
            parts.append(self._legend(changes))
            parts += [self.words.actions] if self.words.actions else []
            parts += ["\n".join(self.change(change)) for change in changes]
            parts.append(self.summary(plan))
        parts += self._outputs(outputs)
        if not changes:
            parts.append(self.words.only_outputs)
        return self._joined([*parts, *self._kept_texts(plan)])

    def _joined(self, parts: Iterable[str]) -> str:
        return ("\n" if self.words.parsed else "") + "\n\n".join(parts) + "\n"

    def summary(self, plan: Plan) -> str:
        """`Plan: X to add, Y to change, Z to destroy.`, with `N to import, ` before if there is any."""
        add, change, destroy = plan.counts()
        bold = self.palette.paint("Plan:", self.palette.bold)
        imports = f"{plan.imports()} to import, " if plan.imports() else ""
        return f"{bold} {imports}{add} to add, {change} to change, {destroy} to destroy."

    # Parts

    def _legend(self, changes: list[Change]) -> str:
        used = {change.action for change in changes}
        lines = [f"{self._symbol(action)} {text}" for action, text in _LEGEND.items() if action in used]
        if not lines:
            done = {"import": any(c.importing for c in changes), "move": any(c.previous_address for c in changes)}
            lines = [f"{self._symbol(Action.NO_OP)} {text}" for text, is_used in done.items() if is_used]
        return "\n".join([self.words.legend, *lines])

    def _symbol(self, action: Action) -> str:
        tones = {"+": self.palette.green, "-": self.palette.red, "~": self.palette.yellow}
        text = _SYMBOLS[action]
        return "".join(self.palette.paint(char, tones[char]) if char in tones else char for char in text)

    def _nothing(self, plan: Plan) -> list[str]:
        if plan.mode is Mode.DESTROY:
            words = "No changes.", "No objects need to be destroyed."
            detail = self.words.no_objects
        else:
            words = "No changes.", "Your infrastructure matches the configuration."
            detail = self.words.drift_only if plan.drift else self.words.no_changes
        first = self.palette.paint(words[0], self.palette.bold, self.palette.green)
        return [f"{first} {self.palette.paint(words[1], self.palette.bold)}", detail]

    def _refresh_only(self, plan: Plan, outputs: list[OutputChange]) -> list[str]:
        if self.words.parsed and (plan.drift or outputs):  # of the drift it is said right behind it
            return [self.words.only_outputs] if outputs else []
        if plan.drift or outputs:
            return [self.words.refresh_only]
        first = self.palette.paint("No changes.", self.palette.bold, self.palette.green)
        words = self.palette.paint("Your infrastructure still matches the configuration.", self.palette.bold)
        return [f"{first} {words}", self.words.as_recorded]

    def _drift(self, plan: Plan, *, acts: bool, outputs: bool) -> list[str]:
        if not plan.drift:
            return []
        note = self.palette.paint("Note:", self.palette.bold, self.palette.cyan)
        parts = [
            f"{note} {self.palette.paint(self.words.drift_title, self.palette.bold)}",
            self.words.drift_found,
            *("\n".join(self.change(change, drifted=True)) for change in plan.drift),
        ]
        if acts or self.words.parsed:
            only = plan.mode is Mode.REFRESH_ONLY
            parts.append(self.words.refresh_only if only else self.words.drift_then)
            if (outputs if only else self.words.parsed) or not self.palette.is_plain:
                parts.append(self.palette.paint(RULE, self.palette.faint))
        return parts

    def _kept_texts(self, plan: Plan) -> list[str]:
        """Return a note on resources whose YAML differs in formatting only."""
        kept = [str(change.address) for change in plan.changes if change.keeps_text]
        if not kept:
            return []
        note = self.palette.paint("Note:", self.palette.bold, self.palette.cyan)
        whose, stays = "this resource", "its document stays as it is"
        if len(kept) > 1:
            whose, stays = f"these {len(kept)} resources", "their documents stay as they are"
        lines = [
            f"{note} {self.palette.paint('Only the formatting of YAML differs', self.palette.bold)}",
            "",
            f"The configuration writes the YAML of {whose} in another way,",
            f"which means the same, so {stays}:",
            *(f"  - {address}" for address in kept[:_NAMED]),
        ]
        if len(kept) > _NAMED:
            lines.append(f"  - and {len(kept) - _NAMED} more")
        return ["\n".join(lines)]

    def _outputs(self, outputs: list[OutputChange]) -> list[str]:
        if not outputs:
            return []
        width = max(len(output.name) for output in outputs)
        lines = ["Changes to Outputs:"]
        for output in sorted(outputs, key=lambda o: o.name):
            is_secret = (output.sensitive or output.before_sensitive) and not self.show_sensitive
            hide: frozenset[Path] = frozenset({()}) if is_secret else frozenset()
            attributes = _attribute_lines(self.palette, hide, hide)
            before = None if output.action is Action.CREATE else output.before
            after = None if output.action is Action.DELETE else output.after
            lines += attributes.attribute(output.name.ljust(width), before, after, (), DYNAMIC, 0)
        return ["\n".join(lines)]

    # One resource

    def change(self, change: Change, *, drifted: bool = False) -> list[str]:
        """Return the lines about an instance: the action and its reason, then its attributes."""
        resource = change.address.resource
        lines = [
            f"  {self.palette.paint(f'# {visible(line)}', *self._tones(line))}"
            for line in self._header(change, drifted)
        ]
        after = None if change.action is Action.DELETE else change.after
        if change.action is Action.FORGET:
            after = change.before
        before = None if change.action is Action.CREATE else change.before
        kind = platform.schema(resource.type)
        shows = self.show_sensitive
        attributes = _attribute_lines(
            self.palette,
            frozenset(() if shows else change.before_sensitive),
            frozenset(() if shows else change.after_sensitive),
            frozenset(change.replace_paths),
            resource.type,
        )
        block = "data" if resource.mode == "data" else "resource"
        lines.append(f'{self._symbol(change.action)} {block} "{resource.type}" "{resource.name}" {{')
        lines += attributes.body(before, after, kind.body if kind else None)
        if change.action is Action.UPDATE and same(before, after):
            lines += self._elsewhere(change, attributes, drifted=drifted)
        return [*lines, "    }"]

    def _tones(self, line: str) -> tuple[str, ...]:
        return (self.palette.faint,) if line.startswith("(") else (self.palette.bold,)

    def _header(self, change: Change, drifted: bool) -> list[str]:  # noqa: FBT001
        address, previous = change.address, change.previous_address
        if drifted:
            return [f"{address} has {'changed' if change.after is not None else 'been deleted'}"]
        lines: list[str]
        match change.action:
            case Action.CREATE:
                lines = [f"{address} will be created"]
            case Action.UPDATE:
                lines = [f"{address} will be updated in-place"]
            case Action.DELETE:
                lines = [f"{address} will be destroyed", *_why_deleted(change), *_left_to(change)]
            case Action.REPLACE | Action.REPLACE_CREATE_FIRST:
                lines = [_replaced(change.instance, change.reason)]
            case Action.FORGET:
                lines = [
                    f"{address} will no longer be managed by {self.words.actor}, but will not be destroyed",
                    "(destroy = false is set in the configuration)",
                ]
            case Action.NO_OP if change.importing is not None:
                lines = [f"{address} will be imported"]
            case Action.NO_OP:
                return [f"{previous} has moved to {address}"]
        if change.importing is not None and change.action is not Action.NO_OP:
            lines.append(f'(imported from "{change.importing}")')
        if previous is not None:
            lines.append(f"(moved from {previous})")
        old, new = change.old_path, change.document.path if change.document else None
        if change.moves_document and old and new:
            becomes = "is deleted" if change.heir is None else f"is left to {change.heir}"
            lines.append(f"(its document moves: {old} {becomes}, {new} is created)")
        return lines

    def _elsewhere(self, change: Change, attributes: AttributeLines, *, drifted: bool) -> list[str]:
        """Return what changes in a document but in no attribute, field by field.

        Fields cannot be matched to attributes, so none is shown if an attribute is sensitive.
        """
        existing = change.observed[0].text if change.observed else None
        if drifted:
            written = platform.document(change.address.resource.type, change.before or {})
            note = "the document was changed in ways that no argument stands for"
            sides = written.text if written else None, existing
        elif existing is None:
            note = "the document is written: there is none yet"
            sides = None, None
        else:
            note = "the document is written again: it was changed in ways that no argument stands for"
            sides = existing, change.document.text if change.document else None
        lines = ["", f"        # ({note})"]
        before, after = _fields(*sides)
        if (before or after) and not (change.before_sensitive or change.after_sensitive):
            lines += attributes.attribute("document", before, after, ("document",), MapType(DYNAMIC), 1)
        return lines


def _attribute_lines(
    palette: Palette,
    before: frozenset[Path],
    after: frozenset[Path],
    replaced: frozenset[Path] = frozenset(),
    type: str = "",
) -> AttributeLines:
    from harnessiac.reports.text.attributes import AttributeLines  # most plans change nothing

    return AttributeLines(palette, before, after, replaced, type)


def _replaced(address: InstanceAddress, reason: Reason | None) -> str:
    match reason:
        case Reason.REPLACE_TAINTED:
            return f"{address} is tainted, so must be replaced"
        case Reason.REPLACE_BY_REQUEST:
            return f"{address} will be replaced, as requested"
        case Reason.REPLACE_BY_TRIGGERS:
            return f"{address} will be replaced due to changes in replace_triggered_by"
        case _:
            return f"{address} must be replaced"


def _left_to(change: Change) -> list[str]:
    return [f"(its document {change.old_path} stays: it is left to {change.heir})"] if change.heir is not None else []


def _why_deleted(change: Change) -> list[str]:
    if change.deposed is not None:
        return ["(left over from a partially-failed replacement of this instance)"]
    address = change.instance
    instance = str(address).removeprefix(str(address.resource))
    match change.reason:
        case Reason.DELETE_NO_CONFIG:
            return [f"(because {address.resource} is not in configuration)"]
        case Reason.DELETE_NO_MODULE:
            module = ".".join(str(step) for step in address.resource.module)
            return [f"(because {module} is not in configuration)"]
        case Reason.DELETE_COUNT_INDEX:
            return [f"(because index {instance} is out of range for count)"]
        case Reason.DELETE_EACH_KEY:
            return [f"(because key {instance} is not in for_each map)"]
        case Reason.DELETE_WRONG_REPETITION if address.key is None:
            return ["(because resource uses count or for_each)"]
        case Reason.DELETE_WRONG_REPETITION if isinstance(address.key, int):
            return ["(because resource does not use count)"]
        case Reason.DELETE_WRONG_REPETITION:
            return ["(because resource does not use for_each)"]
        case _:
            return []


def _fields(first: str | None, second: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that differ between two documents by dotted path; empty if one cannot be read."""
    sides = []
    for text in (first or "", second or ""):
        document, problems = documents.read(SourceFile("", text))
        if document is None or has_errors(problems):
            return {}, {}
        sides.append(document.plain())
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for difference in differences(*sides):
        name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in difference.path).lstrip(".")
        before[name], after[name] = difference.before, difference.after
    return before, after
