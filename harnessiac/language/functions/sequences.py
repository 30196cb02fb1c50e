"""Functions on lists, sets and tuples: their length, and lists made by picking, cutting and joining."""

from __future__ import annotations

from harnessiac.language.functions import graphemes
from harnessiac.language.functions.arguments import elements, whole, whole_at
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    LIST_OF_ANY,
    LIST_OF_STRING,
    NUMBER,
    STRING,
    Call,
    Function,
    FunctionError,
    Parameter,
    fail,
    number,
    raw,
    same_type,
)
from harnessiac.values import conversion
from harnessiac.values.rules import unify
from harnessiac.values.typenames import friendly
from harnessiac.values.types import ListType, MapType, ObjectType, SetType, TupleType, Type
from harnessiac.values.value import NO_MARKS, UNKNOWN, Raw, Value, string, tuple_of

Values = tuple[Value, ...]


def convert(value: Value, wanted: Type) -> Value:
    """Conversion that the type rule has already found possible."""
    try:
        return conversion.convert(value, wanted)
    except conversion.ConversionError as error:
        raise FunctionError(error.message) from error


def _length_type(values: Values) -> Type:
    match values[0].type:
        case ListType() | SetType() | MapType() | TupleType() | ObjectType():
            return NUMBER
        case other if other is STRING or other is DYNAMIC:
            return NUMBER
    fail("argument must be a string, a collection type, or a structural type")


def _length(call: Call) -> Value:
    [value] = call.arguments
    size: Raw
    match value.type, value.raw:
        case TupleType(types), _:
            size = len(types)
        case ObjectType(attributes), _:
            size = len(attributes)
        case _, str() as content:
            size = graphemes.count(content)
        case _, tuple() | dict() as content:
            size = len(content)
        case _:
            size = UNKNOWN
    return Value(NUMBER, size, value.marks)


def _element_type(values: Values) -> Type:
    sequence, index = values
    position = index.raw if index.is_known else None
    if isinstance(position, int) and position < 0:
        fail("cannot use element function with a negative index")
    match sequence.type:
        case ListType(element):
            return element
        case TupleType(types):
            if position is None:
                return DYNAMIC
            place = _index(position)
            if not types:
                fail("cannot use element function with an empty list")
            return types[place % len(types)]
        case other:
            fail(f"cannot read elements from {friendly(other)}")


def _index(position: Raw) -> int:
    try:
        return whole(position)
    except FunctionError as error:
        raise FunctionError(f"invalid index: {error.message}") from error


def _element(call: Call) -> Value:
    sequence, index = call.arguments
    place = _index(index.raw)
    items = elements(sequence)
    if not items:
        fail("cannot use element function with an empty list")
    return items[place % len(items)].marked(sequence.marks)


def _chunklist(call: Call) -> Value:
    items = elements(call.arguments[0])
    size = _index(call.arguments[1].raw)
    if size < 0:
        fail("the size argument must be positive")
    if not items:
        return Value(call.type, (), call.arguments[0].marks)
    size = size or len(items)
    kind = call.arguments[0].type
    chunks = [Value(kind, items[start : start + size]) for start in range(0, len(items), size)]
    return Value(call.type, tuple(chunks), call.arguments[0].marks)


def _concat_type(values: Values) -> Type:
    if not values:
        fail("at least one argument is required")
    kinds = [value.type for value in values]
    for index, kind in enumerate(kinds):
        if not isinstance(kind, ListType | TupleType):
            fail(f"all arguments must be lists or tuples; got {friendly(kind)}", index)
    if all(isinstance(kind, ListType) for kind in kinds):
        common = unify(kinds)
        if common is not None:
            return common
    types: list[Type] = []
    for value in values:
        match value.type:
            case TupleType(parts):
                types.extend(parts)
            case ListType(element):
                if not value.is_known:
                    return DYNAMIC
                types.extend([element] * len(elements(value)))
    return TupleType(tuple(types))


def _concat(call: Call) -> Value:
    marks = NO_MARKS.union(*[value.marks for value in call.arguments])
    items: list[Value] = []
    for value in call.arguments:
        items.extend(elements(convert(value, call.type) if isinstance(call.type, ListType) else value))
    return Value(call.type, tuple(items), marks) if isinstance(call.type, ListType) else tuple_of(items).marked(marks)


def _compact(items: Values) -> Values:
    return tuple([item for item in items if item.raw])


def _distinct(items: Values) -> Values:
    return tuple(dict.fromkeys(items))


def _flattened(value: Value, out: list[Value]) -> bool:
    """Puts the leaves of nested sequences into `out`; False when how many there are is not known."""
    pending = [iter(elements(value))]
    while pending:
        for item in pending[-1]:
            if not isinstance(item.type, ListType | TupleType | SetType) or item.is_null:
                out.append(item)
                continue
            if not item.is_known:
                return False
            pending.append(iter(elements(item)))
            break
        else:
            pending.pop()
    return True


