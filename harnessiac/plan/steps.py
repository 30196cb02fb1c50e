"""A plan's changes in the order they are carried out: what is needed first is created first and destroyed last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from harnessiac.addresses import InstanceAddress
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.plan.definition import Action, Change, Plan


class Operation(Enum):
    CREATE = "create"
    UPDATE = "update"
    DESTROY = "destroy"
    RECORD = "record"
    """Only the state changes: an address that moved, dependencies that are others now, an entity to forget."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do for one change. A replacement has two steps: one destroys, one creates.

    `needs` are the positions of earlier steps that must have succeeded. `keeps_document` says that a destroy leaves
    the file, because another step writes the same document.
    """

    operation: Operation
    change: Change
    needs: tuple[int, ...] = ()
    keeps_document: bool = False


Node = tuple[InstanceAddress, bool]
"""An instance and whether this is its destruction."""


def steps(plan: Plan) -> tuple[Step, ...]:
    """The steps of `plan`, each after all it needs; instances that stay as they are need none."""
    acting = [c for c in plan.changes if _acts(c)]
    graph = _graph(acting)
    order = graph.order()
    if order is None:  # only a mix of create_before_destroy can do this: give up reverse order for destroying
        order = sorted(graph.needs, key=lambda node: node[1])
    written = {c.document.path for c in acting if c.document is not None}
    by_address = {c.address: c for c in acting}
    position: dict[Node, int] = {}
    found: list[Step] = []
    for node in order:
        address, destroys = node
        change = by_address[address]
        needs = tuple(sorted(position[n] for n in graph.needs[node] if n in position))
        position[node] = len(found)
        if destroys:
            found.append(Step(Operation.DESTROY, change, needs, keeps_document=change.old_path in written))
        else:
            found.append(Step(_operation(change), change, needs))
    return tuple(found)


def _acts(change: Change) -> bool:
    return change.action is not Action.NO_OP or change.previous_address is not None


def _operation(change: Change) -> Operation:
    if change.action.creates:
        return Operation.CREATE
    return Operation.UPDATE if change.action is Action.UPDATE else Operation.RECORD


def _graph(changes: list[Change]) -> DependencyGraph[Node]:
    graph: DependencyGraph[Node] = DependencyGraph()
    by_address = {c.address: c for c in changes}
    writers = {c.document.path: c for c in changes if c.document is not None}
    for change in changes:
        if change.action is not Action.DELETE:
            graph.add((change.address, False))
        if change.action.deletes:
            graph.add((change.address, True))
        if change.action is Action.REPLACE:
            graph.connect((change.address, False), (change.address, True), Edge("replaced"))
        if change.action is Action.REPLACE_CREATE_FIRST:
            graph.connect((change.address, True), (change.address, False), Edge("created before destroyed"))
        if change.action is Action.DELETE and change.old_path in writers:
            graph.connect((change.address, True), (writers[change.old_path].address, False), Edge("same document"))
    for change in changes:
        for needed in change.dependencies:
            other = by_address.get(needed)
            if other is None:
                continue
            if change.action is not Action.DELETE and other.action is not Action.DELETE:
                graph.connect((change.address, False), (needed, False), Edge("depends on"))
            if not other.action.deletes:
                continue
            if change.action.deletes:
                graph.connect((needed, True), (change.address, True), Edge("destroyed after its users"))
            elif other.action is not Action.REPLACE:
                graph.connect((needed, True), (change.address, False), Edge("destroyed once unused"))
        for needed in change.prior_dependencies:
            other = by_address.get(needed)
            if other is not None and other.action is Action.DELETE and change.action is not Action.DELETE:
                graph.connect((needed, True), (change.address, False), Edge("destroyed once unused"))
    return graph
