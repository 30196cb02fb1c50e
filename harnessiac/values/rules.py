"""Which type converts to which, and which type several can be converted to. Only types are looked at here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harnessiac.values.types import (
    DYNAMIC,
    STRING,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)


def convertible(given: Type, wanted: Type, *, unsafe: bool) -> bool:
    """Whether values of one type convert to another: always (safe), or as far as types can tell (unsafe)."""
    if wanted == DYNAMIC:
        return True
    if given == DYNAMIC:
        return unsafe
    match wanted:
        case PrimitiveType():
            if not isinstance(given, PrimitiveType):
                return False
            return wanted in (given, STRING) or (unsafe and given == STRING)
        case ListType(element=element):
            if isinstance(given, (ListType, SetType)):
                return _fits(given.element, element, unsafe=unsafe)
            return isinstance(given, TupleType) and _all_fit(given.elements, element, unsafe=unsafe)
        case SetType(element=element):
            if isinstance(given, SetType) or (unsafe and isinstance(given, ListType)):
                return _fits(given.element, element, unsafe=unsafe)
            return isinstance(given, TupleType) and _all_fit(given.elements, element, unsafe=unsafe)
        case MapType(element=element):
            if isinstance(given, MapType):
                return _fits(given.element, element, unsafe=unsafe)
            return isinstance(given, ObjectType) and _all_fit(
                [inner for _, inner in given.attributes], element, unsafe=unsafe
            )
        case TupleType(elements=elements):
            return (
                isinstance(given, TupleType)
                and len(given.elements) == len(elements)
                and all(_fits(a, b, unsafe=unsafe) for a, b in zip(given.elements, elements, strict=True))
            )
        case ObjectType():
            return _fits_object(given, wanted, unsafe=unsafe)


def _fits(given: Type, wanted: Type, *, unsafe: bool) -> bool:
    return given is wanted or given == wanted or convertible(given, wanted, unsafe=unsafe)


def _all_fit(given: Sequence[Type], wanted: Type, *, unsafe: bool) -> bool:
    if wanted == DYNAMIC:
        if not given:
            return True
        common = unify(given, unsafe=unsafe)
        if common is None:
            return False
        wanted = common
    fitting: set[Type] = set()
    for each in given:
        if each not in fitting:
            if not _fits(each, wanted, unsafe=unsafe):
                return False
            fitting.add(each)
    return True


def _fits_object(given: Type, wanted: ObjectType, *, unsafe: bool) -> bool:
    if isinstance(given, MapType):
        return unsafe and all(
            name in wanted.optional or _fits(given.element, inner, unsafe=True) for name, inner in wanted.attributes
        )
    if not isinstance(given, ObjectType):
        return False
    have = given.as_dict()
    for name, inner in wanted.attributes:
        if name not in have:
            if name not in wanted.optional:
                return False
        elif not _fits(have[name], inner, unsafe=unsafe):
            return False
    return True


# --- a common type ------------------------------------------------------------------------------------------------


def unify(types: Sequence[Type], *, unsafe: bool = True) -> Type | None:
    """The type that all these can be converted to, None if there is none (or no type is given)."""
    distinct = list(dict.fromkeys(types))
    if not distinct:
        return None
    if len(distinct) == 1:
        return distinct[0]
    found = {each.__class__ for each in distinct if each != DYNAMIC}
    dynamic = DYNAMIC in distinct
    if len(found) == 1:
        kind = next(iter(found))
        if kind in (ListType, SetType, MapType):
            return DYNAMIC if dynamic else _unify_collections(distinct, unsafe=unsafe)
        if kind is ObjectType:
            return DYNAMIC if dynamic else _unify_objects(distinct, unsafe=unsafe)
        if kind is TupleType:
            return DYNAMIC if dynamic else _unify_tuples(distinct, unsafe=unsafe)
    elif found == {MapType, ObjectType}:
        common = _unify_disguised(distinct, ObjectType, _objects_as_map, unsafe=unsafe)
        if isinstance(common, MapType):
            return common
    elif found == {ListType, TupleType}:
        common = _unify_disguised(distinct, TupleType, _tuples_as_list, unsafe=unsafe)
        if isinstance(common, ListType):
            return common
    elif ObjectType in found and TupleType in found:
        return None
    for wanted in sorted(distinct, key=_preference):
        if all(_fits(each, wanted, unsafe=unsafe) for each in distinct):
            return wanted
    return None


def _preference(type: Type) -> tuple[int, int]:
    """Better common types first: string before other primitives, collections before tuples, dynamic last."""
    match type:
        case PrimitiveType():
            return (9, 0) if type == DYNAMIC else (0, 0 if type == STRING else 1)
        case ListType() | MapType():
            return (0, _preference(type.element)[1])
        case TupleType() | ObjectType():
            return (1, 0)
        case SetType():
            return (2, _preference(type.element)[1])


def _unify_collections(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    elements = [each.element for each in types if isinstance(each, (ListType, SetType, MapType))]
    common = unify(elements, unsafe=unsafe)
    if common is None:
        return None
    first = types[0]
    assert isinstance(first, (ListType, SetType, MapType))
    return first.__class__(common)


def _unify_objects(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    shapes = [each.as_dict() for each in types if isinstance(each, ObjectType)]
    if any(shape.keys() != shapes[0].keys() for shape in shapes[1:]):
        return _objects_as_map(types, unsafe=unsafe)
    common: list[tuple[str, Type]] = []
    for name in shapes[0]:
        attribute = unify([shape[name] for shape in shapes], unsafe=unsafe)
        if attribute is None:
            return None
        common.append((name, attribute))
    return ObjectType(tuple(common))


def _unify_tuples(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    shapes = [each.elements for each in types if isinstance(each, TupleType)]
    if any(len(shape) != len(shapes[0]) for shape in shapes[1:]):
        return _tuples_as_list(types, unsafe=unsafe)
    common: list[Type] = []
    for across in zip(*shapes, strict=True):
        element = unify(across, unsafe=unsafe)
        if element is None:
            return None
        common.append(element)
    return TupleType(tuple(common))


def _objects_as_map(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    inner = [of for each in types if isinstance(each, ObjectType) for _, of in each.attributes]
    common = unify(inner, unsafe=unsafe)
    return None if common is None else MapType(common)


def _tuples_as_list(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    inner = [of for each in types if isinstance(each, TupleType) for of in each.elements]
    common = unify(inner, unsafe=unsafe)
    return None if common is None else ListType(common)


def _unify_disguised(
    types: Sequence[Type],
    structural: type[TupleType] | type[ObjectType],
    together: Callable[..., Type | None],
    *,
    unsafe: bool,
) -> Type | None:
    """Tuples among lists and objects among maps are often collections in disguise: try them as such."""
    collection = together([each for each in types if isinstance(each, structural)], unsafe=unsafe)
    if collection is None:
        return None
    return unify([collection if isinstance(each, structural) else each for each in types], unsafe=unsafe)
