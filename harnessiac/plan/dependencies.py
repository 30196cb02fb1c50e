"""Which declarations need which: the order they are evaluated in, and what each resource depends on.

The modules are laid out flat: a module's variables and outputs are nodes of their own, so two modules may use each
other's outputs as long as no value needs itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct, field

from harnessiac.addresses import ModuleStep, ResourceAddress
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.language.configuration.declarations import Condition, ModuleCall, Resource
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.evaluation.references import (
    LocalRef,
    ModuleRef,
    Reference,
    ResourceRef,
    VariableRef,
    references,
)
from harnessiac.language.syntax.nodes import AttributeStep, Body, Expression, IndexStep
from harnessiac.source import SourceFile, Span

Graph = DependencyGraph[str]
"""Nodes are addresses as written in HCL, with the module's before: var.x, local.y, output.z, module.m.type.name.

`module.m` is how often a module is called; `module.m (all)` is everything in it.
"""


class Sort(Enum):
    VARIABLE = "var"
    LOCAL = "local"
    OUTPUT = "output"
    RESOURCE = "resource"
    CALL = "module"
    CHECK = "check"


class Node(Struct, frozen=True):
    """What a node of the graph stands for: a declaration of a module."""

    tree: ModuleTree
    sort: Sort
    name: str

    @property
    def resource(self) -> Resource:
        return self.tree.module.resources[self.name]

    @property
    def is_data(self) -> bool:
        return self.sort is Sort.RESOURCE and self.resource.mode == "data"


class Declarations(Struct):
    """The graph, and what its nodes stand for. Nodes without an entry only gather others."""

    graph: Graph = field(default_factory=DependencyGraph)
    nodes: dict[str, Node] = field(default_factory=dict)

    def add(self, tree: ModuleTree, sort: Sort, name: str, node: str) -> str:
        node = tree.prefix + node
        self.graph.add(node)
        self.nodes[node] = Node(tree, sort, name)
        return node

    def order(self) -> list[str] | None:
        """Every node after all it needs, data sources as late as possible; None if there is a loop."""
        return self.graph.order(last=lambda node: node in self.nodes and self.nodes[node].is_data)

    def referred(self) -> frozenset[str]:
        """The nodes whose values others need; data sources may find any resource."""
        if any(node.is_data for node in self.nodes.values()):
            return frozenset(self.nodes)
        return frozenset(needed for needs in self.graph.needs.values() for needed in needs)


def declared(root: ModuleTree) -> Declarations:
    """The graph of everything the modules declare. References to what is not declared are left to evaluation."""
    found = Declarations()
    gates: dict[tuple[str, ...], str] = {}
    for tree in root.all():
        _Reader(found, tree, gates).read()
    return found


class _Reader(Struct):
    """Adds one module. `gates` are the nodes that everything in a module waits for because of depends_on."""

    found: Declarations
    tree: ModuleTree
    gates: dict[tuple[str, ...], str]

    def read(self) -> None:
        module = self.tree.module
        for name, variable in module.variables.items():
            node = self.add(Sort.VARIABLE, name, f"var.{name}")
            for rule in variable.validations:
                self.condition(node, rule, but=node)
        for name, local in module.locals.items():
            self.refer(self.add(Sort.LOCAL, name, f"local.{name}"), local.expression, local.source)
        for name, call in module.calls.items():
            if name in self.tree.calls:
                self.call(call, self.tree.calls[name])
        for resource in module.resources.values():
            self.resource(resource)
        for name, output in module.outputs.items():
            node = self.add(Sort.OUTPUT, name, f"output.{name}")
            self.refer(node, output.value, output.source)
            for expression in output.depends_on:
                self.wait(node, expression, output.source)
            for condition in output.preconditions:
                self.condition(node, condition)
        for name, check in module.checks.items():
            node = self.add(Sort.CHECK, name, f"check.{name}")
            for condition in check.asserts:
                self.condition(node, condition)

    def add(self, sort: Sort, name: str, node: str) -> str:
        node = self.found.add(self.tree, sort, name, node)
        if self.tree.path:
            self.found.graph.connect(node, self.tree.prefix.rstrip("."), Edge("is in"))
        return node

    def resource(self, resource: Resource) -> None:
        node = self.add(Sort.RESOURCE, resource.address, resource.address)
        source, lifecycle = resource.source, resource.lifecycle
        for expression in (resource.count, resource.for_each):
            if expression is not None:
                self.refer(node, expression, source)
        for expression in resource.depends_on:
            self.wait(node, expression, source)
        self.refer(node, resource.body, source, but_depends_on=True)
        for condition in (*lifecycle.preconditions, *lifecycle.postconditions):
            self.condition(node, condition, but=node)
        gate = self.gates.get(self.tree.path)
        if gate is not None:
            self.found.graph.connect(node, gate, Edge("is in"))

    def call(self, call: ModuleCall, called: ModuleTree) -> None:
        node = self.add(Sort.CALL, call.name, f"module.{call.name}")
        for expression in (call.count, call.for_each):
            if expression is not None:
                self.refer(node, expression, call.source)
        for name, attribute in call.arguments.items():
            if name in called.module.variables:
                self.refer(f"{called.prefix}var.{name}", attribute.expression, call.source)
        outer = self.gates.get(self.tree.path)
        if call.depends_on:
            gate = f"{node} (depends_on)"
            self.found.graph.add(gate)
            for expression in call.depends_on:
                self.wait(gate, expression, call.source)
            if outer is not None:
                self.found.graph.connect(gate, outer, Edge("is in"))
            outer = gate
        if outer is not None:
            self.gates[called.path] = outer

    def condition(self, node: str, rule: Condition, but: str = "") -> None:
        """`but` is the node that the rule is about, which it may name itself."""
        for expression in (rule.condition, rule.error_message):
            self.refer(node, expression, rule.source, but)

    def refer(
        self,
        node: str,
        syntax: Expression | Body,
        source: SourceFile,
        but: str = "",
        *,
        but_depends_on: bool = False,
    ) -> None:
        """`node` needs the values that `syntax` names."""
        parts: tuple[Expression | Body, ...] = (syntax,)
        if but_depends_on and isinstance(syntax, Body):
            parts = (Body(syntax.start, syntax.end, tuple(i for i in syntax.items if not _is_depends_on(i))),)
        for part in parts:
            for reference in references(part):
                span = source.span(reference.start, reference.end)
                for target in self.values(reference):
                    if target != but:
                        self.found.graph.connect(node, target, Edge("refers to", span))

    def wait(self, node: str, expression: Expression, source: SourceFile) -> None:
        """`node` comes after what depends_on names; a module there is everything in it."""
        for reference in references(expression):
            span = source.span(reference.start, reference.end)
            match reference.subject:
                case ModuleRef(name) if name in self.tree.calls and not reference.rest:
                    target = f"{self.tree.prefix}module.{name} (all)"
                    if target not in self.found.graph.needs:
                        for inner in _everything(self.tree.calls[name]):
                            self.found.graph.connect(target, inner, Edge("is"))
                    self.found.graph.connect(node, target, Edge("depends on", span))
                case _:
                    for target in self.values(reference):
                        self.found.graph.connect(node, target, Edge("depends on", span))

    def values(self, reference: Reference) -> Iterator[str]:
        """The nodes whose values a reference needs."""
        module, prefix = self.tree.module, self.tree.prefix
        match reference.subject:
            case VariableRef(name) if name in module.variables:
                yield f"{prefix}var.{name}"
            case LocalRef(name) if name in module.locals:
                yield f"{prefix}local.{name}"
            case ResourceRef(mode=mode, type=type, name=name):
                address = f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"
                if address in module.resources:
                    yield prefix + address
            case ModuleRef(name) if name in self.tree.calls:
                yield f"{prefix}module.{name}"
                outputs = self.tree.calls[name].module.outputs
                wanted = _output(reference, is_repeated=self.tree.module.calls[name].repetition is not None)
                for output in [wanted] if wanted in outputs else outputs:
                    yield f"{prefix}module.{name}.output.{output}"
            case _:
                pass


def _is_depends_on(item: object) -> bool:
    return getattr(item, "name", None) == "depends_on"


def _output(reference: Reference, *, is_repeated: bool) -> str | None:
    """The one output that a reference to a module names: module.m.output, or module.m[key].output if it is repeated."""
    match is_repeated, reference.rest:
        case (False, (AttributeStep(name=name), *_)) | (True, (IndexStep(), AttributeStep(name=name), *_)):
            return name
        case _:
            return None


def _everything(tree: ModuleTree) -> Iterator[str]:
    for inner in tree.all():
        yield from (inner.prefix + address for address in inner.module.resources)
        yield from (f"{inner.prefix}output.{name}" for name in inner.module.outputs)


def loops(graph: DependencyGraph[str]) -> list[Diagnostic]:
    """One error for each loop, with every edge of it and where it is written."""
    found = []
    for loop in graph.loops():
        edges = list(graph.edges_of(loop))
        lines = [
            f"  {node} {edge.reason} {needed}" + (f" ({edge.span})" if edge.span else "")
            for node, needed, edge in edges
        ]
        detail = "These need each other, so none of them can come first:\n\n" + "\n".join(lines)
        place: Span | None = next((edge.span for _, _, edge in edges if edge.span is not None), None)
        found.append(error("Cycle", detail, place))
    return found


def address_of(node: Node) -> ResourceAddress:
    """The address of a resource, whichever instance of its module it is in."""
    resource = node.resource
    module = tuple(ModuleStep(name) for name in node.tree.path)
    return ResourceAddress(resource.type, resource.name, module, resource.mode)


def resource_dependencies(found: Declarations, order: list[str]) -> Mapping[str, tuple[ResourceAddress, ...]]:
    """For each resource the managed ones it needs, directly or through values that are no managed resources."""
    reached: dict[str, dict[str, None]] = {}
    for node in order:
        here: dict[str, None] = {}
        for needed in found.graph.needs[node]:
            if _is_managed(found, needed):
                here[needed] = None
            else:
                here.update(reached.get(needed, {}))
        reached[node] = here
    return {
        node: tuple(address_of(found.nodes[n]) for n in sorted(reached[node]))
        for node in order
        if node in found.nodes and found.nodes[node].sort is Sort.RESOURCE
    }


def between_resources(found: Declarations) -> DependencyGraph[str]:
    """Only the resources, and what they need directly or through other values."""
    graph: DependencyGraph[str] = DependencyGraph()
    for address, node in found.nodes.items():
        if node.sort is not Sort.RESOURCE:
            continue
        graph.add(address)
        seen: set[str] = set()
        todo = list(found.graph.needs.get(address, {}).items())
        while todo:
            other, edge = todo.pop()
            if other in found.nodes and found.nodes[other].sort is Sort.RESOURCE:
                graph.connect(address, other, edge)
            elif other not in seen:
                seen.add(other)
                todo += [(node_name, edge) for node_name in found.graph.needs.get(other, {})]
    return graph


def _is_managed(found: Declarations, name: str) -> bool:
    node = found.nodes.get(name)
    return node is not None and node.sort is Sort.RESOURCE and not node.is_data
