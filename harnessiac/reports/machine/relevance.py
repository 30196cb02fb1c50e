"""The attributes from which the changes of a plan were computed: its `relevant_attributes`.

Drift of one of them may be the reason for a planned change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from harnessiac.addresses import with_key
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.evaluation.references import (
    LocalRef,
    ModuleRef,
    Reference,
    ResourceRef,
    VariableRef,
    references,
)
from harnessiac.language.syntax.nodes import AttributeStep, Body, Expression, IndexStep, Step
from harnessiac.plan.definition import Action, Plan

Relevant = tuple[str, tuple[str | int, ...]]
"""The address of a resource or instance, and the way to the attribute in it."""


def relevant_attributes(root: ModuleTree, plan: Plan) -> list[Relevant]:
    """Return the attributes that changing resources and outputs refer to, directly or through other values."""
    search = _Search()
    for change in plan.changes:
        resource = change.address.resource
        tree = root.find(tuple(step.name for step in resource.module))
        if not change.acts or tree is None:
            continue
        declared = tree.module.resources.get(f"{resource.type}.{resource.name}")
        if declared is not None:
            search.follow(root, tree, declared.body)
    for output in plan.outputs:
        declared_output = root.module.outputs.get(output.name)
        if output.action is not Action.NO_OP and declared_output is not None:
            search.follow(root, root, declared_output.value)
    return sorted(search.found, key=lambda relevant: (relevant[0], [str(step) for step in relevant[1]]))


class _Search(Struct):
    """A walk from expressions to the resources they depend on; each declaration is entered once."""

    found: set[Relevant] = field(default_factory=set)
    _seen: set[tuple[str, int, int]] = field(default_factory=set)

    def follow(self, root: ModuleTree, tree: ModuleTree, syntax: Expression | Body) -> None:
        todo: list[tuple[ModuleTree, Expression | Body]] = [(tree, syntax)]
        while todo:
            where, node = todo.pop()
            for reference in references(node):
                for place, inner in self._behind(root, where, reference):
                    key = (place.prefix, inner.start, inner.end)
                    if key not in self._seen:
                        self._seen.add(key)
                        todo.append((place, inner))

    def _behind(
        self, root: ModuleTree, tree: ModuleTree, reference: Reference
    ) -> Iterator[tuple[ModuleTree, Expression]]:
        """Yield the expressions that a reference stands for; record references to resources."""
        module = tree.module
        match reference.subject:
            case ResourceRef(mode, type, name, key):
                whole = f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"
                self.found.add((tree.prefix + with_key(whole, key), tuple(_way(reference.rest))))
            case LocalRef(name) if name in module.locals:
                yield tree, module.locals[name].expression
            case VariableRef(name) if tree.path:
                caller = root.find(tree.path[:-1])
                call = caller.module.calls.get(tree.path[-1]) if caller is not None else None
                if caller is not None and call is not None and name in call.arguments:
                    yield caller, call.arguments[name].expression
            case ModuleRef(name):
                called = tree.calls.get(name)
                steps = [step for step in reference.rest[:2] if isinstance(step, AttributeStep)]
                if called is not None:
                    wanted = [steps[0].name] if steps else list(called.module.outputs)
                    yield from ((called, called.module.outputs[n].value) for n in wanted if n in called.module.outputs)
            case _:
                pass


def _way(steps: Iterable[Step]) -> Iterator[str | int]:
    for step in steps:
        match step:
            case AttributeStep(name=name):
                yield name
            case IndexStep(key=key):
                yield key
