"""A plan's changes in the order they are carried out: what is needed first is created first and destroyed last."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from hashlib import sha256

from msgspec import Struct

from harnessiac.addresses import DeposedAddress, ObjectAddress, ResourceAddress
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
    the file, because another step writes the same document. When the step is done the state `records` what the change
    leaves, what it held for the instance before becomes the object `deposes`, and the records of the objects in `frees`
    end, all in the same breath: at no time is there a document that no record knows, or one that two do.
    """

    operation: Operation
    change: Change
    needs: tuple[int, ...] = ()
    keeps_document: bool = False
    records: bool = False
    frees: tuple[ObjectAddress, ...] = ()
    deposes: DeposedAddress | None = None

    @property
    def object(self) -> ObjectAddress:
        """What it is done to: what is destroyed after its replacement was created is a deposed object by then."""
        ends = self.frees[0] if self.operation is Operation.DESTROY and self.frees else None
        return ends if isinstance(ends, DeposedAddress) else self.change.address


class Gate(Struct, frozen=True):
    """Nothing to do, but a place where many steps meet, so that many others can wait for it instead of for each."""

    needs: tuple[int, ...]


Node = tuple[str, ObjectAddress | ResourceAddress]
"""What happens and to what: "apply" or "destroy" an object. Of a whole resource: all its instances are "applied",
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
    deposed = _deposed(plan)
    handed = _handed_over(acting, deposed)
    kept = heirs(plan)
    by_address = {c.address: c for c in acting}
    position: dict[Node, int] = {}
    found: list[Step | Gate] = []
    for node in order:
        does, address = node
        needs = tuple(sorted(position[other] for other in graph.needs[node] if other in position))
        position[node] = len(found)
        if isinstance(address, ResourceAddress):
            found.append(Gate(needs))
        elif does == "destroy":
            found.append(_destroy(by_address[address], needs, kept, handed, deposed.get(address)))
        else:
            found.append(_apply(by_address[address], needs, handed, deposed.get(address)))
    return tuple(found)


def heirs(plan: Plan) -> dict[ObjectAddress, ObjectAddress]:
    """Of what lets go of a document that stays: the object that has it afterwards, itself where it writes it anew."""
    owners = {change.new_path: change.address for change in plan.changes if change.new_path is not None}
    return {
        change.address: owners[change.old_path]
        for change in plan.changes
        if change.execution.deletes and change.old_path in owners
    }


def _deposed(plan: Plan) -> dict[ObjectAddress, DeposedAddress]:
    """What the old object is called of each replacement that is created first: another document beside the new one.

    The same plan gives the same keys, and none that a leftover of before has.
    """
    taken = {change.address for change in plan.changes if change.deposed is not None}
    found: dict[ObjectAddress, DeposedAddress] = {}
    for change in plan.changes:
        if change.execution is not Action.REPLACE_CREATE_FIRST or change.new_path == change.old_path:
            continue
        seed = f"{change.instance} {change.old_path}"
        while (address := DeposedAddress(change.instance, sha256(seed.encode()).hexdigest()[:8])) in taken:
            seed += "+"
        found[change.address] = address
    return found


def _handed_over(changes: list[Change], deposed: dict[ObjectAddress, DeposedAddress]) -> dict[str, list[ObjectAddress]]:
    """By document: the objects that let go of it while another change writes it. Their records end with that step."""
    writers = {c.document.path: c.address for c in changes if c.document is not None}
    handed: dict[str, list[ObjectAddress]] = {}
    for change in changes:
        path = change.old_path
        if path is not None and change.execution.deletes and writers.get(path, change.address) != change.address:
            left = deposed.get(change.address)
            handed.setdefault(path, []).extend([change.address] if left is None else [change.address, left])
    return handed


def _destroy(
    change: Change,
    needs: tuple[int, ...],
    kept: Mapping[ObjectAddress, ObjectAddress],
    handed: dict[str, list[ObjectAddress]],
    deposed: DeposedAddress | None,
) -> Step:
    path = change.old_path
    old = deposed if change.execution is Action.REPLACE_CREATE_FIRST else change.address
    is_followed = path is not None and (path in handed or (change.document and change.document.path == path))
    frees = () if is_followed or old is None else (old,)
    return Step(Operation.DESTROY, change, needs, keeps_document=change.address in kept, frees=frees)


def _apply(
    change: Change, needs: tuple[int, ...], handed: dict[str, list[ObjectAddress]], deposed: DeposedAddress | None
) -> Step:
    operation = _operation(change)
    if change.execution is Action.FORGET:
        return Step(operation, change, needs, frees=(change.address,))
    frees = tuple(handed.get(change.document.path, ())) if change.document is not None else ()
    return Step(operation, change, needs, records=True, frees=frees, deposes=deposed)


def _operation(change: Change) -> Operation:
    if change.action is Action.UPDATE:
        return Operation.UPDATE
    return Operation.CREATE if change.action.creates else Operation.RECORD


def _graph(changes: list[Change]) -> DependencyGraph[Node]:
    graph: DependencyGraph[Node] = DependencyGraph()
    writers = {c.document.path: c for c in changes if c.document is not None}
    for change in changes:
        address, resource = change.address, change.address.resource.configured
        applies = change.execution is not Action.DELETE
        if applies:
            graph.add(("apply", address))
            graph.connect(("applied", resource), ("apply", address), Edge("an instance of it"))
            for needed in change.dependencies:
                graph.connect(("apply", address), ("applied", needed), Edge("depends on"))
        if change.execution.deletes:
            graph.add(("destroy", address))
            freed = "released" if change.execution is Action.REPLACE else "unused"
            graph.connect(("destroy", address), (freed, resource), Edge("destroyed after its users"))
        for needed in {*change.dependencies, *change.prior_dependencies}:
            if change.execution.deletes:
                graph.connect(("released", needed), ("destroy", address), Edge("used by"))
                graph.connect(("unused", needed), ("destroy", address), Edge("used by"))
            if applies:
                graph.connect(("unused", needed), ("apply", address), Edge("used by"))
        if change.execution is Action.REPLACE:
            graph.connect(("apply", address), ("destroy", address), Edge("replaced"))
        if change.execution is Action.REPLACE_CREATE_FIRST:
            graph.connect(("destroy", address), ("apply", address), Edge("created before it is destroyed"))
        if change.execution is Action.DELETE and change.old_path in writers:
            writer = writers[change.old_path].address
            graph.connect(("destroy", address), ("apply", writer), Edge("writes the same document"))
    return graph
