"""Conversion, common types, equality, the order of sets, and plain data."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.values import numbers
from harnessiac.values.conversion import ConversionError, convert, from_plain, to_plain, unify
from harnessiac.values.equality import equal
from harnessiac.values.plain import NotPlain
from harnessiac.values.sets import set_of
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
from harnessiac.values.value import (
    SENSITIVE_MARKS,
    UNKNOWN,
    Value,
    null,
    number,
    object_of,
    string,
    tuple_of,
    unknown,
)

A_NUMBER = ObjectType((("a", NUMBER),))
A_STRING = ObjectType((("a", STRING),))

UNIFIED: list[tuple[list[Type], Type | None]] = [
    ([], None),
    ([NUMBER], NUMBER),
    ([NUMBER, STRING], STRING),
    ([BOOL, STRING], STRING),
    ([BOOL, NUMBER], None),
    ([BOOL, NUMBER, STRING], STRING),
    ([STRING, DYNAMIC], STRING),
    ([ListType(NUMBER), ListType(STRING)], ListType(STRING)),
    ([ListType(NUMBER), SetType(NUMBER)], ListType(NUMBER)),
    ([TupleType((NUMBER,)), TupleType((STRING,))], TupleType((STRING,))),
    ([TupleType((NUMBER,)), TupleType((STRING, STRING))], ListType(STRING)),
    ([TupleType(()), TupleType((STRING,))], ListType(STRING)),
    ([TupleType((NUMBER,)), ListType(STRING)], ListType(STRING)),
    ([A_NUMBER, A_STRING], A_STRING),
    ([A_NUMBER, ObjectType((("b", STRING),))], MapType(STRING)),
    ([A_NUMBER, MapType(STRING)], MapType(STRING)),
    ([A_NUMBER, TupleType((NUMBER,))], None),
    ([A_NUMBER, STRING], None),
    ([ObjectType((("a", TupleType(())),)), A_STRING], None),
    ([MapType(NUMBER), DYNAMIC], DYNAMIC),
]


@pytest.mark.parametrize(("types", "common"), UNIFIED)
def test_the_common_type(types: list[Type], common: Type | None) -> None:
    assert unify(types) == common


def test_conversion_keeps_marks_and_moves_those_inside_a_set_to_it() -> None:
    value = tuple_of([string("b"), string("a").marked(SENSITIVE_MARKS)]).marked(SENSITIVE_MARKS)
    as_list = convert(value, ListType(STRING))
    assert as_list.marks == SENSITIVE_MARKS
    assert isinstance(as_list.raw, tuple)
    assert as_list.raw[1].marks == SENSITIVE_MARKS
    as_set = convert(value.unmarked(), SetType(STRING))
    assert as_set == Value(SetType(STRING), (string("a"), string("b")), SENSITIVE_MARKS)


def test_nulls_and_unknowns_change_their_type_only() -> None:
    assert convert(null(), ListType(STRING)) == null(ListType(STRING))
    assert convert(unknown(DYNAMIC), STRING) == unknown(STRING)
    assert convert(unknown(TupleType((NUMBER,))), ListType(STRING)) == unknown(ListType(STRING))
    assert convert(null(A_NUMBER), ObjectType(A_NUMBER.attributes, frozenset({"a"}))).type == A_NUMBER


REFUSED: list[tuple[Value, Type, str]] = [
    (from_plain([1, "x"]), ListType(NUMBER), "[1]: a number is required"),
    (from_plain({"k": {"a": "x"}}), MapType(A_NUMBER), '["k"].a: a number is required'),
    (from_plain({"a": "x"}), A_NUMBER, ".a: a number is required"),
    (from_plain([[]]), ListType(STRING), "element 0: string required"),
    (from_plain({"k": []}), MapType(STRING), 'element "k": string required'),
    (from_plain({}), A_NUMBER, 'attribute "a" is required'),
    (string("x"), ListType(STRING), "list of string required"),
    (string("x"), MapType(DYNAMIC), "map of any single type required"),
    (from_plain([1, []]), ListType(DYNAMIC), "all list elements must have the same type"),
    (from_plain({"a": 1, "b": []}), MapType(DYNAMIC), "all map elements must have the same type"),
    (Value(ListType(A_NUMBER), ()), ListType(STRING), "incorrect list element type: string required"),
    (Value(MapType(NUMBER), {}), A_NUMBER, 'map has no element for required attribute "a"'),
    (string("1e999999999"), NUMBER, "a number of a sane size is required"),
    (from_plain([1]), TupleType((NUMBER, NUMBER)), "tuple required"),
]


@pytest.mark.parametrize(("value", "wanted", "message"), REFUSED, ids=[case[2] for case in REFUSED])
def test_what_does_not_fit_is_refused(value: Value, wanted: Type, message: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, wanted)
    assert str(caught.value) == message


def test_a_list_of_ten_thousand_is_converted_without_delay() -> None:
    value = from_plain([str(i) for i in range(10_000)])
    converted = convert(value, SetType(STRING))
    assert isinstance(converted.raw, tuple)
    assert len(converted.raw) == 10_000


ORDERS = [
    ([string("é"), string("z"), string("B"), string("a"), string("a")], ["B", "a", "z", "é"]),
    ([number(10), number(2), number(-1), number(numbers.parse("1.5"))], ["-1", "1.5", "2", "10"]),
    ([null(STRING), string("a"), null(STRING)], ["a", None]),
]


@pytest.mark.parametrize(("items", "expected"), ORDERS)
def test_sets_have_one_order(items: list[Value], expected: list[object]) -> None:
    for given_items in (items, items[::-1]):
        found = set_of(items[0].type, given_items)
        assert isinstance(found.raw, tuple)
        texts = [e.raw if isinstance(e.raw, str) or e.raw is None else numbers.to_text(e.raw) for e in found.raw]  # type: ignore[arg-type]
        assert texts == expected


def test_unknown_elements_are_never_the_same() -> None:
    found = set_of(STRING, [unknown(STRING), string("a"), unknown(STRING)])
    assert isinstance(found.raw, tuple)
    assert [e.raw for e in found.raw] == ["a", UNKNOWN, UNKNOWN]


EQUAL: list[tuple[Value, Value, bool | None]] = [
    (number(1), string("1"), False),
    (null(STRING), null(NUMBER), True),
    (null(), string("a"), False),
    (from_plain([1, 2]), from_plain([1, 2]), True),
    (from_plain([1]), Value(ListType(NUMBER), (number(1),)), False),
    (from_plain({"a": [1]}), from_plain({"a": [2]}), False),
    (unknown(STRING), string("a"), None),
    (tuple_of([unknown(STRING)]), tuple_of([string("a")]), None),
    (tuple_of([unknown(STRING), string("a")]), tuple_of([string("a"), string("b")]), False),
    (string("a").marked(SENSITIVE_MARKS), string("a"), True),
    (object_of({"a": number(1)}), object_of({"b": number(1)}), False),
]


@pytest.mark.parametrize(("left", "right", "expected"), EQUAL)
def test_equality(left: Value, right: Value, expected: bool | None) -> None:
    assert equal(left, right) is expected
    assert equal(right, left) is expected


def test_fractions_in_plain_data_are_floats_if_that_says_them_exactly() -> None:
    assert to_plain(number(numbers.parse("0.1"))) == 0.1
    third = to_plain(number(numbers.divide(1, 3)))
    assert isinstance(third, Decimal)
    assert str(third) == "0." + "3" * 154 + "5"
    assert to_plain(number(10**30)) == 10**30


def test_unknown_values_have_no_plain_data() -> None:
    with pytest.raises(NotPlain, match="not known"):
        to_plain(tuple_of([unknown(STRING)]))


def test_deep_plain_data_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotPlain, match="too deeply"):
        from_plain(deep)
    while deep:
        deep = deep.pop()  # type: ignore[assignment]


@pytest.mark.parametrize("data", [float("nan"), float("inf"), {1, 2}, b"x"])
def test_what_is_no_plain_data_is_refused(data: object) -> None:
    with pytest.raises(NotPlain):
        from_plain(data)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.text(st.characters(codec="ascii")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="ascii")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
def test_plain_data_comes_back(data: object) -> None:
    assert to_plain(from_plain(data)) == data
    assert equal(from_plain(data), from_plain(data)) is True


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back(number: float) -> None:
    found = to_plain(from_plain(number))
    assert isinstance(found, int | float)
    assert float(found) == number


scalars = st.sampled_from([string("a"), string("1"), string("true"), number(1), from_plain(True), from_plain(0.5)])


@given(st.lists(scalars, min_size=1, max_size=5))
def test_what_is_unified_converts(items: list[Value]) -> None:
    common = unify([item.type for item in items])
    if common is None or common in (BOOL, NUMBER):
        return
    converted = convert(tuple_of(items), ListType(common))
    assert converted.type == ListType(common)
    assert convert(converted, converted.type) == converted
