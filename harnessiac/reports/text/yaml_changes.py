"""A change of YAML as lines of a plan: the fields that change, then the text around them.

Of the text is shown what no field shows: the lines around a small change, and comments that change along with fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harnessiac import platform
from harnessiac.documents.text_diff import Comparison, Hunk, Side, compare_text
from harnessiac.entities.yaml_differences import FieldDifference, Kind, Written
from harnessiac.reports.text.layout import ADD, CHANGE, REMOVE, Layout, literal
from harnessiac.reports.unprintable import visible

SYMBOLS = {Kind.ADDED: ADD, Kind.REMOVED: REMOVE, Kind.CHANGED: CHANGE, Kind.MOVED: CHANGE}

_CONTEXT = 2
_MOST_TEXT = 40
"""Lines of text below the fields; of more only their number is told."""
_MOST_LINES = 100
"""Lines shown of a value that is added or removed."""
_MOST_FIELDS = 200
"""Fields shown; of more only their number is told."""
_WIDEST = 90
"""Up to so many characters the names of fields are padded, so that their values stand below each other."""
_LONGEST = 160
"""Characters shown of a value on one line."""


def yaml_changes(layout: Layout, type: str, before: str, after: str, level: int) -> list[str] | None:
    """Return the lines of a changed YAML text; empty if only its layout changes, None if it is not YAML."""
    differences = platform.yaml_differences(type, before, after)
    if not differences:
        return None if differences is None else []
    return [
        "{",
        *_fields(layout, differences, level + 1),
        *_text(layout, _Seen(differences, before, after), compare_text(before, after, _CONTEXT), level + 1),
        " " * (4 * level + 4) + "}",
    ]


# Fields


def _fields(layout: Layout, differences: Sequence[FieldDifference], level: int) -> list[str]:
    labels = [(difference, f"{visible(difference.path) or 'the whole'}:") for difference in differences[:_MOST_FIELDS]]
    width = max(
        (len(label) for difference, label in labels if _is_short(difference) and len(label) <= _WIDEST), default=0
    )
    lines: list[str] = []
    for difference, label in labels:
        symbol = SYMBOLS[difference.kind]
        if _is_short(difference):
            lines.append(layout.line(level, symbol, f"{label.ljust(width)} {_short(layout, difference)}"))
            continue
        lines.append(layout.line(level, symbol, label))
        match difference.before, difference.after:
            case Written(value=str(old)), Written(value=str(new)):
                lines += layout.text(compare_text(old, new, _CONTEXT), level + 1)
            case old_value, new_value:
                lines += [*_whole(layout, old_value, REMOVE, level + 1), *_whole(layout, new_value, ADD, level + 1)]
    left = len(differences) - len(labels)
    return [*lines, layout.comment(level, f"({left} more fields change)")] if left > 0 else lines


def _is_short(difference: FieldDifference) -> bool:
    return difference.kind is Kind.MOVED or not any(
        side is not None and side.is_long for side in (difference.before, difference.after)
    )


def _short(layout: Layout, difference: FieldDifference) -> str:
    step = difference.steps[-1]
    if (
        difference.kind is Kind.MOVED
        and not isinstance(step, str)
        and step.before is not None
        and step.after is not None
    ):
        return f"moves from place {step.before + 1} to {step.after + 1}"
    arrow = layout.palette.paint(" -> ", layout.palette.yellow)
    return arrow.join(_cut(_scalar(side)) for side in (difference.before, difference.after) if side is not None)


def _scalar(side: Written) -> str:
    """Return a value; numbers as they are written, as 1.10 is not 1.1."""
    is_number = isinstance(side.value, int | float) and not isinstance(side.value, bool)
    return visible(side.text) if is_number else literal(side.value)


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}... ({len(text) - _LONGEST} more characters)"


def _whole(layout: Layout, side: Written | None, symbol: str, level: int) -> list[str]:
    if side is None:
        return []
    lines = side.text.split("\n")
    shown = [layout.line(level, symbol, visible(line)).rstrip() for line in lines[:_MOST_LINES]]
    left = len(lines) - len(shown)
    return [*shown, layout.comment(level, f"({left} more lines)")] if left else shown


# Text


def _text(layout: Layout, seen: _Seen, compared: Comparison, level: int) -> list[str]:
    useful = [hunk for hunk in compared.hunks if seen.wants(hunk)]
    untold = [hunk for hunk in useful if seen.misses(hunk)]
    if _size(useful) > _MOST_TEXT:
        useful = untold
    if _size(useful) > _MOST_TEXT:
        return [layout.comment(level, "(comments or layout change too, in more lines than are shown here)")]
    if not useful:
        return []
    lines_of_text: list[str] = []
    hidden, has_changes = 0, False
    for hunk in compared.hunks:
        hidden += hunk.hidden
        if hunk in useful:
            lines_of_text += [*_gap(layout, hidden, level, has_changes=has_changes), *layout.hunk(hunk, level)]
            hidden, has_changes = 0, False
        else:
            hidden, has_changes = hidden + len(hunk.lines), True
    return [*lines_of_text, *_gap(layout, hidden + compared.hidden_after, level, has_changes=has_changes)]


def _gap(layout: Layout, number: int, level: int, *, has_changes: bool) -> list[str]:
    if not has_changes:
        return layout.hidden(number, "line", level)
    return [layout.comment(level, f"({number} lines hidden, what changes in them is told above)")]


def _size(hunks: Iterable[Hunk]) -> int:
    return sum(len(hunk.lines) for hunk in hunks)


class _Seen:
    """The lines that fields show: `shown` with their content, `short` only with a value.

    `all`: no other lines change. Many changes are not aligned, so hunks alone do not suffice.
    """

    def __init__(self, differences: Iterable[FieldDifference], before: str, after: str) -> None:
        self._shown: dict[Side, set[int]] = {Side.BEFORE: set(), Side.AFTER: set()}
        self._short: dict[Side, set[int]] = {Side.BEFORE: set(), Side.AFTER: set()}
        for difference in differences:
            kept = self._short if _is_short(difference) and difference.kind is not Kind.MOVED else self._shown
            for side, written in ((Side.BEFORE, difference.before), (Side.AFTER, difference.after)):
                if written is not None:
                    first, last = written.lines
                    kept[side].update(range(first, last + 1))
        self.all = self._others(Side.BEFORE, before) == self._others(Side.AFTER, after)

    def _others(self, side: Side, text: str) -> list[str]:
        seen = self._shown[side] | self._short[side]
        return [line for number, line in enumerate(text.split("\n"), 1) if number not in seen]

    def wants(self, hunk: Hunk) -> bool:
        """Return whether a hunk shows more than the fields do: the text around a value, or what is not a field."""
        return any(number not in self._shown[side] for side, number in _changed(hunk))

    def misses(self, hunk: Hunk) -> bool:
        """Return whether a hunk changes something that is not a field: a comment, or layout."""
        return not self.all and any(
            number not in self._shown[side] and number not in self._short[side] for side, number in _changed(hunk)
        )


def _changed(hunk: Hunk) -> Iterable[tuple[Side, int]]:
    """Yield the lines of a hunk that change, by their number in their text."""
    before, after = hunk.before, hunk.after
    for line in hunk.lines:
        if line.side is not Side.BOTH:
            yield line.side, before if line.side is Side.BEFORE else after
        before += line.side is not Side.AFTER
        after += line.side is not Side.BEFORE
