"""Type constraints of variables: `list(string)`, `object({ name = string, port = optional(number, 80) })` and the like.

A constraint is a type and the defaults of its optional attributes, which are filled in before conversion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.evaluation import evaluate
from harnessiac.language.scope import Scope
from harnessiac.language.syntax import (
    Call,
    Expression,
    ObjectNode,
    Template,
    Text,
    Traversal,
    TupleNode,
)
from harnessiac.source import SourceFile, Span
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from harnessiac.values.value import Value, object_of, tuple_of

MOST_NESTED = 60
SUMMARY = "Invalid type specification"
KEYWORDS: Mapping[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
COLLECTIONS: Mapping[str, Callable[[Type], Type]] = {"list": ListType, "set": SetType, "map": MapType}
ELEMENT = "[]"
"""The name under which the defaults of a collection's elements are kept."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """`values` for attributes of this object; `inner` for what lies in attributes, tuple positions or ELEMENT."""

    values: Mapping[str, Value] = field(default_factory=dict)
    inner: Mapping[str, Defaults] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.inner)


NO_DEFAULTS = Defaults()


@dataclass(frozen=True, slots=True)
class Constraint:
    type: Type
    defaults: Defaults = NO_DEFAULTS

    def apply(self, value: Value) -> Value:
        """`value` with defaults filled in, converted. Raises ConversionError."""
        return convert(filled(value, self.defaults), self.type)


def filled(value: Value, defaults: Defaults) -> Value:
    """`value` with the defaults of missing and null attributes, all the way down."""
    if defaults.is_empty or value.is_null or not value.is_known:
        return value
    marks = value.marks
    match value.raw:
        case dict() as entries if isinstance(value.type, ObjectType) or defaults.values:
            out = {k: filled(v, defaults.inner.get(k, NO_DEFAULTS)) for k, v in entries.items()}
            for name, default in defaults.values.items():
                if name not in out or out[name].is_null:
                    out[name] = filled(default, defaults.inner.get(name, NO_DEFAULTS))
            if ELEMENT in defaults.inner:
                out = {k: filled(v, defaults.inner[ELEMENT]) for k, v in out.items()}
            return object_of(out).marked(marks)
        case dict() as entries:
            each = defaults.inner.get(ELEMENT, NO_DEFAULTS)
            return object_of({k: filled(v, each) for k, v in entries.items()}).marked(marks)
        case tuple() as items:
            each = defaults.inner.get(ELEMENT, NO_DEFAULTS)
            changed = [filled(v, defaults.inner.get(str(i), each)) for i, v in enumerate(items)]
            return tuple_of(changed).marked(marks)
        case _:
            return value


def read(expression: Expression, source: SourceFile) -> tuple[Constraint, list[Diagnostic]]:
    """The constraint that `expression` spells; `any` where it cannot be read."""
    reader = _Reader(source)
    match expression:
        case Template(parts=(Text(value=text),)) if text in ("string", "list", "map"):
            reader.fail(
                expression,
                "Terraform 0.11 and earlier required type constraints to be given in quotes, but that form is now "
                f'deprecated and will be removed in a future version. Remove the quotes around "{text}".',
                "Invalid quoted type constraints",
            )
            return Constraint(DYNAMIC), reader.diagnostics
        case Traversal(root="list", steps=()):
            return Constraint(ListType(DYNAMIC)), []
        case Traversal(root="map", steps=()):
            return Constraint(MapType(DYNAMIC)), []
    found, defaults = reader.type(expression, 0)
    return Constraint(found, defaults), reader.diagnostics