def _flatten(call: Call) -> Value:
    [value] = call.arguments
    if not isinstance(value.type, ListType | TupleType | SetType):
        fail("can only flatten lists, sets and tuples")
    marks = value.marks
    pending = [value]
    while pending:
        for item in elements(pending.pop()):
            if isinstance(item.type, ListType | TupleType | SetType) and isinstance(item.raw, tuple):
                marks |= item.marks
                pending.append(item)
    out: list[Value] = []
    if not _flattened(value, out):
        return Value(DYNAMIC, UNKNOWN, marks)
    return tuple_of(out).marked(marks)


def _reverse_type(values: Values) -> Type:
    match values[0].type:
        case TupleType(types):
            return TupleType(types[::-1])
        case ListType(element) | SetType(element):
            return ListType(element)
        case other:
            fail(f"can only reverse list or tuple values, not {friendly(other)}", 0)


def _reverse(call: Call) -> Value:
    [value] = call.arguments
    return Value(call.type, elements(value)[::-1], value.marks)


def _slice_ends(values: Values) -> tuple[int | None, int | None]:
    sequence, start, end = values
    size: int | None = None
    if isinstance(sequence.type, TupleType):
        size = len(sequence.type.elements)
    elif sequence.is_known:
        size = len(elements(sequence))
    limits: list[int | None] = []
    for index, name, value in ((1, "start", start), (2, "end", end)):
        if not value.is_known:
            limits.append(None)
            continue
        place = whole_at(value.raw, index, f"invalid {name} index: ")
        if place < 0:
            fail(f"{name} index must not be less than zero", index)
        if size is not None and place > size:
            fail(f"{name} index must not be greater than the length of the list", index)
        limits.append(place)
    if limits[0] is not None and limits[1] is not None and limits[0] > limits[1]:
        fail("start index must not be greater than end index", 1)
    return limits[0], limits[1]


def _slice_type(values: Values) -> Type:
    kind = values[0].type
    if isinstance(kind, SetType):
        fail(
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the "
            "ordering of the result is not important",
            0,
        )
    if not isinstance(kind, ListType | TupleType):
        fail("must be a list or tuple value", 0)
    start, end = _slice_ends(values)
    if isinstance(kind, ListType):
        return kind
    return DYNAMIC if start is None or end is None else TupleType(kind.elements[start:end])


def _slice(call: Call) -> Value:
    start, end = _slice_ends(call.arguments)
    return Value(call.type, elements(call.arguments[0])[start:end], call.arguments[0].marks)


def _sort(items: Values) -> Values:
    for index, item in enumerate(items):
        if item.raw is None:
            fail(f"given list element {index} is null; a null string cannot be sorted")
    return tuple([string(text) for text in sorted([str(item.raw) for item in items])])


_LIST = Parameter("list", marked=True)

FUNCTIONS = (
    Function(
        "chunklist",
        (Parameter("list", LIST_OF_ANY, marked=True), number("size")),
        lambda values: ListType(values[0].type),
        _chunklist,
        "Cuts a list into lists of the given size; the last may be shorter.",
    ),
    Function(
        "compact",
        (Parameter("list", LIST_OF_STRING, deep=True),),
        LIST_OF_STRING,
        raw(_compact),
        "A list of texts without its empty and null elements.",
    ),
    Function(
        "concat",
        (),
        _concat_type,
        _concat,
        "The elements of several lists, one list after the other.",
        variadic=Parameter("seqs", marked=True),
    ),
    Function(
        "distinct",
        (Parameter("list", LIST_OF_ANY, deep=True),),
        same_type(0),
        raw(_distinct),
        "A list without the elements that occurred before.",
    ),
    Function(
        "element",
        (_LIST, number("index")),
        _element_type,
        _element,
        "One element of a list; an index beyond the end starts again at the beginning.",
    ),
    Function(
        "flatten",
        (_LIST,),
        DYNAMIC,
        _flatten,
        "A list whose elements that are lists themselves are replaced by their elements, at every depth.",
    ),
    Function(
        "length",
        (Parameter("value", unknown=True, marked=True),),
        _length_type,
        _length,
        "How many elements a collection, or characters a text, has.",
    ),
    Function("reverse", (_LIST,), _reverse_type, _reverse, "A list with its elements in reverse order."),
    Function(
        "slice",
        (_LIST, number("start_index"), number("end_index")),
        _slice_type,
        _slice,
        "The elements of a list from a start index up to, but not including, an end index.",
    ),
    Function(
        "sort",
        (Parameter("list", LIST_OF_STRING, deep=True),),
        LIST_OF_STRING,
        raw(_sort),
        "A list of texts ordered by code point.",
    ),
)
