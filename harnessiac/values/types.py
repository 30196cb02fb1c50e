"""Types of values, as Terraform's type system has them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class PrimitiveType(Struct, frozen=True):
    """string, number or bool; `dynamic` stands for a type that is not known yet (`any` in a constraint)."""

    name: str

    def __str__(self) -> str:
        return self.name


STRING = PrimitiveType("string")
NUMBER = PrimitiveType("number")
BOOL = PrimitiveType("bool")
DYNAMIC = PrimitiveType("dynamic")


class ListType(Struct, frozen=True):
    element: Type


class SetType(Struct, frozen=True):
    element: Type


class MapType(Struct, frozen=True):
    element: Type


class TupleType(Struct, frozen=True):
    elements: tuple[Type, ...]


class ObjectType(Struct, frozen=True):
    """Attribute names with their types, sorted by name; `optional` names may be missing (only in constraints)."""

    attributes: tuple[tuple[str, Type], ...]
    optional: frozenset[str] = field(default=frozenset())

    @staticmethod
    def of(attributes: Mapping[str, Type], optional: frozenset[str] = frozenset()) -> ObjectType:
        return ObjectType(tuple(sorted(attributes.items())), optional)

    def as_dict(self) -> dict[str, Type]:
        return dict(self.attributes)


Type = PrimitiveType | ListType | SetType | MapType | TupleType | ObjectType
