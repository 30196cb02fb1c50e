"""A plan's changes in the order they are carried out: what is needed first is created first and destroyed last."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.plan.definition import Action, Change, Plan


class Operation(Enum):
    CREATE = "create"
    UPDATE = "update"
    DESTROY = "destroy"
    RECORD = "record"
    """Only the state changes: an address that moved, dependencies that are others now, an entity to forget."""


class Step(Struct, frozen=True):
    """One thing to do for one change. A replacement has two steps: one destroys, one creates.

    `needs` are the positions of earlier steps that must have succeeded. `keeps_document` says that a destroy leaves
    the file, because another step writes the same document.
    """

    operation: Operation
    change: Change
    needs: tuple[int, ...] = ()
    keeps_document: bool = False


class Gate(Struct, frozen=True):
    """Nothing to do, but a place where many steps meet, so that many others can wait for it instead of for each."""

    needs: tuple[int, ...]


Node = tuple[str, InstanceAddress | ResourceAddress]
"""What happens and to what: "apply" or "destroy" an instance. Of a whole resource: all its instances are "applied",
all that used it are "released" (destroyed) or "unused" (destroyed or changed to use something else)."""


def steps(plan: Plan) -> tuple[Step | Gate, ...]:
    """The steps of `plan`, each after all it needs; instances that stay as they are need none.

    `needs` are positions in the answer. Size and time are linear in the instances and their dependencies.
    """
    acting = [c for c in plan.changes if c.acts]
    graph = _graph(acting)
    order = graph.order()
    if order is None:  # create_before_destroy may ask for what no order gives: then destroy last
        order = sorted(graph.needs, key=lambda node: node[0] == "destroy")
    written = {c.document.path for c in acting if c.document is not None}
    by_address = {c.address: c for c in acting}
    position: dict[Node, int] = {}
    found: list[Step | Gate] = []
    for node in order:
        does, address = node
        needs = tuple(sorted(position[other] for other in graph.needs[node] if other in position))
        position[node] = len(found)
        if not isinstance(address, InstanceAddress):
            found.append(Gate(needs))
        elif does == "destroy":
            change = by_address[address]
            found.append(Step(Operation.DESTROY, change, needs, keeps_document=change.old_path in written))
        else:
            found.append(Step(_operation(by_address[address]), by_address[address], needs))
    return tuple(found)


def _operation(change: Change) -> Operation:
    if change.action.creates:
        return Operation.CREATE
    return Operation.UPDATE if change.action is Action.UPDATE else Operation.RECORD


def _graph(changes: list[Change]) -> DependencyGraph[Node]:
    graph: DependencyGraph[Node] = DependencyGraph()
    writers = {c.document.path: c for c in changes if c.document is not None}
    for change in changes:
        address, resource = change.address, change.address.resource.configured
        applies = change.action is not Action.DELETE
        if applies:
            graph.add(("apply", address))
            graph.connect(("applied", resource), ("apply", address), Edge("an instance of it"))
            for needed in change.dependencies:
                graph.connect(("apply", address), ("applied", needed), Edge("depends on"))
        if change.action.deletes:
            graph.add(("destroy", address))
            freed = "released" if change.action is Action.REPLACE else "unused"
            graph.connect(("destroy", address), (freed, resource), Edge("destroyed after its users"))
        for needed in {*change.dependencies, *change.prior_dependencies}:
            if change.action.deletes:
                graph.connect(("released", needed), ("destroy", address), Edge("used by"))
                graph.connect(("unused", needed), ("destroy", address), Edge("used by"))
            if applies:
                graph.connect(("unused", needed), ("apply", address), Edge("used by"))
        if change.action is Action.REPLACE:
            graph.connect(("apply", address), ("destroy", address), Edge("replaced"))
        if change.action is Action.REPLACE_CREATE_FIRST:
            graph.connect(("destroy", address), ("apply", address), Edge("created before it is destroyed"))
        if change.action is Action.DELETE and change.old_path in writers:
            writer = writers[change.old_path].address
            graph.connect(("destroy", address), ("apply", writer), Edge("writes the same document"))
    return graph
