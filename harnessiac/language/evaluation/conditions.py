"""Choices: condition ? then : otherwise, and %{ if } in templates."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.language.evaluation.dispatch import EVALUATORS, excusable, promised, raise_all, tolerant
from harnessiac.language.evaluation.findings import about, failure
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import Conditional, Expression, TemplateIf
from harnessiac.source import SourceFile
from harnessiac.values.conversion import ConversionError, convert, unify
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import BOOL, DYNAMIC, STRING, ListType, MapType, ObjectType, SetType, TupleType, Type
from harnessiac.values.value import DYNAMIC_UNKNOWN, UNKNOWN, Value, string

INCONSISTENT = "Inconsistent conditional result types"


def conditional(node: Conditional, scope: Scope, source: SourceFile) -> Value:
    problems: list[Diagnostic] = []
    then, then_failed = _branch(node.then, scope, source, problems)
    otherwise, otherwise_failed = _branch(node.otherwise, scope, source, problems)
    common = _common_type(then, otherwise)
    if common is None:
        place = source.span(node.then.start, node.otherwise.end)
        detail = (
            "The true and false result expressions must have consistent types. "
            f"{_difference(then.type, otherwise.type)}."
        )
        problems.append(about(INCONSISTENT, detail, node, scope, source, subject=place, context=node))
    condition = _condition(node.condition, node, scope, source, problems)
    raise_all(problems)
    assert common is not None
    if condition.raw is UNKNOWN:
        marks = condition.marks | then.marks | otherwise.marks
        return Value(common, None if then.is_null and otherwise.is_null else UNKNOWN, marks)
    chosen, failed, part, name = (
        (then, then_failed, node.then, "true")
        if condition.raw
        else (otherwise, otherwise_failed, node.otherwise, "false")
    )
    if failed is not None:
        raise failed
    if common not in (chosen.type, DYNAMIC):
        try:
            chosen = convert(chosen, common)
        except ConversionError as problem:
            detail = f"The {name} result value has the wrong type: {problem.message}."
            raise failure(INCONSISTENT, detail, part, scope, source, context=node) from problem
    return chosen.marked(condition.marks)


def _branch(
    node: Expression, scope: Scope, source: SourceFile, problems: list[Diagnostic]
) -> tuple[Value, Failed | None]:
    """A branch's value, or why it has none: that matters only if it is chosen, unless names are wrong in it."""
    try:
        return EVALUATORS[node.__class__](node, scope, source), None
    except Failed as failed:
        if not excusable(failed):
            problems += failed.diagnostics
        return promised(node), failed


def _common_type(then: Value, otherwise: Value) -> Type | None:
    if then.type == DYNAMIC and then.raw is None:
        return otherwise.type
    if otherwise.type == DYNAMIC and otherwise.raw is None:
        return then.type
    if DYNAMIC in (then.type, otherwise.type):
        return DYNAMIC
    return unify([then.type, otherwise.type], unsafe=True)


def _condition(
    part: Expression, node: Expression, scope: Scope, source: SourceFile, problems: list[Diagnostic]
) -> Value:
    """The condition as a bool; unknown with the problem noted if it is none."""
    value = tolerant(part, scope, source, problems)
    if value.raw is None:
        detail = "The condition value is null. Conditions must either be true or false."
        problems.append(about("Null condition", detail, part, scope, source, context=node))
        return DYNAMIC_UNKNOWN
    try:
        return convert(value, BOOL)
    except ConversionError:
        detail = "The condition expression must be of type bool."
        problems.append(about("Incorrect condition type", detail, part, scope, source, context=node))
        return DYNAMIC_UNKNOWN


def _difference(then: Type, otherwise: Type) -> str:
    """What keeps the two types apart, as precisely as can be said in a phrase."""
    match then, otherwise:
        case ObjectType(), ObjectType():
            ours, theirs = then.as_dict(), otherwise.as_dict()
            for name in ours:
                if name not in theirs:
                    return _absent("true", name, "false")
            for name in theirs:
                if name not in ours:
                    return _absent("false", name, "true")
            for name, type in ours.items():
                if unify([type, theirs[name]]) is None:
                    return _nested(f"object attribute {go_quoted(name)}", type, theirs[name])
        case TupleType(elements=a), TupleType(elements=b):
            if len(a) != len(b):
                return f"The 'true' tuple has length {len(a)}, but the 'false' tuple has length {len(b)}"
            for at, (one, other) in enumerate(zip(a, b, strict=True)):
                if unify([one, other]) is None:
                    return _nested(f"tuple element {at}", one, other)
        case ((ListType() | SetType() | MapType()), (ListType() | SetType() | MapType())) if (
            then.__class__ is otherwise.__class__ and isinstance(then.element, ObjectType | TupleType)
        ):
            kind = {ListType: "list", SetType: "set", MapType: "map"}[then.__class__]
            return f"Mismatched {kind} element types: {_difference(then.element, otherwise.element)}"
        case _:
            pass
    return f"The 'true' value is {friendly(then)}, but the 'false' value is {friendly(otherwise)}"


def _absent(here: str, name: str, there: str) -> str:
    return f"The '{here}' value includes object attribute {go_quoted(name)}, which is absent in the '{there}' value"


def _nested(what: str, then: Type, otherwise: Type) -> str:
    return f"Type mismatch for {what}: {_difference(then, otherwise)}"


def template_if(node: TemplateIf, scope: Scope, source: SourceFile) -> Value:
    problems: list[Diagnostic] = []
    then, then_failed = _branch(node.then, scope, source, problems)
    otherwise, otherwise_failed = (
        _branch(node.otherwise, scope, source, problems) if node.otherwise is not None else (string(""), None)
    )
    condition = _condition(node.condition, node, scope, source, problems)
    raise_all(problems)
    if condition.raw is UNKNOWN:
        return Value(STRING, UNKNOWN, condition.marks | then.marks | otherwise.marks)
    chosen, failed = (then, then_failed) if condition.raw else (otherwise, otherwise_failed)
    if failed is not None:
        raise failed
    return chosen.marked(condition.marks)
