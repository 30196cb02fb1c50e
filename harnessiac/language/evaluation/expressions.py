"""Expressions become values.

Each sort of node has one function, found by its class. A function gives the node's value or raises Failed with every
problem it found, each at its place. Unknown values and marks go through as they do in Terraform.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, cast

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.evaluation import access, calls, conditions, operations, repetition
from harnessiac.language.evaluation.dispatch import EVALUATORS, raise_all, tolerant
from harnessiac.language.evaluation.findings import about, failure, take
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import (
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Index,
    Literal,
    Number,
    ObjectNode,
    Parentheses,
    RelativeTraversal,
    Splat,
    SplatItem,
    Step,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
    Text,
    Traversal,
    TupleNode,
    Unary,
)
from harnessiac.source import SourceFile
from harnessiac.values import numbers
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import NUMBER, STRING, TupleType
from harnessiac.values.value import (
    DYNAMIC_UNKNOWN,
    FALSE,
    NO_MARKS,
    NULL,
    TRUE,
    UNKNOWN,
    Marks,
    Value,
    object_of,
)


def evaluate(expression: Expression, scope: Scope, source: SourceFile) -> Value:
    """The value of an expression of the file `source`. Raises Failed with placed diagnostics."""
    try:
        return EVALUATORS[expression.__class__](expression, scope, source)
    except RecursionError:
        detail = "The expression is nested too deeply to be evaluated. Split it into several local values."
        raise Failed(
            error("Expression nested too deeply", detail, source.span(expression.start, expression.end))
        ) from None


def _inner(node: Expression, scope: Scope, source: SourceFile) -> Value:
    return EVALUATORS[node.__class__](node, scope, source)


# --- constants ----------------------------------------------------------------------------------------------------


def _literal(node: Literal, scope: Scope, source: SourceFile) -> Value:
    if node.value is None:
        return NULL
    return TRUE if node.value else FALSE


@lru_cache(maxsize=1024)
def _number_value(text: str) -> Value | None:
    try:
        return Value(NUMBER, numbers.parse(text))
    except ValueError:
        return None


def _number(node: Number, scope: Scope, source: SourceFile) -> Value:
    found = _number_value(node.text)
    if found is None:
        detail = "The number is too large, too small or too long to be represented."
        raise failure("Invalid number literal", detail, node, scope, source)
    return found


def _text(node: Text, scope: Scope, source: SourceFile) -> Value:
    return Value(STRING, node.value)


# --- names and what is taken from values --------------------------------------------------------------------------


def _traversal(node: Traversal, scope: Scope, source: SourceFile) -> Value:
    value, taken = scope.lookup(node, source)
    steps = node.steps
    return _steps(value, steps[taken:] if taken else steps, node, scope, source) if len(steps) > taken else value


def _relative(node: RelativeTraversal, scope: Scope, source: SourceFile) -> Value:
    return _steps(_inner(node.of, scope, source), node.steps, node, scope, source)


def _steps(value: Value, steps: Sequence[Step], node: Expression, scope: Scope, source: SourceFile) -> Value:
    for step in steps:
        try:
            value = access.attribute(value, step.name) if isinstance(step, AttributeStep) else take(value, step)
        except access.AccessError as problem:
            place = source.span(step.start, step.end)
            raise failure(
                problem.summary, problem.detail, node, scope, source, subject=place, context=node
            ) from problem
    return value


def _index(node: Index, scope: Scope, source: SourceFile) -> Value:
    problems: list[Diagnostic] = []
    of = tolerant(node.of, scope, source, problems)
    key = tolerant(node.key, scope, source, problems)
    raise_all(problems)
    try:
        return access.index(of, key)
    except access.AccessError as problem:
        start = source.text.find("[", node.of.end, node.key.start + 1)
        place = source.span(start if start >= 0 else node.key.start, node.end)
        raise failure(problem.summary, problem.detail, node, scope, source, subject=place, context=node) from problem


_ITEM: Final = Traversal(0, 0, "*")


def _splat_item(node: SplatItem, scope: Scope, source: SourceFile) -> Value:
    return scope.lookup(_ITEM, source)[0]


# --- templates ----------------------------------------------------------------------------------------------------


def _template(node: Template, scope: Scope, source: SourceFile) -> Value:
    parts = node.parts
    if not parts:
        return Value(STRING, "")
    if len(parts) == 1 and isinstance(parts[0], Text):
        return Value(STRING, parts[0].value)
    texts: list[str] = []
    marks: Marks = NO_MARKS
    known = True
    problems: list[Diagnostic] = []
    for part in parts:
        if isinstance(part, Text):
            texts.append(part.value)
            continue
        value = tolerant(part, scope, source, problems)
        marks |= value.marks
        if value.raw is UNKNOWN:
            known = False
            continue
        text = value.raw if value.type is STRING else _interpolated(value, part, node, scope, source, problems)
        if isinstance(text, str):
            texts.append(text)
        elif text is None and value.type is STRING:
            problems.append(_null_part(part, node, scope, source))
    raise_all(problems)
    if not known:
        return Value(STRING, UNKNOWN, marks)
    whole = "".join(texts)
    return Value(STRING, whole if whole.isascii() else unicodedata.normalize("NFC", whole), marks)


def _null_part(part: Expression, node: Expression, scope: Scope, source: SourceFile) -> Diagnostic:
    detail = "The expression result is null. Cannot include a null value in a string template."
    return about("Invalid template interpolation value", detail, part, scope, source, context=node)


def _interpolated(
    value: Value, part: Expression, node: Expression, scope: Scope, source: SourceFile, problems: list[Diagnostic]
) -> str | None:
    """A value as text inside a template; None with a problem noted if it is none."""
    if value.raw is None:
        problems.append(_null_part(part, node, scope, source))
        return None
    try:
        return cast(str, convert(value, STRING).raw)
    except ConversionError as problem:
        detail = f"Cannot include the given value in a string template: {problem.message}."
        problems.append(about("Invalid template interpolation value", detail, part, scope, source, context=node))
        return None


def _wrap(node: TemplateWrap, scope: Scope, source: SourceFile) -> Value:
    return _inner(node.expression, scope, source)


# --- operators ----------------------------------------------------------------------------------------------------


def _binary(node: Binary, scope: Scope, source: SourceFile) -> Value:
    chain = [node]
    first = node.left
    while isinstance(first, Binary):
        chain.append(first)
        first = first.left
    problems: list[Diagnostic] = []
    left = tolerant(first, scope, source, problems)
    for link in reversed(chain):
        right = tolerant(link.right, scope, source, problems)
        left = DYNAMIC_UNKNOWN if problems else _operate(link, left, right, scope, source, problems)
    raise_all(problems)
    return left


def _operate(
    node: Binary, left: Value, right: Value, scope: Scope, source: SourceFile, problems: list[Diagnostic]
) -> Value:
    wanted = operations.wanted_type(node.operator)
    if wanted is not None:
        left = _operand(left, 0, node.left, node, scope, source, problems)
        right = _operand(right, 1, node.right, node, scope, source, problems)
        if problems:
            return DYNAMIC_UNKNOWN
    try:
        return operations.binary(node.operator, left, right)
    except operations.OperationError as problem:
        problems.append(about("Operation failed", f"Error during operation: {problem}.", node, scope, source))
        return DYNAMIC_UNKNOWN


_SIDES: Final = ("left", "right")


def _operand(
    value: Value,
    position: int,
    part: Expression,
    node: Binary,
    scope: Scope,
    source: SourceFile,
    problems: list[Diagnostic],
) -> Value:
    wanted = operations.wanted_type(node.operator)
    assert wanted is not None
    try:
        return operations.operand(value, wanted, position)
    except operations.OperandError as problem:
        detail = f"Unsuitable value for {_SIDES[position]} operand: {problem}."
        problems.append(about("Invalid operand", detail, part, scope, source, context=node))
        return DYNAMIC_UNKNOWN


def _unary(node: Unary, scope: Scope, source: SourceFile) -> Value:
    value = _inner(node.operand, scope, source)
    wanted = operations.UNARY[node.operator]
    try:
        return operations.unary(node.operator, operations.operand(value, wanted, 0))
    except operations.OperandError as problem:
        detail = f"Unsuitable value for unary operand: {problem}."
        raise failure("Invalid operand", detail, node.operand, scope, source, context=node) from problem
    except operations.OperationError as problem:
        raise failure("Operation failed", f"Error during operation: {problem}.", node, scope, source) from problem


def _parentheses(node: Parentheses, scope: Scope, source: SourceFile) -> Value:
    return _inner(node.expression, scope, source)


# --- structures ---------------------------------------------------------------------------------------------------


def _tuple(node: TupleNode, scope: Scope, source: SourceFile) -> Value:
    problems: list[Diagnostic] = []
    items: list[Value] = []
    for item in node.items:
        try:
            items.append(EVALUATORS[item.__class__](item, scope, source))
        except Failed as failed:
            problems += failed.diagnostics
    raise_all(problems)
    return Value(TupleType(tuple([item.type for item in items])), tuple(items))


def _object(node: ObjectNode, scope: Scope, source: SourceFile) -> Value:
    problems: list[Diagnostic] = []
    entries: dict[str, Value] = {}
    marks: Marks = NO_MARKS
    known = True
    for item in node.items:
        key_node = item.key
        name: str | None = None
        if isinstance(key_node, Traversal) and not key_node.steps:
            name = key_node.root
        else:
            before = len(problems)
            key = _key(key_node, scope, source, problems)
            if key is not None:
                if key.raw is None:
                    detail = "Can't use a null value as a key."
                    problems.append(about("Null value as key", detail, item.value, scope, source, context=node))
                elif isinstance(key.raw, str):
                    name = key.raw
                    marks |= key.marks
            if name is None and len(problems) == before:
                known = False
        value = tolerant(item.value, scope, source, problems)
        if name is not None:
            entries[name] = value
    raise_all(problems)
    return object_of(entries).marked(marks) if known else DYNAMIC_UNKNOWN.marked(marks)


def _key(node: Expression, scope: Scope, source: SourceFile, problems: list[Diagnostic]) -> Value | None:
    """The key of an object's item as a string value; None if it has no value and that is noted."""
    if isinstance(node, Traversal):
        detail = (
            "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a "
            "literal name containing periods, wrap it in quotes to create a string literal."
        )
        problems.append(error("Ambiguous attribute key", detail, source.span(node.start, node.end)))
        return None
    if isinstance(node, Literal):
        return Value(STRING, {True: "true", False: "false", None: "null"}[node.value])
    try:
        return convert(_inner(node, scope, source), STRING)
    except Failed as failed:
        problems += failed.diagnostics
    except ConversionError as problem:
        problems.append(
            about("Incorrect key type", f"Can't use this value as a key: {problem.message}.", node, scope, source)
        )
    return None


EVALUATORS.update(
    {
        Literal: _literal,
        Number: _number,
        Text: _text,
        Traversal: _traversal,
        RelativeTraversal: _relative,
        Index: _index,
        Splat: repetition.splat,
        SplatItem: _splat_item,
        Template: _template,
        TemplateWrap: _wrap,
        TemplateIf: conditions.template_if,
        TemplateFor: repetition.template_for,
        Binary: _binary,
        Unary: _unary,
        Parentheses: _parentheses,
        Conditional: conditions.conditional,
        TupleNode: _tuple,
        ObjectNode: _object,
        ForTuple: repetition.for_tuple,
        ForObject: repetition.for_object,
        Call: calls.call,
    }
)
