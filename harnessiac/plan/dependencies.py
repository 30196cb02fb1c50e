"""Which declarations of a module need which: the order they are evaluated in, and what each resource depends on."""

from __future__ import annotations

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.language.declarations import Condition, Module, Resource
from harnessiac.language.references import LocalRef, ResourceRef, VariableRef, references
from harnessiac.language.syntax import Body, Expression
from harnessiac.source import SourceFile, Span

Graph = DependencyGraph[str]
"""Nodes are addresses as written in HCL: var.x, local.y, output.z, type.name."""


def declared(module: Module) -> Graph:
    """The graph of everything a module declares. References to what is not declared are left to evaluation."""
    graph: Graph = DependencyGraph()
    for name, variable in module.variables.items():
        node = f"var.{name}"
        graph.add(node)
        for rule in variable.validations:
            _connect_condition(graph, node, rule, module, but=node)
    for name, local in module.locals.items():
        graph.add(f"local.{name}")
        _connect(graph, f"local.{name}", local.expression, local.source, module)
    for resource in module.resources.values():
        graph.add(resource.address)
        _connect_resource(graph, resource, module)
    for name, output in module.outputs.items():
        node = f"output.{name}"
        graph.add(node)
        for expression in (output.value, *output.depends_on):
            _connect(graph, node, expression, output.source, module)
        for condition in output.preconditions:
            _connect_condition(graph, node, condition, module)
    return graph


def _connect_resource(graph: Graph, resource: Resource, module: Module) -> None:
    node, source, lifecycle = resource.address, resource.source, resource.lifecycle
    for expression in (resource.count, resource.for_each, *resource.depends_on):
        if expression is not None:
            _connect(graph, node, expression, source, module)
    _connect(graph, node, resource.body, source, module)
    for condition in (*lifecycle.preconditions, *lifecycle.postconditions):
        _connect_condition(graph, node, condition, module, but=node)


def _connect_condition(graph: Graph, node: str, rule: Condition, module: Module, but: str = "") -> None:
    """`but` is the node that the rule is about, which it may name itself."""
    for expression in (rule.condition, rule.error_message):
        _connect(graph, node, expression, rule.source, module, but)


def _connect(
    graph: Graph, node: str, syntax: Expression | Body, source: SourceFile, module: Module, but: str = ""
) -> None:
    for target, span in _targets(syntax, source):
        if target != but and _is_declared(target, module):
            graph.connect(node, target, Edge("refers to", span))


def _targets(syntax: Expression | Body, source: SourceFile) -> Iterator[tuple[str, Span]]:
    for found in references(syntax):
        span = source.span(found.start, found.end)
        match found.subject:
            case VariableRef(name):
                yield f"var.{name}", span
            case LocalRef(name):
                yield f"local.{name}", span
            case ResourceRef(mode=mode, type=type, name=name):
                yield (f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"), span
            case _:
                pass


def _is_declared(node: str, module: Module) -> bool:
    first, _, rest = node.partition(".")
    if first == "var":
        return rest in module.variables
    if first == "local":
        return rest in module.locals
    return node in module.resources


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
        found.append(error("Cycle", detail, edges[0][2].span))
    return found


def resource_dependencies(graph: Graph, order: list[str], module: Module) -> dict[str, tuple[str, ...]]:
    """For each resource the resources it needs, directly or through locals, variables and other resources' values."""
    reached: dict[str, dict[str, None]] = {}
    for node in order:
        found: dict[str, None] = {}
        for needed in graph.needs[node]:
            if needed in module.resources:
                found[needed] = None
            else:
                found.update(reached.get(needed, {}))
        reached[node] = found
    return {node: tuple(sorted(reached[node])) for node in order if node in module.resources}
