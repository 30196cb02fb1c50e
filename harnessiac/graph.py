"""The dependency graph: what must come before what, and why.

Ordering walks the plain adjacency (linear, no imports); networkx is imported only when there is a loop to explain or
a graph to export, because its import alone costs more than planning a small configuration.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from harnessiac.source import Place, Span

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Edge:
    """Why one node needs another: the words for it and the place that says so."""

    reason: str
    place: Span | Place | None = None

    @property
    def span(self) -> Span | None:
        return self.place.span if isinstance(self.place, Place) else self.place


@dataclass
class DependencyGraph(Generic[N]):
    """Nodes in the order added; `needs[a][b]` says that a needs b. The first edge between two nodes is kept."""

    needs: dict[N, dict[N, Edge]] = field(default_factory=dict)

    def add(self, node: N) -> None:
        self.needs.setdefault(node, {})

    def connect(self, node: N, needed: N, edge: Edge) -> None:
        """`node` needs `needed`."""
        self.add(needed)
        self.needs.setdefault(node, {}).setdefault(needed, edge)

    def order(self, last: Callable[[N], bool] | None = None) -> list[N] | None:
        """Every node after all it needs, otherwise as added; None if there is a loop.

        Nodes that `last` says so of come only when nothing else can come.
        """
        waiting = {node: len(needed) for node, needed in self.needs.items()}
        users: dict[N, list[N]] = {}
        for node, needed in self.needs.items():
            for other in needed:
                users.setdefault(other, []).append(node)
        ready: deque[N] = deque()
        late: deque[N] = deque()
        for node, count in waiting.items():
            if count == 0:
                (late if last is not None and last(node) else ready).append(node)
        done: list[N] = []
        while ready or late:
            node = ready.popleft() if ready else late.popleft()
            done.append(node)
            for user in users.get(node, ()):
                waiting[user] -= 1
                if waiting[user] == 0:
                    (late if last is not None and last(user) else ready).append(user)
        return done if len(done) == len(self.needs) else None

    def loops(self) -> list[list[N]]:
        """A shortest loop through each group of nodes that need each other, from its first-added node on."""
        import networkx as nx

        position = {node: i for i, node in enumerate(self.needs)}
        found = []
        for group in nx.strongly_connected_components(self.model()):
            first = min(group, key=position.__getitem__)
            if len(group) > 1:
                found.append(self._way_back(first, group))
            elif first in self.needs[first]:
                found.append([first])
        return sorted(found, key=lambda loop: position[loop[0]])

    def _way_back(self, first: N, group: set[N]) -> list[N]:
        """The shortest way from `first` to itself inside `group`, breadth first."""
        came_from: dict[N, N] = {}
        todo = [first]
        for node in todo:
            for needed in self.needs[node]:
                if needed == first:
                    way = [node]
                    while way[-1] != first:
                        way.append(came_from[way[-1]])
                    return way[::-1]
                if needed in group and needed not in came_from:
                    came_from[needed] = node
                    todo.append(needed)
        raise AssertionError("a strongly connected group has a way back")

    def edges_of(self, loop: list[N]) -> Iterator[tuple[N, N, Edge]]:
        """The edges of a loop, from each node to the one it needs."""
        for node, needed in zip(loop, [*loop[1:], loop[0]], strict=True):
            yield node, needed, self.needs[node][needed]

    def model(self) -> nx.DiGraph[N]:
        """The same graph for networkx: an edge from each node to each it needs, with its `reason` and `span`."""
        import networkx as nx

        graph: nx.DiGraph[N] = nx.DiGraph()
        graph.add_nodes_from(self.needs)
        graph.add_edges_from(
            (node, other, {"reason": edge.reason, "span": edge.span})
            for node, needed in self.needs.items()
            for other, edge in needed.items()
        )
        return graph

    def closure(self, start: Iterable[N]) -> set[N]:
        """`start` and everything it needs, directly or not."""
        return _reachable(start, lambda node: self.needs.get(node, ()))

    def dependants(self, start: Iterable[N]) -> set[N]:
        """`start` and everything that needs it, directly or not."""
        users: dict[N, list[N]] = {}
        for node, needed in self.needs.items():
            for other in needed:
                users.setdefault(other, []).append(node)
        return _reachable(start, lambda node: users.get(node, ()))


def _reachable(start: Iterable[N], following: Callable[[N], Iterable[N]]) -> set[N]:
    seen = set(start)
    todo = list(seen)
    while todo:
        for other in following(todo.pop()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen
