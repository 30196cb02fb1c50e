"""What a resource's lifecycle block asks of the plan, read once per resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from harnessiac.addresses import ResourceAddress, Target
from harnessiac.attributes import Path
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.language.configuration.declarations import Resource
from harnessiac.language.evaluation.expressions import evaluate as evaluate_expression
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import AttributeStep, Expression, IndexStep, Step, Traversal
from harnessiac.source import Span
from harnessiac.values.value import Value

Evaluate = Callable[[Expression], Value]


class Lifecycle(Struct, frozen=True):
    """The settings with their expressions evaluated. `prevent_destroy` is where it is said, None if it is not."""

    create_before_destroy: bool = False
    prevent_destroy: Span | None = None
    ignore_changes: tuple[Path, ...] = ()
    ignore_all: bool = False
    triggers: tuple[tuple[Target, Path], ...] = ()


def read_lifecycle(
    resource: Resource, evaluate: Evaluate, known: Mapping[str, Value]
) -> tuple[Lifecycle, list[Diagnostic]]:
    """Evaluate the settings of `resource`; `evaluate` knows no references, for these must be constants.

    `known` are the arguments and blocks that the resource's kind has, with unknown values of their types.
    """
    given, source = resource.lifecycle, resource.source
    found: list[Diagnostic] = []
    for ignored in given.ignore_changes:
        if isinstance(ignored, Traversal) and ignored.root not in known:
            detail = f'This object has no argument, nested block, or exported attribute named "{ignored.root}".'
            hint = did_you_mean(ignored.root, known)
            where = source.span(ignored.start, ignored.start + len(ignored.root))
            found.append(error("Unsupported attribute", detail + hint, where))
        elif isinstance(ignored, Traversal):
            try:
                evaluate_expression(ignored, Scope(known), source)
            except Failed as failure:
                found.extend(failure.diagnostics)

    def flag(expression: Expression | None) -> bool:
        if expression is None:
            return False
        try:
            value = evaluate(expression)
        except Failed as failure:
            found.extend(failure.diagnostics)
            return False
        if value.raw is True or value.raw == "true":
            return True
        if value.raw is not False and value.raw != "false":
            span = source.span(expression.start, expression.end)
            found.append(error("Unsuitable value type", "Unsuitable value: a bool is required.", span))
        return False

    triggers = []
    for expression in given.replace_triggered_by:
        target = _trigger(expression)
        if target is None:
            detail = "replace_triggered_by names resources, their instances or attributes, such as TYPE.NAME.ATTRIBUTE."
            span = source.span(expression.start, expression.end)
            found.append(error("Invalid replace_triggered_by expression", detail, span))
        else:
            triggers.append(target)
    prevents = flag(given.prevent_destroy)
    said = given.prevent_destroy
    return (
        Lifecycle(
            flag(given.create_before_destroy),
            source.span(said.start, said.end) if prevents and said is not None else None,
            tuple(_path(e) for e in given.ignore_changes if isinstance(e, Traversal)),
            given.ignore_all,
            tuple(triggers),
        ),
        found,
    )


def _path(traversal: Traversal) -> Path:
    return (traversal.root, *_steps(traversal.steps))


def _steps(steps: tuple[Step, ...]) -> Path:
    return tuple(step.name if isinstance(step, AttributeStep) else step.key for step in steps)


def _trigger(expression: Expression) -> tuple[Target, Path] | None:
    match expression:
        case Traversal(root=type, steps=(AttributeStep(name=name), *rest)):
            resource = ResourceAddress(type, name)
            match rest:
                case [IndexStep(key=key), *more]:
                    return resource.instance(key), _steps(tuple(more))
                case _:
                    return resource, _steps(tuple(rest))
    return None
