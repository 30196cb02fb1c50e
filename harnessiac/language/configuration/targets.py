"""Addresses written as expressions, as `moved`, `removed` and `import` blocks have them."""

from __future__ import annotations

from dataclasses import dataclass

from harnessiac.addresses import InstanceKey, ModuleStep, ResourceAddress, Target
from harnessiac.diagnostics import Failed, error
from harnessiac.language.syntax.nodes import AttributeStep, Expression, Index, RelativeTraversal, Step, Traversal
from harnessiac.source import SourceFile

_STATIC = (
    "A single static variable reference is required: only attribute access and indexing with constant keys. No "
    "calculations, function calls, template expressions, etc are allowed here."
)
_SUMMARY = "Invalid address"


@dataclass(frozen=True, slots=True)
class Named:
    """One name of an address, with its constant key or the expression of one. `start`..`end` is where it stands."""

    name: str
    start: int
    end: int
    key: InstanceKey = None
    computed: Expression | None = None


def read_target(expression: Expression, source: SourceFile) -> Target:
    """The address that a traversal with constant keys says. Raises Failed."""
    if not isinstance(expression, Traversal):
        raise Failed(error("Invalid expression", _STATIC, source.span(expression.start, expression.end)))
    return target_of(read_names(expression, source), expression, source)


def read_names(expression: Expression, source: SourceFile) -> list[Named]:
    """The names of an address in order; keys may be expressions. Raises Failed."""
    match expression:
        case Traversal(root=root, steps=steps):
            return _steps([Named(root, expression.start, expression.start + len(root))], steps, source)
        case RelativeTraversal(of=of, steps=steps):
            return _steps(read_names(of, source), steps, source)
        case Index(of=of, key=key):
            names = read_names(of, source)
            last = names[-1]
            if last.key is None and last.computed is None:
                names[-1] = Named(last.name, last.start, expression.end, None, key)
                return names
    raise Failed(error("Invalid expression", _STATIC, source.span(expression.start, expression.end)))


def _steps(names: list[Named], steps: tuple[Step, ...], source: SourceFile) -> list[Named]:
    for step in steps:
        last = names[-1]
        if isinstance(step, AttributeStep):
            names.append(Named(step.name, step.start, step.end))
        elif last.key is not None or last.computed is not None:
            detail = "Unexpected extra operators after address."
            raise Failed(error(_SUMMARY, detail, source.span(step.start, step.end)))
        else:
            names[-1] = Named(last.name, last.start, step.end, step.key)
    return names


def target_of(names: list[Named], expression: Expression, source: SourceFile) -> Target:
    """The address that names with constant keys say. Raises Failed."""
    rest = list(names)
    module: list[ModuleStep] = []
    whole = source.span(expression.start, expression.end)
    while rest and rest[0].name == "module" and rest[0].key is None:
        if len(rest) < 2:
            raise Failed(error(_SUMMARY, 'Prefix "module." must be followed by a module name.', whole))
        module.append(ModuleStep(rest[1].name, rest[1].key))
        del rest[:2]
    if module and not rest:
        return tuple(module)
    mode = "managed"
    if rest and rest[0].name == "data" and rest[0].key is None:
        mode = "data"
        del rest[0]
    if len(rest) < 2:
        raise Failed(error(_SUMMARY, "Resource specification must include a resource type and name.", whole))
    if rest[0].key is not None:
        raise Failed(error(_SUMMARY, "A resource name is required.", source.span(rest[0].start, rest[0].end)))
    if len(rest) > 2:
        place = source.span(rest[2].start, rest[-1].end)
        raise Failed(error(_SUMMARY, "Unexpected extra operators after address.", place))
    resource = ResourceAddress(rest[0].name, rest[1].name, tuple(module), mode)
    return resource if rest[1].key is None else resource.instance(rest[1].key)
