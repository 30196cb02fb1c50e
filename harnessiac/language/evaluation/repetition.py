"""Expressions that do something for each element: for, splats, and %{ for } in templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.evaluation.dispatch import EVALUATORS, raise_all, tolerant
from harnessiac.language.evaluation.findings import about, failure
from harnessiac.language.evaluation.scope import MOST_ROUNDS, Scope
from harnessiac.language.functions.context import UNDECLARED
from harnessiac.language.syntax.nodes import Expression, ForObject, ForTuple, Splat, TemplateFor
from harnessiac.source import SourceFile
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, SetType, TupleType
from harnessiac.values.value import (
    DYNAMIC_UNKNOWN,
    EMPTY_TUPLE,
    NO_MARKS,
    UNKNOWN,
    Marks,
    Value,
    object_of,
    tuple_of,
)

MOST_FINDINGS = 100
"""A loop ends after this many problems: more of the same help nobody."""


class _Loop(Struct):
    """One for expression at work. `known` turns False when the number of results is not known."""

    node: ForTuple | ForObject | TemplateFor
    scope: Scope
    source: SourceFile
    marks: Marks = NO_MARKS
    known: bool = True
    problems: list[Diagnostic] = field(default_factory=list)

    def rounds(self, condition: Expression | None = None) -> Iterator[Scope]:
        """The scope of each round that is wanted. Raises Failed if the collection is none."""
        node, scope, source = self.node, self.scope, self.source
        collection = EVALUATORS[node.collection.__class__](node.collection, scope, source)
        if collection.raw is None:
            detail = "A null value cannot be used as the collection in a 'for' expression."
            raise failure("Iteration over null value", detail, node.collection, scope, source, context=node)
        self.marks |= collection.marks
        if collection.type == DYNAMIC:
            self.known = False
            self.check_names()
            return
        if not isinstance(collection.type, ListType | SetType | MapType | TupleType | ObjectType):
            detail = (
                f"A value of type {friendly(collection.type)} cannot be used as the collection in a 'for' expression."
            )
            raise failure("Iteration over non-iterable value", detail, node.collection, scope, source, context=node)
        if collection.raw is UNKNOWN:
            self.known = False
        if not isinstance(collection.raw, tuple | dict) or not collection.raw:
            self.check_names()
            return
        rounds = scope.rounds
        for key, value in items(collection):
            rounds.done += 1
            if rounds.done > MOST_ROUNDS:
                detail = f"The loops of this configuration take more than {MOST_ROUNDS} rounds together."
                raise failure("Too many iterations", detail, node.collection, scope, source, context=node)
            names = {node.value: value} if node.key is None else {node.key: key, node.value: value}
            inner = scope.child(names)
            if condition is None or self.is_wanted(condition, inner):
                yield inner
            if len(self.problems) >= MOST_FINDINGS:
                return

    def check_names(self) -> None:
        """Of a loop without rounds, note at least the names that are not declared."""
        node = self.node
        names = dict.fromkeys([node.value, *([node.key] if node.key else [])], DYNAMIC_UNKNOWN)
        inner = self.scope.child(names)
        parts: list[Expression | None] = [node.body]
        if isinstance(node, ForTuple | ForObject):
            parts.append(node.condition)
        if isinstance(node, ForObject):
            parts.append(node.key_body)
        for part in parts:
            if part is not None:
                problems: list[Diagnostic] = []
                tolerant(part, inner, self.source, problems)
                self.problems += [problem for problem in problems if problem.code == UNDECLARED]

    def is_wanted(self, condition: Expression, inner: Scope) -> bool:
        count = len(self.problems)
        value = tolerant(condition, inner, self.source, self.problems)
        if len(self.problems) > count:
            return False
        if value.raw is None:
            detail = "The value of the 'if' clause must not be null."
            self.note("Condition is null", detail, condition, inner)
            return False
        try:
            verdict = convert(value, BOOL)
        except ConversionError as problem:
            self.note(
                "Invalid 'for' condition", f"The 'if' clause value is invalid: {problem.message}.", condition, inner
            )
            return False
        self.marks |= verdict.marks
        if verdict.raw is UNKNOWN:
            self.known = False
            return False
        return verdict.raw is True

    def note(self, summary: str, detail: str, part: Expression, inner: Scope) -> None:
        self.problems.append(about(summary, detail, part, inner, self.source, context=self.node))

    def key(self, part: Expression, inner: Scope) -> str | None:
        """The key of one result; None if not known, or a problem is noted."""
        count = len(self.problems)
        value = tolerant(part, inner, self.source, self.problems)
        if len(self.problems) > count:
            return None
        if value.raw is None:
            detail = "Key expression in 'for' expression must not produce a null value."
            self.note("Invalid object key", detail, part, inner)
            return None
        try:
            name = convert(value, STRING)
        except ConversionError as problem:
            detail = f"The key expression produced an invalid result: {problem.message}."
            self.note("Invalid object key", detail, part, inner)
            return None
        self.marks |= name.marks
        if not isinstance(name.raw, str):
            self.known = False
            return None
        return name.raw


def items(collection: Value) -> Iterator[tuple[Value, Value]]:
    """Keys and values of a known collection; an element of a set is its own key."""
    raw = collection.raw
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield Value(STRING, name), value
    elif isinstance(raw, tuple):
        is_set = isinstance(collection.type, SetType)
        for at, value in enumerate(raw):
            yield (value if is_set else Value(NUMBER, at)), value


def for_tuple(node: ForTuple, scope: Scope, source: SourceFile) -> Value:
    loop = _Loop(node, scope, source)
    results = [tolerant(node.body, inner, source, loop.problems) for inner in loop.rounds(node.condition)]
    raise_all(loop.problems)
    return (tuple_of(results) if loop.known else DYNAMIC_UNKNOWN).marked(loop.marks)


def for_object(node: ForObject, scope: Scope, source: SourceFile) -> Value:
    loop = _Loop(node, scope, source)
    single: dict[str, Value] = {}
    grouped: dict[str, list[Value]] = {}
    for inner in loop.rounds(node.condition):
        key = loop.key(node.key_body, inner)
        value = tolerant(node.body, inner, source, loop.problems)
        if key is None:
            continue
        if node.grouping:
            grouped.setdefault(key, []).append(value)
        elif key in single:
            shown = "the same key" if loop.marks else f"the key {go_quoted(key)}"
            detail = (
                f"Two different items produced {shown} in this 'for' expression. If duplicates are expected, use the "
                "ellipsis (...) after the value expression to enable grouping by key."
            )
            loop.note("Duplicate object key", detail, node.key_body, inner)
        else:
            single[key] = value
    raise_all(loop.problems)
    if not loop.known:
        return DYNAMIC_UNKNOWN.marked(loop.marks)
    if node.grouping:
        single = {key: tuple_of(values) for key, values in grouped.items()}
    return object_of(single).marked(loop.marks)


def template_for(node: TemplateFor, scope: Scope, source: SourceFile) -> Value:
    loop = _Loop(node, scope, source)
    texts: list[str] = []
    for inner in loop.rounds():
        text = tolerant(node.body, inner, source, loop.problems)
        loop.marks |= text.marks
        if isinstance(text.raw, str):
            texts.append(text.raw)
        else:
            loop.known = False
    raise_all(loop.problems)
    return Value(STRING, "".join(texts) if loop.known else UNKNOWN, loop.marks)


def splat(node: Splat, scope: Scope, source: SourceFile) -> Value:
    of = EVALUATORS[node.of.__class__](node.of, scope, source)
    is_sequence = isinstance(of.type, ListType | SetType | TupleType)
    if of.raw is None:
        if not is_sequence:
            return EMPTY_TUPLE.marked(of.marks)
        detail = "Splat expressions (with the * symbol) cannot be applied to null sequences."
        raise failure("Splat of null value", detail, node.of, scope, source, context=node)
    if of.type == DYNAMIC:
        return DYNAMIC_UNKNOWN.marked(of.marks)
    if not is_sequence:
        item = EVALUATORS[node.each.__class__](node.each, scope.child({"*": of.unmarked()}), source)
        return (tuple_of([item]) if of.is_known else DYNAMIC_UNKNOWN).marked(of.marks)
    problems: list[Diagnostic] = []

    def each(item: Value) -> Value:
        return tolerant(node.each, scope.child({"*": item}), source, problems)

    if of.raw is UNKNOWN:
        result = _unknown_splat(of, each)
    else:
        assert isinstance(of.raw, tuple)
        found: list[Value] = []
        for item in of.raw:
            found.append(each(item))
            if len(problems) >= MOST_FINDINGS:
                break
        result = _splat_result(of, found, each)
    raise_all(problems)
    return result.marked(of.marks)


def _unknown_splat(of: Value, each: Callable[[Value], Value]) -> Value:
    if isinstance(of.type, TupleType):
        return Value(TupleType(tuple([each(Value(inner, UNKNOWN)).type for inner in of.type.elements])), UNKNOWN)
    assert isinstance(of.type, ListType | SetType)
    return Value(ListType(each(Value(of.type.element, UNKNOWN)).type), UNKNOWN)


def _splat_result(of: Value, found: list[Value], each: Callable[[Value], Value]) -> Value:
    if isinstance(of.type, TupleType):
        return tuple_of(found)
    assert isinstance(of.type, ListType | SetType)
    if not found:
        return Value(ListType(each(Value(of.type.element, UNKNOWN)).type), ())
    first = found[0].type
    if all(item.type is first or item.type == first for item in found):
        return Value(ListType(first), tuple(found))
    return tuple_of(found)
