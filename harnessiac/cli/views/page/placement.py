"""Where the nodes of a dependency graph stand: in columns by depth, what needs others to the left of what they need.

Made for graphs of a thousand nodes: linear but for a few sorts, and the same in gives the same out.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Mapping, Sequence
from math import ceil, sqrt
from typing import TypeVar

N = TypeVar("N", bound=Hashable)

ROW = 44
"""From one node to the next below it."""
GAP = 70
"""Between two columns."""

_SWEEPS = 4
_LEAST_ROWS = 14


def depths(needs: Mapping[N, Collection[N]]) -> dict[N, int]:
    """How long the longest way is from each node to one that needs nothing.

    Every node is a key. A loop is cut where it is met first.
    """
    users: dict[N, list[N]] = defaultdict(list)
    waiting: dict[N, int] = {}
    for node, needed in needs.items():
        others = [other for other in needed if other != node]
        waiting[node] = len(others)
        for other in others:
            users[other].append(node)
    found = dict.fromkeys(needs, 0)
    done: set[N] = set()
    rest = iter(needs)
    ready = deque(node for node, count in waiting.items() if not count)
    while len(done) < len(found):
        node = ready.popleft() if ready else next(node for node in rest if node not in done)
        if node in done:
            continue
        done.add(node)
        for user in users[node]:
            if user in done:
                continue
            found[user] = max(found[user], found[node] + 1)
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return found


def placed(needs: Mapping[N, Collection[N]], widths: Mapping[N, int]) -> dict[N, tuple[int, int]]:
    """The middle of each node. Every node is a key of `needs`; those without a link stand in rows below."""
    linked = {node for node, needed in needs.items() if needed}
    linked |= {other for needed in needs.values() for other in needed}
    columns = _columns({node: needed for node, needed in needs.items() if node in linked})
    places: dict[N, tuple[int, int]] = {}
    left = 0
    for column in reversed(columns):
        left = _place(column, widths, left, places) + GAP
    bottom = max((y for _, y in places.values()), default=-ROW)
    _place_in_rows([node for node in needs if node not in linked], widths, max(left - GAP, 900), bottom + ROW, places)
    return places


def _columns(needs: Mapping[N, Collection[N]]) -> list[list[N]]:
    """Nodes by depth, those near each other that have to do with the same."""
    if not needs:
        return []
    columns: list[list[N]] = []
    for node, depth in depths(needs).items():
        columns += [[] for _ in range(len(columns), depth + 1)]
        columns[depth].append(node)
    near: dict[N, list[N]] = defaultdict(list)
    for node, needed in needs.items():
        for other in needed:
            near[node].append(other)
            near[other].append(node)
    height = {node: i / len(column) for column in columns for i, node in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            mean = {node: sum(height[other] for other in near[node]) / max(len(near[node]), 1) for node in column}
            column.sort(key=mean.__getitem__)
            height.update((node, i / len(column)) for i, node in enumerate(column))
    return columns


def _place(column: Sequence[N], widths: Mapping[N, int], left: int, places: dict[N, tuple[int, int]]) -> int:
    """Place one column, side by side with itself if it is high, around the height 0; answers its right end."""
    rows = max(_LEAST_ROWS, ceil(sqrt(3 * len(column))))
    for start in range(0, len(column), rows):
        part = column[start : start + rows]
        width = max(widths[node] for node in part)
        top = -(len(part) - 1) * ROW // 2
        for i, node in enumerate(part):
            places[node] = (left + width // 2, top + i * ROW)
        left += width + GAP // 2
    return left - GAP // 2


def _place_in_rows(
    nodes: Sequence[N], widths: Mapping[N, int], right: int, top: int, places: dict[N, tuple[int, int]]
) -> None:
    left, y = 0, top
    for node in nodes:
        if left and left + widths[node] > right:
            left, y = 0, y + ROW
        places[node] = (left + widths[node] // 2, y)
        left += widths[node] + GAP // 3
