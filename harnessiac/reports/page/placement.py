"""Positions of the nodes of a dependency graph: columns by depth, dependencies to the left.

Made for graphs of a thousand nodes: nearly linear, and deterministic.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from math import ceil, sqrt
from typing import Generic, NamedTuple, TypeVar

N = TypeVar("N", bound=Hashable)

ROW = 44
"""From one node to the next below it."""
GAP = 70
"""Between two columns."""

_SWEEPS = 4
_LEAST_ROWS = 14
_LEAST_WIDTH = 1_000
_SHAPE = 2
"""A graph is about so many times as wide as it is high."""


def depths(needs: Mapping[N, Collection[N]]) -> dict[N, int]:
    """Return the length of the longest path from each node to one without dependencies.

    Every node is a key. A cycle is cut where it is met first.
    """
    users: dict[N, list[N]] = defaultdict(list)
    waiting: dict[N, int] = {}
    for node, needed in needs.items():
        others = [other for other in needed if other != node]
        waiting[node] = len(others)
        for other in others:
            users[other].append(node)
    depth_of = dict.fromkeys(needs, 0)
    done: set[N] = set()
    rest = iter(needs)
    ready = deque(node for node, count in waiting.items() if not count)
    while len(done) < len(depth_of):
        node = ready.popleft() if ready else next(node for node in rest if node not in done)
        if node in done:
            continue
        done.add(node)
        for user in users[node]:
            if user in done:
                continue
            depth_of[user] = max(depth_of[user], depth_of[node] + 1)
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return depth_of


def placed(needs: Mapping[N, Collection[N]], widths: Mapping[N, int]) -> dict[N, tuple[int, int]]:
    """Return the center of each node. Every node is a key of `needs`.

    Connected nodes form a group; groups fill rows, low ones below each other. Nodes without a link come last.
    """
    groups = _groups(needs)
    drawn = [_drawn({node: needs[node] for node in group}, widths) for group in groups if len(group) > 1]
    drawn += [_drawn(dict.fromkeys(group, ()), widths) for group in groups if len(group) == 1]
    area = sum((group.width + GAP) * (group.height + ROW) for group in drawn)
    right = max(_LEAST_WIDTH, round(sqrt(_SHAPE * area)))
    places: dict[N, tuple[int, int]] = {}
    top = bottom = 0  # of the row
    left = width = below = 0  # of the column in it, and where there is room in it
    for group in drawn:
        if below + group.height > bottom or left + group.width > right:
            left += width + GAP // 2 if width else 0
            width, below = 0, top
            if left and left + group.width > right:
                top = below = bottom + (2 * ROW if bottom > top else ROW)
                left = 0
        places |= {node: (left + x, below + y) for node, (x, y) in group.places.items()}
        width = max(width, group.width)
        bottom = max(bottom, below + group.height)
        below += group.height + ROW
    return places


class _Group(NamedTuple, Generic[N]):
    """Nodes by their position from the top left corner. `height` is from the first row to the last."""

    places: dict[N, tuple[int, int]]
    width: int
    height: int


def _groups(needs: Mapping[N, Collection[N]]) -> list[list[N]]:
    """Return the connected nodes, in the order of `needs`."""
    near: dict[N, list[N]] = {node: [] for node in needs}
    for node, needed in needs.items():
        for other in needed:
            near[node].append(other)
            near[other].append(node)
    group: dict[N, int] = {}
    count = 0
    for first in needs:
        if first in group:
            continue
        group[first] = count
        ready = [first]
        while ready:
            for other in near[ready.pop()]:
                if other not in group:
                    group[other] = count
                    ready.append(other)
        count += 1
    groups: list[list[N]] = [[] for _ in range(count)]
    for node in needs:
        groups[group[node]].append(node)
    return groups


def _drawn(needs: Mapping[N, Collection[N]], widths: Mapping[N, int]) -> _Group[N]:
    columns = [part for column in reversed(_columns(needs)) for part in _parts(column)]
    height = max(len(rows) - 1 for rows, _ in columns) * ROW
    places: dict[N, tuple[int, int]] = {}
    left = 0
    for rows, is_last in columns:
        width = max(widths[node] for node in rows)
        top = (height - (len(rows) - 1) * ROW) // 2
        places |= {node: (left + width // 2, top + i * ROW) for i, node in enumerate(rows)}
        left += width + (GAP if is_last else GAP // 2)
    return _Group(places, left - GAP, height)


def _parts(column: Sequence[N]) -> Iterator[tuple[Sequence[N], bool]]:
    """Yield a high column in several parts, and whether each is the last."""
    count = ceil(len(column) / max(_LEAST_ROWS, sqrt(3 * len(column))))
    rows = ceil(len(column) / count)
    for start in range(0, len(column), rows):
        yield column[start : start + rows], start + rows >= len(column)


def _columns(needs: Mapping[N, Collection[N]]) -> list[list[N]]:
    """Return nodes by depth, with nodes near those they are linked to."""
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
