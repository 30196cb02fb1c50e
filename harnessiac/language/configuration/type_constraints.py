"""Type constraints: string, list(any), object({a = string, b = optional(number, 1)}), and the defaults in them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import Call, Expression, Literal, ObjectNode, Template, Text, Traversal, TupleNode
from harnessiac.source import SourceFile
from harnessiac.values.conversion import ConversionError, convert, without_optional
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import constraint as to_text
from harnessiac.values.typenames import from_json, to_json
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

INVALID = "Invalid type specification"
_KEYWORDS = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
_COLLECTIONS: dict[str, type[ListType | SetType | MapType]] = {"list": ListType, "set": SetType, "map": MapType}


class Defaults(Struct, frozen=True):
    """Values for optional attributes that are missing or null, and what is inside attributes and elements.

    `parts` is keyed by attribute name or place in a tuple; `element` is for each element of a collection.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    parts: Mapping[str | int, Defaults] = field(default_factory=dict)
    element: Defaults | None = None

    def apply(self, value: Value) -> Value:
        """`value` with defaults filled in; collections may come out as tuples and objects, to be converted next."""
        raw = value.raw
        if isinstance(raw, tuple):
            filled = [self._part(at).apply(item) for at, item in enumerate(raw)]
            return tuple_of(filled).marked(value.marks)
        if isinstance(raw, dict):
            entries = {name: self._part(name).apply(item) for name, item in raw.items()}
            for name, default in self.values.items():
                if name not in entries or entries[name].is_null:
                    entries[name] = self._part(name).apply(default)
            return object_of(entries).marked(value.marks)
        return value

    def _part(self, key: str | int) -> Defaults | _Nothing:
        return self.element or self.parts.get(key) or NOTHING


class _Nothing:
    """No defaults: a value stays as it is."""

    def apply(self, value: Value) -> Value:
        return value


NOTHING = _Nothing()


class Constraint(Struct, frozen=True):
    """`wanted` is the type as written, which may hold optional attributes and `any`."""

    wanted: Type
    defaults: Defaults | None = None

    @property
    def type(self) -> Type:
        """The type of values that fit, as far as it is known without one."""
        return without_optional(self.wanted)

    def apply(self, value: Value) -> Value:
        """The value with defaults filled in, converted. Raises ConversionError."""
        return convert(self.defaults.apply(value) if self.defaults is not None else value, self.wanted)

    def __str__(self) -> str:
        return to_text(self.wanted)


ANY = Constraint(DYNAMIC)


def read(expression: Expression, source: SourceFile) -> tuple[Constraint, list[Diagnostic]]:
    """The constraint that an expression writes; any type where it is wrong, with the reason why."""
    reader = _Reader(source)
    try:
        return reader.constraint(expression), reader.diagnostics
    except RecursionError:
        detail = "The type is nested too deeply."
        return ANY, [error(INVALID, detail, source.span(expression.start, expression.end))]


