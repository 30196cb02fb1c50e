"""Ordering and loops of the dependency graph."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.graph import DependencyGraph, Edge


def graph_of(*edges: tuple[int, int]) -> DependencyGraph[int]:
    graph: DependencyGraph[int] = DependencyGraph()
    for node, needed in edges:
        graph.add(node)
        graph.connect(node, needed, Edge("needs"))
    return graph


@settings(deadline=None)  # the first loop imports networkx
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_an_order_exists_exactly_when_there_is_no_loop(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(*edges)
    order = graph.order()
    assert (order is None) == bool(graph.loops())
    if order is not None:
        place = {node: i for i, node in enumerate(order)}
        assert sorted(order) == sorted(graph.needs)
        assert all(place[needed] < place[node] for node, needed in edges)


def test_a_loop_is_the_shortest_and_starts_at_the_first_declared() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 1), (3, 4), (4, 2), (9, 9))
    assert graph.loops() == [[1, 2, 3], [9]]
    assert [(a, b) for a, b, _ in graph.edges_of([1, 2, 3])] == [(1, 2), (2, 3), (3, 1)]


def test_a_chain_of_100_000_does_not_recurse() -> None:
    graph = graph_of(*((i, i + 1) for i in range(100_000)))
    assert graph.order() == list(range(100_000, -1, -1))
    assert len(graph.closure([0])) == 100_001


def test_closure_and_dependants() -> None:
    graph = graph_of((1, 2), (2, 3), (4, 3))
    assert graph.closure([2]) == {2, 3}
    assert graph.dependants([3]) == {1, 2, 3, 4}
