"""Functions on maps and objects."""

from __future__ import annotations

from harnessiac.language.functions.arguments import elements, entries
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    LIST_OF_STRING,
    STRING,
    Call,
    Function,
    Parameter,
    anything,
    fail,
    raw,
)
from harnessiac.language.functions.sequences import convert
from harnessiac.values import conversion
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import ListType, MapType, ObjectType, TupleType, Type
from harnessiac.values.value import NO_MARKS, UNKNOWN, Value, is_wholly_known, object_of, string

Values = tuple[Value, ...]


def _keys_type(values: Values) -> Type:
    match values[0].type:
        case MapType():
            return LIST_OF_STRING
        case ObjectType(attributes):
            return TupleType((STRING,) * len(attributes))
    fail("must have map or object type", 0)


def _keys(call: Call) -> Value:
    [value] = call.arguments
    match value.type:
        case ObjectType(attributes):
            return Value(call.type, tuple([string(name) for name, _ in attributes]), value.marks)
        case _ if not value.is_known:
            return Value(call.type, UNKNOWN, value.marks)
    return Value(call.type, tuple([string(key) for key in entries(value)]), value.marks)


def _values_type(values: Values) -> Type:
    match values[0].type:
        case MapType(element):
            return ListType(element)
        case ObjectType(attributes):
            return TupleType(tuple([kind for _, kind in attributes]))
    fail("values() requires a map as the first argument")


def _values(call: Call) -> Value:
    [value] = call.arguments
    return Value(call.type, tuple(entries(value).values()), value.marks)


def _lookup_type(values: Values) -> Type:
    if len(values) > 3:
        fail(f"lookup() takes two or three arguments, got {len(values)}")
    mapping, key = values[0], values[1]
    match mapping.type:
        case ObjectType(attributes):
            if not key.is_known:
                return DYNAMIC
            found = dict(attributes).get(str(key.raw))
            if found is not None:
                return found
            if len(values) == 3:
                return values[2].type
            fail("the given object has no attribute %s", 0, go_quoted(str(key.raw)))
        case MapType(element):
            if len(values) == 3 and not _converts(values[2], element):
                fail("the default value must have the same type as the map elements", 2)
            return element
        case kind if kind is DYNAMIC:
            return DYNAMIC
    fail("lookup() requires a map as the first argument", 0)


def _converts(value: Value, wanted: Type) -> bool:
    try:
        conversion.convert(value, wanted)
    except conversion.ConversionError:
        return False
    return True


def _lookup(call: Call) -> Value:
    mapping, key, *default = call.arguments
    marks = mapping.marks | key.marks
    if not (mapping.is_known and key.is_known):
        return Value(call.type, UNKNOWN, marks)
    found = entries(mapping).get(str(key.raw))
    if found is not None:
        return found.marked(marks)
    if not default:
        fail("lookup failed to find key %s", None, go_quoted(str(key.raw)))
    return convert(default[0], call.type).marked(marks)


def _merge_type(values: Values) -> Type:
    for value in values:
        if value.type is DYNAMIC and not value.is_null:
            return DYNAMIC
        if not isinstance(value.type, MapType | ObjectType) and value.type is not DYNAMIC:
            fail(f'arguments must be maps or objects, got "{friendly(value.type)}"')
    kinds = {value.type for value in values if value.type is not DYNAMIC}
    if len(kinds) == 1:
        return kinds.pop()
    attributes: dict[str, Type] = {}
    for value in values:
        if value.is_null:
            continue
        match value.type:
            case ObjectType(named):
                attributes.update(named)
            case MapType(element):
                if not value.is_known:
                    return DYNAMIC
                attributes.update(dict.fromkeys(entries(value), element))
    return ObjectType.of(attributes)


def _merge(call: Call) -> Value:
    marks = NO_MARKS.union(*[value.marks for value in call.arguments])
    merged: dict[str, Value] = {}
    for value in call.arguments:
        if not value.is_null:
            merged.update(entries(value))
    if call.arguments and all(value.is_null for value in call.arguments) and call.type != ObjectType(()):
        return Value(call.type, None, marks)
    if isinstance(call.type, MapType):
        return Value(call.type, dict(sorted(merged.items())), marks)
    return object_of(merged).marked(marks)


def _transpose(mapping: dict[str, Value]) -> dict[str, Value]:
    out: dict[str, list[Value]] = {}
    for key, names in mapping.items():
        if names.raw is None:
            fail("input list must not be null")
        for name in elements(names):
            if name.raw is None:
                fail("input list must not contain null string")
            out.setdefault(str(name.raw), []).append(string(key))
    return {name: Value(LIST_OF_STRING, tuple(keys)) for name, keys in sorted(out.items())}


def _zipmap_type(values: Values) -> Type:
    keys, items = values
    match items.type:
        case ListType(element):
            return MapType(element)
        case TupleType(types):
            if not is_wholly_known(keys):
                return DYNAMIC
            names = elements(keys)
            _same_length(len(names), len(types))
            for index, name in enumerate(names):
                if name.raw is None:
                    fail(f"keys list has null value at index {index}")
            return ObjectType.of({str(name.raw): kind for name, kind in zip(names, types, strict=True)})
    fail("values argument must be a list or tuple value")


def _same_length(keys: int, values: int) -> None:
    if keys != values:
        fail(f"number of keys ({keys}) does not match number of values ({values})")


def _zipmap(call: Call) -> Value:
    keys, items = call.arguments
    marks = keys.marks | items.marks
    names, values = elements(keys), elements(items)
    marks = marks.union(*[name.marks for name in names])
    if not is_wholly_known(keys):
        return Value(call.type, UNKNOWN, marks)
    _same_length(len(names), len(values))
    for index, name in enumerate(names):
        if name.raw is None:
            fail(f"keys list has null value at index {index}")
    pairs = {str(name.raw): value for name, value in zip(names, values, strict=True)}
    return Value(call.type, dict(sorted(pairs.items())), marks)


FUNCTIONS = (
    Function(
        "keys",
        (Parameter("inputMap", unknown=True, marked=True),),
        _keys_type,
        _keys,
        "The keys of a map or object, in order.",
    ),
    Function(
        "lookup",
        (Parameter("inputMap", unknown=True, marked=True), Parameter("key", STRING, unknown=True, marked=True)),
        _lookup_type,
        _lookup,
        "The element of a map with the given key, or the default when there is none.",
        variadic=anything("default"),
    ),
    Function(
        "merge",
        (),
        _merge_type,
        _merge,
        "All elements of several maps or objects; of equal keys the last one counts.",
        variadic=Parameter("maps", null=True, marked=True),
    ),
    Function(
        "transpose",
        (Parameter("values", MapType(LIST_OF_STRING), deep=True),),
        MapType(LIST_OF_STRING),
        raw(_transpose),
        "Swaps keys and values of a map of lists of texts.",
    ),
    Function(
        "values",
        (Parameter("mapping", marked=True),),
        _values_type,
        _values,
        "The values of a map or object, in the order of their keys.",
    ),
    Function(
        "zipmap",
        (Parameter("keys", LIST_OF_STRING, marked=True), Parameter("values", marked=True)),
        _zipmap_type,
        _zipmap,
        "A map of which one list gives the keys and another list the values.",
    ),
)