class _Reader(Struct):
    source: SourceFile
    diagnostics: list[Diagnostic] = field(default_factory=list)
    depth: int = 0

    def refuse(
        self, detail: str, node: Expression, summary: str = INVALID, *, start: int | None = None, end: int | None = None
    ) -> Constraint:
        place = self.source.span(node.start if start is None else start, node.end if end is None else end)
        self.diagnostics.append(error(summary, detail, place))
        return ANY

    def constraint(self, node: Expression) -> Constraint:
        match node:
            case Traversal(root=name, steps=()):
                return self.keyword(name, node)
            case Literal(value=value):
                word = {True: "true", False: "false", None: "null"}[value]
                return self.refuse(f"The keyword {go_quoted(word)} is not a valid type specification.", node)
            case Call():
                return self.constructor(node)
            case Template(parts=(Text(value=text),)) if text in ("string", "list", "map", "number", "bool", "any"):
                detail = f"A type constraint is written without quotes. Remove the quotes around {go_quoted(text)}."
                return self.refuse(detail, node, "Invalid quoted type constraints")
            case Template():
                detail = (
                    "To provide a full type expression, remove the surrounding quotes and give the type expression "
                    "directly."
                )
                return self.refuse(detail, node, "Invalid legacy variable type hint")
            case _:
                detail = (
                    "A type specification is either a primitive type keyword (bool, number, string) or a complex type "
                    "constructor call, like list(string)."
                )
                return self.refuse(detail, node)

    def keyword(self, name: str, node: Expression) -> Constraint:
        if name in _KEYWORDS:
            return Constraint(_KEYWORDS[name])
        if name in ("list", "map") and self.depth == 0:
            return Constraint(_COLLECTIONS[name](DYNAMIC))
        if name in _COLLECTIONS:
            return self.refuse(f"The {name} type constructor requires one argument specifying the element type.", node)
        if name == "object":
            return self.refuse(_OBJECT, node)
        if name == "tuple":
            return self.refuse(_TUPLE, node)
        return self.refuse(f"The keyword {go_quoted(name)} is not a valid type specification.", node)

    def inner(self, node: Expression) -> Constraint:
        self.depth += 1
        try:
            return self.constraint(node)
        finally:
            self.depth -= 1

    def constructor(self, node: Call) -> Constraint:
        name = node.name
        if name in _KEYWORDS:
            return self.refuse(
                f"Primitive type keyword {go_quoted(name)} does not expect arguments.", node, start=node.name_end
            )
        if name == "optional":
            detail = 'Keyword "optional" is valid only as a modifier for object type attributes.'
            return self.refuse(detail, node, end=node.name_end)
        if name not in _COLLECTIONS and name not in ("object", "tuple"):
            return self.refuse(f"Keyword {go_quoted(name)} is not a valid type constructor.", node)
        if len(node.arguments) != 1:
            article = {"object": _OBJECT, "tuple": _TUPLE}
            detail = f"The {name} type constructor requires one argument specifying the element type."
            extra = node.arguments[1:]
            start, end = (extra[0].start, extra[-1].end) if extra else (node.name_end, node.end)
            return self.refuse(article.get(name, detail), node, start=start, end=end)
        argument = node.arguments[0]
        if name in _COLLECTIONS:
            element = self.inner(argument)
            defaults = Defaults(element=element.defaults) if element.defaults is not None else None
            return Constraint(_COLLECTIONS[name](element.wanted), defaults)
        if name == "tuple":
            return self.tuple_type(argument)
        return self.object_type(argument)

    def tuple_type(self, node: Expression) -> Constraint:
        if not isinstance(node, TupleNode):
            return self.refuse("Tuple type constructor requires a list of element types.", node)
        found = [self.inner(item) for item in node.items]
        parts: dict[str | int, Defaults] = {at: one.defaults for at, one in enumerate(found) if one.defaults}
        return Constraint(TupleType(tuple([one.wanted for one in found])), Defaults(parts=parts) if parts else None)

    def object_type(self, node: Expression) -> Constraint:
        if not isinstance(node, ObjectNode):
            detail = (
                "Object type constructor requires a map whose keys are attribute names and whose values are the "
                "corresponding attribute types."
            )
            return self.refuse(detail, node)
        attributes: dict[str, Type] = {}
        optional: set[str] = set()
        values: dict[str, Value] = {}
        parts: dict[str | int, Defaults] = {}
        for item in node.items:
            name = _attribute_name(item.key)
            if name is None:
                self.refuse("Object constructor map keys must be attribute names.", item.key)
                continue
            if name in attributes:
                self.refuse("Object constructor map keys must be unique.", item.key)
                continue
            given = item.value
            if isinstance(given, Call) and given.name == "optional":
                found, default = self.optional(given)
                optional.add(name)
                if default is not None:
                    values[name] = default
            else:
                found = self.inner(given)
            attributes[name] = found.wanted
            if found.defaults is not None:
                parts[name] = found.defaults
        wanted = ObjectType.of(attributes, frozenset(optional))
        return Constraint(wanted, Defaults(values, parts) if values or parts else None)

    def optional(self, node: Call) -> tuple[Constraint, Value | None]:
        """The constraint of an optional attribute, and the value it has without one."""
        if not 1 <= len(node.arguments) <= 2:
            detail = (
                "Optional attribute modifier requires the attribute type as its argument."
                if not node.arguments
                else "Optional attribute modifier expects at most two arguments: the attribute type, and a default "
                "value."
            )
            return self.refuse(detail, node, start=node.name_end), None
        found = self.inner(node.arguments[0])
        if len(node.arguments) == 1:
            return found, None
        given = node.arguments[1]
        try:
            value = evaluate(given, Scope.empty("Variables may not be used here."), self.source)
            fitting = found.apply(value)
        except Failed as failed:
            self.diagnostics += failed.diagnostics
            return found, None
        except ConversionError as problem:
            detail = f"This default value is not compatible with the attribute's type constraint: {problem}."
            self.refuse(detail, given, "Invalid default value for optional attribute")
            return found, None
        return found, None if fitting.is_null else fitting


_OBJECT = "The object type constructor requires one argument specifying the attribute types and values as a map."
_TUPLE = "The tuple type constructor requires one argument specifying the element types as a list."


def _attribute_name(key: Expression) -> str | None:
    match key:
        case Traversal(root=name, steps=()):
            return name
        case Literal(value=value):
            return {True: "true", False: "false", None: "null"}[value]
        case _:
            return None


__all__ = ["ANY", "Constraint", "Defaults", "from_json", "read", "to_json", "to_text"]
