"""What the table does for every function: counts, conversion, nulls, unknown values, marks; and lazy loading."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from harnessiac.language import functions
from harnessiac.language.functions import FunctionError
from harnessiac.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, TupleType, Type
from harnessiac.values.value import (
    NULL,
    SENSITIVE_MARKS,
    UNKNOWN,
    Mark,
    Value,
    number,
    object_of,
    string,
    tuple_of,
    unknown,
)

SECRET = string("secret").marked(SENSITIVE_MARKS)


def refusal(name: str, *arguments: Value) -> tuple[str, str]:
    with pytest.raises(FunctionError) as caught:
        functions.call(name, arguments)
    return caught.value.headline(), caught.value.explanation(name)


def test_every_family_holds_the_names_listed_for_it() -> None:
    for family, names in functions.FAMILIES.items():
        module = import_module(f"harnessiac.language.functions.{family}")
        assert [function.name for function in module.FUNCTIONS] == names.split()


def test_all_functions_of_terraform_1_11_are_there() -> None:
    of_opentofu, of_the_console, gone = ("base64gunzip", "cidrcontains", "urldecode"), ("type",), ("list", "map")
    assert len(functions.names()) == 118 + len(of_opentofu + of_the_console + gone)


def test_descriptions_are_one_sentence_each() -> None:
    for name in functions.names():
        function = functions.find(name)
        assert function is not None
        assert function.description.endswith("."), name
        assert "\n" not in function.description


def test_names_can_have_their_namespace() -> None:
    assert functions.find("core::upper") is functions.find("upper")
    assert functions.find("core::nothing") is None
    assert functions.find("nothing") is None
    with pytest.raises(LookupError):
        functions.call("nothing", [])


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        (
            "upper",
            [],
            ("Not enough function arguments", 'Function "upper" expects 1 argument(s). Missing value for "str".'),
        ),
        (
            "upper",
            [string("a"), string("b")],
            ("Too many function arguments", 'Function "upper" expects only 1 argument(s).'),
        ),
        (
            "setunion",
            [],
            (
                "Not enough function arguments",
                'Function "setunion" expects at least 1 argument(s). Missing value for "first_set".',
            ),
        ),
        (
            "upper",
            [NULL],
            ("Invalid function argument", 'Invalid value for "str" parameter: argument must not be null.'),
        ),
        (
            "upper",
            [tuple_of([])],
            ("Invalid function argument", 'Invalid value for "str" parameter: string required.'),
        ),
        (
            "max",
            [number(1), string("x")],
            ("Invalid function argument", 'Invalid value for "numbers" parameter: a number is required.'),
        ),
        ("max", [], ("Error in function call", 'Call to function "max" failed: must pass at least one number.')),
    ],
)
def test_refusals(name: str, arguments: list[Value], expected: tuple[str, str]) -> None:
    assert refusal(name, *arguments) == expected


def test_arguments_are_converted() -> None:
    assert functions.call("upper", [number(12)]) == string("12")
    assert functions.call("abs", [string("-3")]) == number(3)


LIST_OF_UNKNOWN = Value(ListType(STRING), (string("a"), unknown(STRING)))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("upper", [unknown(STRING)], STRING),
        ("upper", [unknown(DYNAMIC)], STRING),
        ("length", [unknown(DYNAMIC)], NUMBER),
        ("length", [unknown(ListType(STRING))], NUMBER),
        ("join", [string(","), LIST_OF_UNKNOWN], STRING),
        ("sort", [LIST_OF_UNKNOWN], ListType(STRING)),
        ("jsonencode", [LIST_OF_UNKNOWN], STRING),
        ("format", [string("%s"), unknown(STRING)], STRING),
        ("formatlist", [string("%s"), unknown(ListType(STRING))], ListType(STRING)),
        ("keys", [unknown(MapType(NUMBER))], ListType(STRING)),
        ("values", [unknown(MapType(NUMBER))], ListType(NUMBER)),
        ("values", [unknown(ObjectType((("a", NUMBER),)))], TupleType((NUMBER,))),
        ("merge", [unknown(MapType(NUMBER)), unknown(MapType(NUMBER))], MapType(NUMBER)),
        ("merge", [unknown(MapType(NUMBER)), object_of({})], DYNAMIC),
        ("merge", [unknown(DYNAMIC)], DYNAMIC),
        ("element", [unknown(ListType(NUMBER)), number(0)], NUMBER),
        ("element", [tuple_of([string("a"), number(1)]), unknown(NUMBER)], DYNAMIC),
        ("lookup", [unknown(MapType(NUMBER)), string("a")], NUMBER),
        ("lookup", [object_of({"a": number(1)}), unknown(STRING)], DYNAMIC),
        ("slice", [tuple_of([string("a")]), number(0), unknown(NUMBER)], DYNAMIC),
        ("flatten", [tuple_of([unknown(ListType(STRING))])], DYNAMIC),
        ("zipmap", [LIST_OF_UNKNOWN, tuple_of([number(1), number(2)])], DYNAMIC),
        ("concat", [unknown(ListType(STRING)), tuple_of([])], DYNAMIC),
        ("coalesce", [unknown(STRING), string("a")], STRING),
        ("coalescelist", [unknown(ListType(STRING)), tuple_of([])], DYNAMIC),
        ("contains", [LIST_OF_UNKNOWN, string("z")], BOOL),
        ("index", [LIST_OF_UNKNOWN, string("z")], NUMBER),
        ("tostring", [unknown(NUMBER)], STRING),
        ("regex", [unknown(STRING), string("a")], DYNAMIC),
        ("jsondecode", [unknown(STRING)], DYNAMIC),
        ("file", [unknown(STRING)], STRING),
        ("timestamp", [], STRING),
        ("uuid", [], STRING),
        ("bcrypt", [string("a")], STRING),
    ],
)
def test_unknown_arguments_make_unknown_results_of_the_type_that_is_certain(
    name: str, arguments: list[Value], expected: Type
) -> None:
    assert functions.call(name, arguments) == Value(expected, UNKNOWN)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("keys", [unknown(STRING)]),
        ("length", [unknown(NUMBER)]),
        ("merge", [unknown(STRING)]),
        ("element", [unknown(STRING), number(0)]),
        ("reverse", [unknown(STRING)]),
        ("upper", [unknown(ListType(STRING))]),
        ("slice", [tuple_of([]), number(1), unknown(NUMBER)]),
    ],
)
def test_types_are_refused_before_values_are_known(name: str, arguments: list[Value]) -> None:
    with pytest.raises(FunctionError):
        functions.call(name, arguments)


def test_what_is_known_in_spite_of_unknown_parts() -> None:
    pair = tuple_of([string("a"), unknown(STRING)])
    assert functions.call("length", [pair]) == number(2)
    assert functions.call("element", [pair, number(0)]) == string("a")
    assert functions.call("contains", [pair, string("a")]).raw is True
    assert functions.call("anytrue", [tuple_of([unknown(BOOL), Value(BOOL, None)])]).raw is UNKNOWN
    assert functions.call("keys", [unknown(ObjectType((("a", STRING),)))]) == tuple_of([string("a")])
    assert functions.call("formatlist", [string("%s"), pair]).raw == (string("a"), unknown(STRING))


def test_marks_of_arguments_are_marks_of_the_result() -> None:
    assert functions.call("upper", [SECRET]) == string("SECRET").marked(SENSITIVE_MARKS)
    assert functions.call("jsonencode", [object_of({"a": SECRET})]).is_sensitive
    assert functions.call("upper", [unknown(STRING).marked(SENSITIVE_MARKS)]).is_sensitive
    ephemeral = string("a").marked(frozenset({Mark.EPHEMERAL}))
    assert functions.call("join", [string(","), tuple_of([ephemeral])]).marks == {Mark.EPHEMERAL}
    assert functions.call("ephemeralasnull", [tuple_of([ephemeral, string("b")])]) == Value(
        TupleType((STRING, STRING)), (Value(STRING, None), string("b"))
    )


def test_marks_inside_collections_stay_where_they_are() -> None:
    merged = functions.call("merge", [object_of({"a": SECRET}), object_of({"b": string("open")})])
    assert not merged.is_sensitive
    assert isinstance(merged.raw, dict)
    assert [value.is_sensitive for value in merged.raw.values()] == [True, False]


def test_no_message_shows_a_secret() -> None:
    _, explanation = refusal("parseint", SECRET, number(10))
    assert "secret" not in explanation.replace("(sensitive value)", "")


def test_a_family_is_imported_when_it_is_first_used() -> None:
    program = (
        "import sys; from harnessiac.language import functions; functions.names();"
        "loaded = [name for name in ('re2', 'yaml', 'json', 'hashlib', 'ipaddress') if name in sys.modules];"
        "families = [name for name in functions.FAMILIES if f'harnessiac.language.functions.{name}' in sys.modules];"
        "assert not families, families; assert 're2' not in loaded and 'yaml' not in loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
