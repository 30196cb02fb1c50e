"""Functions on sets, and the Cartesian product of sets and lists."""

from __future__ import annotations

from itertools import product
from math import prod

from harnessiac.language.functions.arguments import elements
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    SET_OF_ANY,
    Call,
    Function,
    Parameter,
    fail,
)
from harnessiac.language.functions.sequences import convert
from harnessiac.values.rules import unify
from harnessiac.values.sets import set_of
from harnessiac.values.types import ListType, SetType, TupleType, Type
from harnessiac.values.value import NO_MARKS, Value

Values = tuple[Value, ...]

MAX_PRODUCT = 1_000_000
"""How many elements, counting those of the tuples, a product may have."""


def _common_set(values: Values) -> Type:
    """The set type that all arguments convert to; an empty set of no particular element type fits any."""
    kinds = [value.type for value in values]
    named = [kind for kind in kinds if kind != SET_OF_ANY]
    found = unify([kind.element for kind in named if isinstance(kind, SetType)]) if named else DYNAMIC
    if found is None:
        fail("given sets must all have compatible element types")
    return SetType(found)


def _sets(call: Call) -> list[Value]:
    return [convert(value, call.type) for value in call.arguments]


def _union(call: Call) -> Value:
    found = dict.fromkeys(item for value in _sets(call) for item in elements(value))
    return _set(call, list(found))


def _intersection(call: Call) -> Value:
    first, *others = _sets(call)
    shared = [set(elements(other)) for other in others]
    return _set(call, [item for item in elements(first) if all(item in other for other in shared)])


def _subtract(call: Call) -> Value:
    first, second = _sets(call)
    gone = set(elements(second))
    return _set(call, [item for item in elements(first) if item not in gone])


def _set(call: Call, items: list[Value]) -> Value:
    assert isinstance(call.type, SetType)
    return set_of(call.type.element, items)


def _product_type(values: Values) -> Type:
    if len(values) < 2:
        fail("at least two arguments are required")
    types: list[Type] = []
    for index, value in enumerate(values):
        match value.type:
            case SetType(element) | ListType(element):
                types.append(element)
            case TupleType(()):
                types.append(DYNAMIC)
            case TupleType(parts):
                common = unify(parts)
                if common is None:
                    fail("all elements must be of the same type", index)
                types.append(common)
            case _:
                fail("a set or a list is required", index)
    pair = TupleType(tuple(types))
    return SetType(pair) if any(isinstance(value.type, SetType) for value in values) else ListType(pair)


def _product(call: Call) -> Value:
    kind = call.type
    assert isinstance(kind, ListType | SetType)
    assert isinstance(kind.element, TupleType)
    marks = NO_MARKS.union(*[value.marks for value in call.arguments])
    size = prod(len(elements(value)) for value in call.arguments)
    if size * len(call.arguments) > MAX_PRODUCT:
        fail(f"the product would have {size} elements, which is more than this function makes")
    columns = [
        [convert(item, wanted) for item in elements(value)]
        for value, wanted in zip(call.arguments, kind.element.elements, strict=True)
    ]
    rows = tuple([Value(kind.element, row) for row in product(*columns)]) if size else ()
    return set_of(kind.element, rows).marked(marks) if isinstance(kind, SetType) else Value(kind, rows, marks)


_FIRST = Parameter("first_set", SET_OF_ANY, deep=True)
_OTHERS = Parameter("other_sets", SET_OF_ANY, deep=True)

FUNCTIONS = (
    Function(
        "setintersection",
        (_FIRST,),
        _common_set,
        _intersection,
        "The elements that all of the given sets have.",
        variadic=_OTHERS,
    ),
    Function(
        "setproduct",
        (),
        _product_type,
        _product,
        "Every combination of one element from each of the given sets or lists.",
        variadic=Parameter("sets", marked=True),
    ),
    Function(
        "setsubtract",
        (Parameter("a", SET_OF_ANY, deep=True), Parameter("b", SET_OF_ANY, deep=True)),
        _common_set,
        _subtract,
        "The elements of one set that another set does not have.",
    ),
    Function(
        "setunion",
        (_FIRST,),
        _common_set,
        _union,
        "The elements that at least one of the given sets has.",
        variadic=_OTHERS,
    ),
)
