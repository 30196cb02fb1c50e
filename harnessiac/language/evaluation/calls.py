"""Function calls. try() and can() are here, because they decide themselves what becomes of failing arguments."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean
from harnessiac.language import functions
from harnessiac.language.evaluation.dispatch import EVALUATORS, excusable, raise_all, tolerant
from harnessiac.language.evaluation.findings import failure
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.functions import FunctionError, WrongArgumentCount
from harnessiac.language.syntax.nodes import Call, Expression
from harnessiac.source import SourceFile, Span
from harnessiac.values.types import BOOL, DYNAMIC, ListType, SetType, TupleType
from harnessiac.values.value import DYNAMIC_UNKNOWN, FALSE, TRUE, UNKNOWN, Value, is_wholly_known


def call(node: Call, scope: Scope, source: SourceFile) -> Value:
    name = node.name.removeprefix(functions.NAMESPACE)
    if name == "try" and not node.expand_last:
        return _try(node, scope, source)
    if name == "can" and len(node.arguments) == 1 and not node.expand_last:
        return _can(node.arguments[0], scope, source)
    if functions.find(node.name) is None:
        raise _unknown_function(node, scope, source)
    problems: list[Diagnostic] = []
    arguments = [tolerant(part, scope, source, problems) for part in node.arguments]
    raise_all(problems)
    if node.expand_last:
        expanded = _expanded(arguments.pop(), node, scope, source)
        if expanded is None:
            return DYNAMIC_UNKNOWN
        arguments += expanded
    try:
        return functions.call(node.name, arguments, scope.calls)
    except FunctionError as problem:
        place, part = _place(problem, node, source)
        detail = problem.explanation(node.name)
        raise failure(problem.headline(), detail, part, scope, source, subject=place, context=node) from problem


def _unknown_function(node: Call, scope: Scope, source: SourceFile) -> Failed:
    place = source.span(node.start, node.name_end)
    namespace, colons, rest = node.name.partition("::")
    if colons and namespace != "core":
        provider, _, name = rest.partition("::")
        detail = (
            f'There is no function named "{node.name}". Ensure that provider name "{provider}" is declared in this '
            f'module\'s required_providers block, and that this provider offers a function named "{name}".'
            if namespace == "provider"
            else f'The function namespace "{namespace}" is not valid. Provider function calls must use the '
            '"provider::" namespace prefix.'
        )
        return failure("Unknown provider function", detail, node, scope, source, subject=place, context=node)
    hint = did_you_mean(node.name.removeprefix(functions.NAMESPACE), functions.names())
    detail = f'There is no function named "{node.name}".{hint}'
    return failure("Call to unknown function", detail, node, scope, source, subject=place, context=node)


def _place(problem: FunctionError, node: Call, source: SourceFile) -> tuple[Span, Expression]:
    """Where a failed call is reported, and the expression whose names are worth telling."""
    at = problem.argument_index
    if at is not None and node.arguments:
        part = node.arguments[min(at, len(node.arguments) - 1)]
        return source.span(part.start, part.end), part
    if isinstance(problem, WrongArgumentCount):
        return source.span(node.end - 1, node.end), node
    opening = source.text.find("(", node.name_end, node.end)
    return source.span(node.start, opening + 1 if opening >= 0 else node.name_end), node


def _expanded(value: Value, node: Call, scope: Scope, source: SourceFile) -> list[Value] | None:
    """The elements of the last argument of f(x...); None if they are not known."""
    part = node.arguments[-1]
    summary = "Invalid expanding argument value"
    if (value.raw is None and isinstance(value.type, TupleType | ListType | SetType)) or (
        value.raw is None and value.type == DYNAMIC
    ):
        detail = "The expanding argument (indicated by ...) must not be null."
        raise failure(summary, detail, part, scope, source, context=node)
    if value.type == DYNAMIC:
        return None
    if not isinstance(value.type, TupleType | ListType | SetType):
        detail = "The expanding argument (indicated by ...) must be of a tuple, list, or set type."
        raise failure(summary, detail, part, scope, source, context=node)
    if not isinstance(value.raw, tuple):
        return None
    return [item.marked(value.marks) for item in value.raw]


def _try(node: Call, scope: Scope, source: SourceFile) -> Value:
    failures: list[Diagnostic] = []
    for part in node.arguments:
        try:
            value = EVALUATORS[part.__class__](part, scope, source)
        except Failed as failed:
            if not excusable(failed):
                raise
            failures += failed.diagnostics
            continue
        return value if is_wholly_known(value) else DYNAMIC_UNKNOWN.marked(value.marks)
    reasons = "".join(f"- {d.summary} (at {_where(d.subject)})\n  {d.detail}\n" for d in failures)
    detail = (
        f'Call to function "{node.name}" failed: no expression succeeded:\n{reasons}\n'
        "At least one expression must produce a successful result."
        if node.arguments
        else f'Call to function "{node.name}" failed: at least one argument is required.'
    )
    opening = source.text.find("(", node.name_end, node.end)
    place = source.span(node.start, opening + 1 if opening >= 0 else node.name_end)
    raise failure("Error in function call", detail, node, scope, source, subject=place, context=node)


def _where(place: Span | None) -> str:
    if place is None:
        return "unknown place"
    first, last = place.first, place.last
    end = f"{last.column}" if first.line == last.line else f"{last.line},{last.column}"
    return f"{place.filename}:{first.line},{first.column}-{end}"


def _can(part: Expression, scope: Scope, source: SourceFile) -> Value:
    try:
        value = EVALUATORS[part.__class__](part, scope, source)
    except Failed as failed:
        if not excusable(failed):
            raise
        return FALSE
    return TRUE if is_wholly_known(value) else Value(BOOL, UNKNOWN)
