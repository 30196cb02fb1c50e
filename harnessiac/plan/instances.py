"""Which instances a resource or module has: what `count` and `for_each` say."""

from __future__ import annotations

from collections.abc import Callable

from harnessiac.addresses import InstanceKey
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.declarations import ModuleCall, Resource
from harnessiac.language.evaluation.scope import Count, Each
from harnessiac.language.syntax.nodes import Expression
from harnessiac.plan.modules import Names
from harnessiac.values import typenames
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import NUMBER, STRING, MapType, ObjectType, SetType
from harnessiac.values.value import DYNAMIC_UNKNOWN, Mark, Value, number, string, unknown

UNKNOWN_KEY = "*"
"""Stands for the key of an instance whose count or for_each is not known yet (only while validating)."""
MOST_INSTANCES = 1_000_000

Instances = list[tuple[InstanceKey, Names]]
"""Each instance's key with the names only it sees (count, each)."""
Evaluate = Callable[[Expression], Value]


def instances(of: Resource | ModuleCall, evaluate: Evaluate) -> tuple[Instances | None, list[Diagnostic]]:
    """The instances of a block; None if they are not known yet, or if something is wrong."""
    if of.count is not None:
        total, problem = _count(evaluate(of.count))
        if problem:
            place = of.source.span(of.count.start, of.count.end)
            return None, [error("Invalid count argument", problem, place)]
        return None if total is None else [(i, {"count": Count(number(i))}) for i in range(total)], []
    if of.for_each is not None:
        return _for_each(of, of.for_each, evaluate)
    return [(None, {})], []


def unknown_instance(of: Resource | ModuleCall) -> Names:
    """The names an instance sees that stands for all whose number is not known."""
    if of.count is not None:
        return {"count": Count(unknown(NUMBER))}
    return {"each": Each(unknown(STRING), DYNAMIC_UNKNOWN)}


def _count(value: Value) -> tuple[int | None, str]:
    """How many; None if unknown or if something is wrong, which is then said."""
    if Mark.SENSITIVE in value.marks:
        return None, (
            "Sensitive values, or values derived from sensitive values, cannot be used as count arguments. If "
            "used, the sensitive value could be exposed as a resource instance key."
        )
    if value.is_null:
        return None, 'The given "count" argument value is null. An integer is required.'
    lead = 'The given "count" argument value is unsuitable: '
    try:
        raw = convert(value, NUMBER).raw
    except ConversionError as failure:
        return None, f"{lead}{failure}."
    if isinstance(raw, int) and 0 <= raw <= MOST_INSTANCES:
        return raw, ""
    if isinstance(raw, int):
        allowed = "must be greater than or equal to zero" if raw < 0 else f"at most {MOST_INSTANCES} are allowed"
        return None, f"{lead}{allowed}."
    return None, "" if not value.is_known else f"{lead}whole number required."


def _for_each(
    of: Resource | ModuleCall, expression: Expression, evaluate: Evaluate
) -> tuple[Instances | None, list[Diagnostic]]:
    value = evaluate(expression)
    problem = for_each_problem(value)
    if problem:
        place = of.source.span(expression.start, expression.end)
        return None, [error("Invalid for_each argument", problem, place)]
    items = for_each_items(value)
    return None if items is None else [(k, {"each": Each(string(k), v)}) for k, v in items], []


def for_each_items(value: Value) -> list[tuple[str, Value]] | None:
    """The keys and values of a suitable for_each; None if they are not known."""
    match value.raw:
        case dict() as entries:
            return list(entries.items())
        case tuple() as elements if all(e.is_known for e in elements):
            return [(str(e.raw), e) for e in elements]
        case _:
            return None


def for_each_problem(value: Value) -> str:
    """Why a value is no for_each, or nothing."""
    if Mark.SENSITIVE in value.marks:
        return (
            "Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, "
            "the sensitive value could be exposed as a resource instance key."
        )
    lead = 'The given "for_each" argument value is unsuitable: '
    wanted = 'the "for_each" argument must be a map, or set of strings, and you have provided a value of type '
    if value.is_null:
        return lead + 'the given "for_each" argument value is null. A map, or set of strings is allowed.'
    if not value.is_known:
        return ""
    match value.type:
        case MapType() | ObjectType():
            return ""
        case SetType(element=element) if element == STRING or not value.raw:
            if isinstance(value.raw, tuple) and any(e.is_null for e in value.raw):
                return lead.replace("argument value is unsuitable: ", "set argument contains a null value.").rstrip()
            return ""
        case SetType(element=element):
            return (
                f'{lead}"for_each" supports maps and sets of strings, but you have provided a set containing type '
                f"{typenames.friendly(element)}."
            )
        case _:
            return lead + wanted + f"{typenames.friendly(value.type)}."
