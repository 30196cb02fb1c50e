"""How types are written: in sentences, as Terraform's `type` function shows them, and in JSON.

The JSON form is that of state files and of `output -json`: "string", ["list", "string"],
["object", {"a": "number"}], ["tuple", ["bool"]], "dynamic"; an object with optional attributes names them in a third
element.
"""

from __future__ import annotations

from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)

JsonType = str | list[object]

_COLLECTIONS: dict[type[object], str] = {ListType: "list", SetType: "set", MapType: "map"}


def friendly(type: Type) -> str:
    """`type` in a sentence about a value: list of string, object."""
    match type:
        case PrimitiveType():
            return type.name
        case ListType() | SetType() | MapType():
            return f"{_COLLECTIONS[type.__class__]} of {friendly(type.element)}"
        case TupleType():
            return "tuple"
        case ObjectType():
            return "object"


def friendly_constraint(type: Type) -> str:
    """`type` in a sentence about what is wanted: a dynamic type is "any type"."""
    match type:
        case PrimitiveType():
            return "any type" if type == DYNAMIC else type.name
        case ListType() | SetType() | MapType():
            element = "any single type" if type.element == DYNAMIC else friendly_constraint(type.element)
            return f"{_COLLECTIONS[type.__class__]} of {element}"
        case TupleType():
            return "tuple"
        case ObjectType():
            return "object"


def constraint(type: Type) -> str:
    """`type` on one line as it would be written in a variable's declaration."""
    match type:
        case PrimitiveType():
            return "any" if type == DYNAMIC else type.name
        case ListType() | SetType() | MapType():
            return f"{_COLLECTIONS[type.__class__]}({constraint(type.element)})"
        case TupleType():
            return f"tuple([{', '.join(constraint(element) for element in type.elements)}])"
        case ObjectType():
            inside = (
                f"{_name(name)}={f'optional({constraint(inner)})' if name in type.optional else constraint(inner)}"
                for name, inner in type.attributes
            )
            return f"object({{{','.join(inside)}}})"


def _name(name: str) -> str:
    return name if name.replace("-", "_").isidentifier() else go_quoted(name)


def layout(type: Type, indent: int = 0) -> str:
    """`type` over several lines, as `terraform console` answers `type(x)`."""
    inner = " " * (indent + 4)
    match type:
        case PrimitiveType():
            return type.name
        case ListType() | SetType() | MapType():
            name = _COLLECTIONS[type.__class__]
            if isinstance(type.element, TupleType | ObjectType):
                return f"{name}(\n{inner}{layout(type.element, indent + 4)},\n{' ' * indent})"
            return f"{name}({layout(type.element, indent)})"
        case TupleType():
            lines = "".join(f"{inner}{layout(element, indent + 4)},\n" for element in type.elements)
            return f"tuple([\n{lines}{' ' * indent}])" if lines else "tuple([])"
        case ObjectType():
            lines = "".join(f"{inner}{name}: {layout(of, indent + 4)},\n" for name, of in type.attributes)
            return f"object({{\n{lines}{' ' * indent}}})" if lines else "object({})"


def to_json(type: Type) -> JsonType:
    match type:
        case PrimitiveType():
            return type.name
        case ListType() | SetType() | MapType():
            return [_COLLECTIONS[type.__class__], to_json(type.element)]
        case TupleType():
            return ["tuple", [to_json(element) for element in type.elements]]
        case ObjectType():
            form: list[object] = ["object", {name: to_json(inner) for name, inner in type.attributes}]
            return [*form, sorted(type.optional)] if type.optional else form


_PRIMITIVES: dict[object, PrimitiveType] = {each.name: each for each in (STRING, NUMBER, BOOL, DYNAMIC)}


def from_json(data: object) -> Type:
    """The type that a JSON form says. Raises ValueError."""
    match data:
        case str() if data in _PRIMITIVES:
            return _PRIMITIVES[data]
        case ["list", element]:
            return ListType(from_json(element))
        case ["set", element]:
            return SetType(from_json(element))
        case ["map", element]:
            return MapType(from_json(element))
        case ["tuple", list() as elements]:
            return TupleType(tuple([from_json(element) for element in elements]))
        case ["object", dict() as attributes]:
            return ObjectType.of({str(name): from_json(inner) for name, inner in attributes.items()})
        case ["object", dict() as attributes, list() as optional]:
            inner = {str(name): from_json(inner) for name, inner in attributes.items()}
            return ObjectType.of(inner, frozenset(str(name) for name in optional))
    raise ValueError("not a type")
