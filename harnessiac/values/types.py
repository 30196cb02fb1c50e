"""Types of values, as Terraform's type system has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PrimitiveType:
    """string, number or bool; `dynamic` stands for a type that is not known yet (`any` in a constraint)."""

    name: str

    def __str__(self) -> str:
        return self.name


STRING = PrimitiveType("string")
NUMBER = PrimitiveType("number")
BOOL = PrimitiveType("bool")
DYNAMIC = PrimitiveType("dynamic")


@dataclass(frozen=True, slots=True)
class ListType:
    element: Type


@dataclass(frozen=True, slots=True)
class SetType:
    element: Type


@dataclass(frozen=True, slots=True)
class MapType:
    element: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    elements: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class ObjectType:
    """Attribute names with their types, sorted by name; `optional` names may be missing (only in constraints)."""

    attributes: tuple[tuple[str, Type], ...]
    optional: frozenset[str] = field(default=frozenset())

    @staticmethod
    def of(attributes: Mapping[str, Type], optional: frozenset[str] = frozenset()) -> ObjectType:
        return ObjectType(tuple(sorted(attributes.items())), optional)

    def as_dict(self) -> dict[str, Type]:
        return dict(self.attributes)


Type = PrimitiveType | ListType | SetType | MapType | TupleType | ObjectType