@dataclass
class _Reader:
    source: SourceFile
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def fail(
        self, node: Expression, detail: str, summary: str = SUMMARY, span: Span | None = None
    ) -> tuple[Type, Defaults]:
        self.diagnostics.append(error(summary, detail, span or self.source.span(node.start, node.end)))
        return DYNAMIC, NO_DEFAULTS

    def type(self, node: Expression, depth: int) -> tuple[Type, Defaults]:
        if depth > MOST_NESTED:
            return self.fail(node, f"A type may be nested {MOST_NESTED} levels deep at most.")
        match node:
            case Traversal(root=name, steps=()):
                return self.keyword(node, name)
            case Call(name=name):
                return self.call(node, name, depth)
            case _:
                return self.fail(
                    node,
                    "A type specification is either a primitive type keyword (bool, number, string) or a complex type "
                    "constructor call, like list(string).",
                )

    def keyword(self, node: Expression, name: str) -> tuple[Type, Defaults]:
        if name in KEYWORDS:
            return KEYWORDS[name], NO_DEFAULTS
        if name in COLLECTIONS:
            return self.fail(node, f"The {name} type constructor requires one argument specifying the element type.")
        if name == "object":
            return self.fail(node, OBJECT_ARGUMENT)
        if name == "tuple":
            return self.fail(node, TUPLE_ARGUMENT)
        if name == "optional":
            return self.fail(node, OPTIONAL_ELSEWHERE)
        return self.fail(node, f'The keyword "{name}" is not a valid type specification.')

    def call(self, node: Call, name: str, depth: int) -> tuple[Type, Defaults]:
        arguments = node.arguments
        if name in KEYWORDS:
            return self.fail(node, f'Primitive type keyword "{name}" does not expect arguments.')
        if name == "optional":
            return self.fail(node, OPTIONAL_ELSEWHERE)
        if name not in (*COLLECTIONS, "object", "tuple"):
            detail = f'Keyword "{name}" is not a valid type constructor.'
            return self.fail(node, detail, span=self.source.span(node.start, node.name_end))
        if len(arguments) != 1:
            needs = {"object": OBJECT_ARGUMENT, "tuple": TUPLE_ARGUMENT}.get(
                name, f"The {name} type constructor requires one argument specifying the element type."
            )
            return self.fail(node, needs)
        match arguments[0]:
            case ObjectNode() as attributes if name == "object":
                return self.object(attributes, depth)
            case TupleNode(items=items) if name == "tuple":
                parts = [self.type(item, depth + 1) for item in items]
                inner = {str(i): d for i, (_, d) in enumerate(parts) if not d.is_empty}
                return TupleType(tuple(t for t, _ in parts)), Defaults(inner=inner)
            case other if name == "object":
                return self.fail(
                    other,
                    "Object type constructor requires a map whose keys are attribute names and whose values are the "
                    "corresponding attribute types.",
                )
            case other if name == "tuple":
                return self.fail(other, "Tuple type constructor requires a list of element types.")
            case element:
                found, defaults = self.type(element, depth + 1)
                inner = {} if defaults.is_empty else {ELEMENT: defaults}
                return COLLECTIONS[name](found), Defaults(inner=inner)

    def object(self, node: ObjectNode, depth: int) -> tuple[Type, Defaults]:
        types: dict[str, Type] = {}
        optional: set[str] = set()
        values: dict[str, Value] = {}
        inner: dict[str, Defaults] = {}
        for item in node.items:
            match item.key:
                case Traversal(root=name, steps=()):
                    pass
                case Template(parts=(Text(value=name),)):
                    pass
                case _:
                    self.fail(item.key, "Object constructor map keys must be attribute names.")
                    continue
            spelled: Expression | None = item.value
            if isinstance(spelled, Call) and spelled.name == "optional":
                optional.add(name)
                spelled = self.optional(spelled, name, values, depth)
            if spelled is None:
                types[name] = DYNAMIC
                continue
            types[name], defaults = self.type(spelled, depth + 1)
            if not defaults.is_empty:
                inner[name] = defaults
            if name in values:
                try:
                    values[name] = convert(filled(values[name], defaults), types[name])
                except ConversionError as problem:
                    detail = f"This default value is not compatible with the attribute's type constraint: {problem}."
                    self.fail(item.value, detail, "Invalid default value for optional attribute")
                    del values[name]
        return ObjectType.of(types, frozenset(optional)), Defaults(values, inner)

    def optional(self, node: Call, name: str, values: dict[str, Value], depth: int) -> Expression | None:
        """The type inside optional(...); its default goes into `values`."""
        if not 1 <= len(node.arguments) <= 2:
            detail = (
                "Optional attribute modifier requires the attribute type as its argument."
                if not node.arguments
                else "Optional attribute modifier expects at most two arguments."
            )
            self.fail(node, detail)
            return None
        if len(node.arguments) == 2:
            try:
                values[name] = evaluate(node.arguments[1], Scope.empty("Variables may not be used here."), self.source)
            except Failed as failure:
                self.diagnostics += failure.diagnostics
        return node.arguments[0]


OBJECT_ARGUMENT = (
    "The object type constructor requires one argument specifying the attribute types and values as a map."
)
TUPLE_ARGUMENT = "The tuple type constructor requires one argument specifying the element types as a list."
OPTIONAL_ELSEWHERE = 'Keyword "optional" is valid only as a modifier for object type attributes.'
