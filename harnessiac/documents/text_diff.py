"""What changed in a text, line by line: the changed lines with a little around them instead of the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

CONTEXT = 3
"""Unchanged lines shown on each side of a change."""

_EDITS = 400
"""More changed lines than this are not aligned with each other: the effort grows with their square."""


class Side(Enum):
    """Which text a line belongs to."""

    BOTH = " "
    BEFORE = "-"
    AFTER = "+"


class Line(Struct, frozen=True):
    side: Side
    text: str


class Hunk(Struct, frozen=True):
    """Changed lines and their context.

    `before` and `after` are the first line's numbers (from 1) in either text; `hidden` is how many unchanged lines lie
    between the hunk before (or the start) and this one.
    """

    before: int
    after: int
    hidden: int
    lines: tuple[Line, ...]


class Comparison(Struct, frozen=True):
    """How two texts differ; `hidden_after` lines follow the last hunk unchanged."""

    hunks: tuple[Hunk, ...]
    hidden_after: int


def compare_text(before: str, after: str, context: int = CONTEXT) -> Comparison:
    """Compare two texts as lines."""
    lines = _lines(_split(before), _split(after))
    hunks: list[Hunk] = []
    at = shown = 0
    numbers = [1, 1]
    counted = 0
    while (change := _next_change(lines, at)) is not None:
        start = max(shown, change - context)
        end = change
        while (following := _next_change(lines, end)) is not None and following - end <= 2 * context:
            end = following + 1
        stop = min(len(lines), end + context)
        for line in lines[counted:start]:
            numbers[0] += line.side is not Side.AFTER
            numbers[1] += line.side is not Side.BEFORE
        counted = start
        hunks.append(Hunk(numbers[0], numbers[1], start - shown, tuple(lines[start:stop])))
        at = shown = stop
    return Comparison(tuple(hunks), len(lines) - shown)


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _next_change(lines: list[Line], at: int) -> int | None:
    return next((i for i in range(at, len(lines)) if lines[i].side is not Side.BOTH), None)


def _lines(before: list[str], after: list[str]) -> list[Line]:
    """Both texts as one sequence; of a change, the old lines come first."""
    out: list[Line] = []
    x = y = 0
    for here, there in [*alignment(before, after), (len(before), len(after))]:
        out += [Line(Side.BEFORE, text) for text in before[x:here]]
        out += [Line(Side.AFTER, text) for text in after[y:there]]
        if here < len(before):
            out.append(Line(Side.BOTH, before[here]))
        x, y = here + 1, there + 1
    return out


def alignment(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places where both hold the same, rising, as many as can be (Myers' O(ND) algorithm).

    What both start and end with is always paired; beyond a limit of edits, nothing else.
    """
    shortest = min(len(before), len(after))
    start = end = 0
    while start < shortest and before[start] == after[start]:
        start += 1
    while end < shortest - start and before[-1 - end] == after[-1 - end]:
        end += 1
    inner = _matches(before[start : len(before) - end], after[start : len(after) - end])
    return [
        *((i, i) for i in range(start)),
        *((x + start, y + start) for x, y in inner),
        *((len(before) - i, len(after) - i) for i in range(end, 0, -1)),
    ]


def _matches(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places in a longest common subsequence; none if there are too many edits to find it."""
    n, m = len(before), len(after)
    reached = {1: 0}
    rounds: list[dict[int, int]] = []
    for edits in range(min(n + m, _EDITS) + 1):
        rounds.append(dict(reached))
        for k in range(max(-edits, -m + (m + edits) % 2), min(edits, n) + 1, 2):
            x = reached[k + 1] if _comes_from_above(reached, k, edits) else reached[k - 1] + 1
            y = x - k
            while x < n and y < m and before[x] == after[y]:
                x, y = x + 1, y + 1
            reached[k] = x
            if x == n and y == m:
                return _walk_back(rounds, n, m)
    return []


def _comes_from_above(reached: dict[int, int], k: int, edits: int) -> bool:
    """Whether the furthest way to diagonal `k` adds a line (else it removes one)."""
    return k == -edits or (k != edits and reached.get(k - 1, -1) < reached.get(k + 1, -1))


def _walk_back(rounds: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """The equal lines on the way to (x, y), given what was reached before each round."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(rounds) - 1, 0, -1):
        reached = rounds[edits]
        k = x - y
        above = _comes_from_above(reached, k, edits)
        came = k + 1 if above else k - 1
        from_x, from_y = reached[came], reached[came] - came
        first_x = from_x if above else from_x + 1
        pairs += [(x - i, y - i) for i in range(1, x - first_x + 1)]
        x, y = from_x, from_y
    pairs += [(x - i, y - i) for i in range(1, x + 1)]
    return pairs[::-1]
