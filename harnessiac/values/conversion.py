"""Conversion between types and the search for a common type, by Terraform's rules.

A *safe* conversion cannot fail; an *unsafe* one depends on the value ("12" is a number, "x" is not). Conversion to a
declared type is unsafe; so is finding a common type for the branches of a conditional. Object types may name optional
attributes: what is missing then becomes null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from harnessiac.attributes import Path
from harnessiac.values import numbers
from harnessiac.values.mismatch import mismatch
from harnessiac.values.numbers import BigFloat
from harnessiac.values.plain import Plain, from_plain, to_plain
from harnessiac.values.quoting import go_quoted
from harnessiac.values.rules import convertible, unify
from harnessiac.values.sets import set_of
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
from harnessiac.values.value import UNKNOWN, Raw, Value


class MapKey(str):
    """A step of a path that is the key of a map."""

    __slots__ = ()


Key = TypeVar("Key", int, MapKey)

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class ConversionError(Exception):
    """The value does not fit the type: `message` is a phrase such as "a number is required", `path` leads there.

    As text it is both: .ports[0]: a number is required.
    """

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(f"{path_text(path)}: {message}" if path else message)
        self.message = message
        self.path = path


def path_text(path: Path) -> str:
    """A path as it is written in messages: .name[0]["key"]"""
    return "".join(map(_step_text, path))


def _step_text(step: int | str) -> str:
    match step:
        case int():
            return f"[{step}]"
        case MapKey():
            return f"[{go_quoted(step)}]"
        case str():
            return f".{step}"


def convert(value: Value, to: Type) -> Value:
    """`value` as a value of type `to`. Raises ConversionError."""
    return _convert(value, to, ())


def without_optional(type: Type) -> Type:
    """`type` with every optional attribute an ordinary one: the type that values have."""
    match type:
        case PrimitiveType():
            return type
        case ListType() | SetType() | MapType():
            inner = without_optional(type.element)
            return type if inner is type.element else type.__class__(inner)
        case TupleType():
            return TupleType(tuple([without_optional(element) for element in type.elements]))
        case ObjectType():
            return ObjectType(tuple([(name, without_optional(inner)) for name, inner in type.attributes]))


def _convert(value: Value, to: Type, path: Path) -> Value:
    if isinstance(to, (ListType, SetType)) and to.element is STRING and isinstance(value.type, TupleType):
        texts = _texts(value, to)
        if texts is not None:
            return texts
    if value.type == without_optional(to):
        return value
    if not convertible(value.type, to, unsafe=True):
        raise ConversionError(mismatch(value.type, to), path)
    return _apply(value, to, path)


def _texts(value: Value, to: ListType | SetType) -> Value | None:
    """A tuple of known texts, as most lists are written, as a list or set of them; None for anything else."""
    items = value.raw
    if not isinstance(items, tuple):
        return None
    if not all(item.type is STRING and isinstance(item.raw, str) and not item.marks for item in items):
        return None
    if isinstance(to, SetType):
        distinct = {item.raw: item for item in items}
        items = tuple([distinct[text] for text in sorted(distinct, key=str)])
    return Value(to, items, value.marks)


def _apply(value: Value, to: Type, path: Path) -> Value:
    """`value` converted, given that its type is convertible."""
    source = value.type
    if to in (DYNAMIC, source):
        return value
    raw = value.raw
    if raw is None or raw is UNKNOWN:
        return Value(_filled(source, without_optional(to)), raw, value.marks)
    if source == DYNAMIC:
        return _convert(value, to, path)
    match to:
        case PrimitiveType():
            return Value(to, _primitive(raw, to, path), value.marks)
        case ListType(element=element) | SetType(element=element):
            assert isinstance(raw, tuple)
            kind = "set" if isinstance(to, SetType) else "list"
            items, common = _elements(list(enumerate(raw)), source, element, path, kind)
            if isinstance(to, SetType):
                return set_of(common, [item for _, item in items]).marked(value.marks)
            return Value(ListType(common), tuple([item for _, item in items]), value.marks)
        case MapType(element=element):
            assert isinstance(raw, dict)
            keyed = [(MapKey(key), item) for key, item in raw.items()]
            entries, common = _elements(keyed, source, element, path, "map")
            return Value(MapType(common), {str(key): item for key, item in entries}, value.marks)
        case TupleType(elements=wanted):
            assert isinstance(raw, tuple)
            fitted = [_apply(item, wanted[i], (*path, i)) for i, item in enumerate(raw)]
            return Value(TupleType(tuple([item.type for item in fitted])), tuple(fitted), value.marks)
        case ObjectType():
            assert isinstance(raw, dict)
            return _object(value, raw, to, path)


def _primitive(raw: Raw, to: PrimitiveType, path: Path) -> Raw:
    if to == STRING:
        if isinstance(raw, bool):
            return "true" if raw else "false"
        assert isinstance(raw, (int, BigFloat))
        return numbers.to_text(raw)
    assert isinstance(raw, str)
    if to == NUMBER:
        try:
            return numbers.parse(raw)
        except numbers.NumberOutOfRange as error:
            raise ConversionError("a number of a sane size is required", path) from error
        except ValueError as error:
            raise ConversionError("a number is required", path) from error
    assert to == BOOL
    truth = _TRUTH.get(raw)
    if truth is None:
        lower = raw.lower()
        hint = f'; to convert from string, use lowercase "{lower}"' if lower in ("true", "false") else ""
        raise ConversionError(f"a bool is required{hint}", path)
    return truth


def _elements(
    items: list[tuple[Key, Value]], source: Type, wanted: Type, path: Path, kind: str
) -> tuple[list[tuple[Key, Value]], Type]:
    """The elements of a collection converted to `wanted`, or to what they have in common if that is dynamic."""
    if not items:
        return [], without_optional(wanted) if wanted != DYNAMIC else _element_type(source)
    if wanted == DYNAMIC and isinstance(source, (TupleType, ObjectType)):
        found = unify([item.type for _, item in items], unsafe=True)
        assert found is not None
        wanted = found
    mixed = isinstance(source, (ListType, SetType, MapType)) and source.element == DYNAMIC
    step = _convert if mixed else _apply
    converted = [(key, step(item, wanted, (*path, key))) for key, item in items]
    return _alike(converted, path, kind)


def _element_type(source: Type) -> Type:
    return source.element if isinstance(source, (ListType, SetType, MapType)) else DYNAMIC


def _alike(items: list[tuple[Key, Value]], path: Path, kind: str) -> tuple[list[tuple[Key, Value]], Type]:
    """Elements of one type each; they may differ where the type wanted was dynamic inside.

    A null that has no type yet becomes one of a primitive type; in a map, of whatever type the others share.
    """
    first = items[0][1].type
    if all(item.type is first or item.type == first for _, item in items):
        return items, first
    typed = {item.type for _, item in items if not (item.is_null and item.type == DYNAMIC)}
    if kind == "map" and len(typed) == 1:
        shared = typed.pop()
        return [(key, Value(shared, None, item.marks) if item.is_null else item) for key, item in items], shared
    common = unify([item.type for _, item in items], unsafe=True)
    if common is None or common == DYNAMIC:
        raise ConversionError("collection elements cannot be unified", path)
    alike = [(key, _convert(item, common, (*path, key))) for key, item in items]
    if all(item.is_known for _, item in alike) and any(item.type != alike[0][1].type for _, item in alike):
        raise ConversionError(f"all {kind} elements must have the same type", path)
    return alike, common


def _object(value: Value, raw: dict[str, Value], to: ObjectType, path: Path) -> Value:
    is_map = isinstance(value.type, MapType)
    result: dict[str, Value] = {}
    for name, wanted in to.attributes:
        given = raw.get(name)
        if given is not None:
            if is_map and not convertible(given.type, wanted, unsafe=True):
                raise ConversionError(mismatch(given.type, wanted), (*path, name))
            result[name] = _apply(given, wanted, (*path, name))
        elif name in to.optional:
            result[name] = Value(without_optional(wanted), None)
        else:
            raise ConversionError(f'map has no element for required attribute "{name}"', path)
    return Value(ObjectType(tuple([(name, item.type) for name, item in result.items()])), result, value.marks)


def _filled(given: Type, wanted: Type) -> Type:
    """`wanted` with its dynamic parts replaced by what `given` has there: the type of a converted null or unknown."""
    if wanted == DYNAMIC:
        return given
    match wanted:
        case ListType() | SetType() | MapType() if isinstance(given, (ListType, SetType, MapType)):
            return wanted.__class__(_filled(given.element, wanted.element))
        case ListType() | SetType() if isinstance(given, TupleType):
            return wanted.__class__(_filled_by(given.elements, wanted.element))
        case MapType() if isinstance(given, ObjectType):
            return MapType(_filled_by([inner for _, inner in given.attributes], wanted.element))
        case TupleType() if isinstance(given, TupleType):
            pairs = zip(given.elements, wanted.elements, strict=True)
            return TupleType(tuple([_filled(a, b) for a, b in pairs]))
        case ObjectType() if isinstance(given, ObjectType):
            have = given.as_dict()
            filled = [(name, _filled(have.get(name, DYNAMIC), inner)) for name, inner in wanted.attributes]
            return ObjectType(tuple(filled))
        case ObjectType() if isinstance(given, MapType):
            return ObjectType(tuple([(name, _filled(given.element, inner)) for name, inner in wanted.attributes]))
        case _:
            return wanted


def _filled_by(given: Iterable[Type], wanted: Type) -> Type:
    types = [_filled(each, wanted) for each in given]
    return (unify(types, unsafe=True) or DYNAMIC) if types else wanted


__all__ = [
    "ConversionError",
    "Path",
    "Plain",
    "convert",
    "convertible",
    "from_plain",
    "path_text",
    "to_plain",
    "unify",
    "without_optional",
]
