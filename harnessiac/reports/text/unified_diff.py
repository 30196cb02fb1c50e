"""Two versions of a text as a unified diff, for `patch` and review tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import ne

from harnessiac.documents.text_diff import CONTEXT, alignment

Change = tuple[int, int, int, int]
"""Lines `before[a:b]` became `after[c:d]`."""

_FEW = 200
"""Up to so many changed lines the shortest diff is looked for; the effort grows with their square."""


def unified(before: str, after: str, name: str) -> str:
    """Return the diff from `before` to `after` with `name` in its header; empty if they are equal."""
    old, new = _lines(before), _lines(after)
    changes = _changes(old, new)
    if not changes:
        return ""
    out = [f"--- old/{name}\n+++ new/{name}\n"]
    for hunk in _hunks(changes):
        out += _hunk(hunk, old, new)
    return "".join(out)


def _lines(text: str) -> list[str]:
    """Return the lines with their line breaks; the last may have none."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    pairs = [(-1, -1), *_matches(old, new), (len(old), len(new))]
    return [(a + 1, b, c + 1, d) for (a, c), (b, d) in pairwise(pairs) if b - a > 1 or d - c > 1]


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of equal lines; with many changes, by position if no line was added or removed."""
    if len(old) != len(new) or sum(map(ne, old, new)) <= _FEW:
        yield from alignment(old, new)
        return
    start = 0
    for index, (left, right) in enumerate(zip(old, new, strict=True)):
        if left == right:
            yield from ((start + x, start + y) for x, y in alignment(old[start:index], new[start:index]))
            yield index, index
            start = index + 1
    yield from ((start + x, start + y) for x, y in alignment(old[start:], new[start:]))


def _hunks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield changes whose contexts touch, together."""
    group = [changes[0]]
    for change in changes[1:]:
        if change[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    yield group


def _hunk(changes: Sequence[Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    lead = min(CONTEXT, first[0])
    tail = min(CONTEXT, len(old) - last[1])
    a, b, c, d = first[0] - lead, last[1] + tail, first[2] - lead, last[3] + tail
    yield f"@@ -{_range(a, b)} +{_range(c, d)} @@\n"
    position = a
    for start, end, into, until in changes:
        yield from _marked(" ", old[position:start])
        yield from _marked("-", old[start:end])
        yield from _marked("+", new[into:until])
        position = end
    yield from _marked(" ", old[position:b])


def _range(start: int, end: int) -> str:
    """Return first line and count, in the notation of diff: a count of 1 is left out."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + (end > start)},{end - start}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
