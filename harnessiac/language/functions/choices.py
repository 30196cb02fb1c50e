"""Functions that look for a value in lists, or choose one of several values."""

from __future__ import annotations

from harnessiac.language.functions.arguments import elements
from harnessiac.language.functions.declaration import (
    BOOL,
    DYNAMIC,
    LIST_OF_ANY,
    LIST_OF_BOOL,
    NUMBER,
    Call,
    Function,
    Parameter,
    fail,
)
from harnessiac.language.functions.sequences import convert
from harnessiac.values.rules import unify
from harnessiac.values.types import ListType, SetType, TupleType, Type
from harnessiac.values.value import UNKNOWN, Value, is_wholly_known

Values = tuple[Value, ...]


def _coalescelist_type(values: Values) -> Type:
    if not values:
        fail("at least one argument is required")
    if not all(value.is_known for value in values):
        return DYNAMIC
    for value in values:
        if not isinstance(value.type, ListType | TupleType):
            fail("coalescelist arguments must be lists or tuples")
    return values[0].type if all(value.type == values[0].type for value in values) else DYNAMIC


def _coalescelist(call: Call) -> Value:
    for value in call.arguments:
        if not value.is_known:
            return Value(call.type, UNKNOWN)
        if value.raw:
            return value
    fail("no non-null arguments")


def _coalesce_type(values: Values) -> Type:
    found = unify([value.type for value in values]) if values else None
    if found is None:
        fail("all arguments must have the same type")
    return found


def _coalesce(call: Call) -> Value:
    for argument in call.arguments:
        value = convert(argument, call.type)
        if not value.is_known:
            return Value(call.type, UNKNOWN)
        if value.raw is not None and value.raw != "":
            return value
    fail("no non-null, non-empty-string arguments")


def _contains(call: Call) -> Value:
    sequence, wanted = call.arguments
    if not isinstance(sequence.type, ListType | TupleType | SetType):
        fail("argument must be list, tuple, or set")
    items = elements(sequence)
    if wanted in items:
        return Value(BOOL, True)
    known = all(map(is_wholly_known, items)) and is_wholly_known(wanted)
    return Value(BOOL, False if known else UNKNOWN)


def _find(call: Call) -> Value:
    sequence, wanted = call.arguments
    if not isinstance(sequence.type, ListType | TupleType):
        fail("argument must be a list or tuple")
    items = elements(sequence)
    if not items:
        fail("cannot search an empty list")
    for place, item in enumerate(items):
        if not is_wholly_known(item) or not is_wholly_known(wanted):
            return Value(NUMBER, UNKNOWN)
        if item == wanted:
            return Value(NUMBER, place)
    fail("item not found")


def _matchkeys_type(values: Values) -> Type:
    if unify([values[1].type, values[2].type]) is None:
        fail("keys and searchset must be of the same type")
    return values[0].type


def _matchkeys(call: Call) -> Value:
    values, keys, wanted = call.arguments
    if len(elements(values)) != len(elements(keys)):
        fail("length of keys and values should be equal")
    common = unify([keys.type, wanted.type])
    assert common is not None
    found = set(elements(convert(wanted, common)))
    pairs = zip(elements(values), elements(convert(keys, common)), strict=True)
    return Value(values.type, tuple([value for value, key in pairs if key in found]))


_ONE = "must be a list, set, or tuple value with either zero or one elements"


def _one_type(values: Values) -> Type:
    match values[0].type:
        case ListType(element) | SetType(element):
            return element
        case TupleType(()):
            return DYNAMIC
        case TupleType((element,)):
            return element
    fail(_ONE, 0)


def _one(call: Call) -> Value:
    items = elements(call.arguments[0])
    if len(items) > 1:
        fail(_ONE, 0)
    return items[0] if items else Value(call.type, None)


def _alltrue(call: Call) -> Value:
    for item in elements(call.arguments[0]):
        if not item.is_known:
            return Value(BOOL, UNKNOWN)
        if not item.raw:
            return Value(BOOL, False)
    return Value(BOOL, True)


def _anytrue(call: Call) -> Value:
    items = elements(call.arguments[0])
    if any(item.raw is True for item in items):
        return Value(BOOL, True)
    return Value(BOOL, False if all(item.is_known for item in items) else UNKNOWN)


FUNCTIONS = (
    Function("alltrue", (Parameter("list", LIST_OF_BOOL),), BOOL, _alltrue, "Whether every element of a list is true."),
    Function(
        "anytrue", (Parameter("list", LIST_OF_BOOL),), BOOL, _anytrue, "Whether at least one element of a list is true."
    ),
    Function(
        "coalesce",
        (),
        _coalesce_type,
        _coalesce,
        "The first argument that is neither null nor an empty text.",
        variadic=Parameter("vals", null=True, unknown=True),
    ),
    Function(
        "coalescelist",
        (),
        _coalescelist_type,
        _coalescelist,
        "The first list that is not empty.",
        variadic=Parameter("vals", null=True, unknown=True),
    ),
    Function(
        "contains",
        (Parameter("list"), Parameter("value")),
        BOOL,
        _contains,
        "Whether a list or set has the given value as an element.",
    ),
    Function(
        "index",
        (Parameter("list"), Parameter("value")),
        NUMBER,
        _find,
        "The index of the first element of a list that equals the given value.",
    ),
    Function(
        "matchkeys",
        (
            Parameter("values", LIST_OF_ANY, deep=True),
            Parameter("keys", LIST_OF_ANY, deep=True),
            Parameter("searchset", LIST_OF_ANY, deep=True),
        ),
        _matchkeys_type,
        _matchkeys,
        "The elements of one list at those places where another list has one of the wanted values.",
    ),
    Function(
        "one",
        (Parameter("list"),),
        _one_type,
        _one,
        "The only element of a list, set or tuple, or null when it is empty.",
    ),
)
