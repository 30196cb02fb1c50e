"""Diagnostics about expressions: the place, and what the names in it stand for, without giving secrets away."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.evaluation import access
from harnessiac.language.evaluation.references import traversals
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import AttributeStep, Expression, Node, Step, Traversal
from harnessiac.source import SourceFile, Span
from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import DYNAMIC, NUMBER, STRING, ObjectType
from harnessiac.values.value import UNKNOWN, Value

MOST_STATEMENTS = 12
LONGEST_TEXT = 1_000
"""More of a text says nothing more."""


def failure(
    summary: str,
    detail: str,
    node: Expression,
    scope: Scope,
    source: SourceFile,
    *,
    subject: Span | None = None,
    context: Node | None = None,
) -> Failed:
    """The failure of `node`; `subject` is its own place unless given."""
    return Failed(about(summary, detail, node, scope, source, subject=subject, context=context))


def about(
    summary: str,
    detail: str,
    node: Expression,
    scope: Scope,
    source: SourceFile,
    *,
    subject: Span | None = None,
    context: Node | None = None,
) -> Diagnostic:
    """An error about `node`, with statements on the names in it."""
    return error(
        summary,
        detail,
        subject or source.span(node.start, node.end),
        context=source.span(context.start, context.end) if context is not None else None,
        values=statements(node, scope, source),
    )


def statements(node: Expression, scope: Scope, source: SourceFile) -> tuple[tuple[str, str], ...]:
    """What each reference in `node` is: ("var.x", "is null"). Nothing is said of what is sensitive or not known."""
    found: dict[str, str] = {}
    for traversal in traversals(node):
        resolved = _resolved(traversal, scope, source)
        if resolved is None:
            continue
        text, value = resolved
        said = statement(value)
        if said:
            found[text] = said
        if len(found) >= MOST_STATEMENTS:
            break
    return tuple(sorted(found.items()))


def _resolved(node: Traversal, scope: Scope, source: SourceFile) -> tuple[str, Value] | None:
    """The longest part of a traversal (of two steps at least) that has a value."""
    try:
        value, taken = scope.lookup(node, source)
    except Failed:
        return None
    try:
        for step in node.steps[taken:]:
            value = take(value, step)
            taken += 1
    except access.AccessError:
        pass
    return (node.root + "".join(map(step_text, node.steps[:taken])), value) if taken else None


def take(value: Value, step: Step) -> Value:
    """One step from a value. Raises AccessError."""
    if isinstance(step, AttributeStep):
        return access.attribute(value, step.name)
    if not step.is_number:
        return access.index(value, Value(NUMBER, step.key) if isinstance(step.key, int) else Value(STRING, step.key))
    try:
        key = numbers.parse(str(step.key))
    except ValueError as problem:
        raise access.AccessError("Invalid index", f"{access.NO_ELEMENT}.") from problem
    return access.index(value, Value(NUMBER, key))


def traversal_text(node: Traversal) -> str:
    return node.root + "".join(map(step_text, node.steps))


def step_text(step: Step) -> str:
    if isinstance(step, AttributeStep):
        return f".{step.name}"
    return f"[{step.key}]" if isinstance(step.key, int) or step.is_number else f"[{go_quoted(step.key)}]"


def statement(value: Value) -> str:
    """What may be said of a value: is "abc", is object with 3 attributes; nothing of a sensitive one."""
    if value.marks:
        return ""
    if value.raw is UNKNOWN:
        return f"is a {friendly(value.type)}" if value.type != DYNAMIC else ""
    return f"is {_compact(value)}"


def _compact(value: Value) -> str:
    match value.raw:
        case None:
            return "null"
        case bool() as truth:
            return "true" if truth else "false"
        case str() as text:
            return go_quoted(text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…")
        case int() as whole:
            return numbers.to_short(whole)
        case BigFloat() as fraction:
            return numbers.to_significant(fraction, 10)
        case dict() as entries if isinstance(value.type, ObjectType):
            if not entries:
                return "object with no attributes"
            if len(entries) == 1:
                return f"object with 1 attribute {go_quoted(next(iter(entries)))}"
            return f"object with {len(entries)} attributes"
        case dict() | tuple() as elements:
            name = friendly(value.type)
            if not elements:
                return f"empty {name}"
            return f"{name} with {len(elements)} element{'s' if len(elements) > 1 else ''}"
        case _:
            return friendly(value.type)
