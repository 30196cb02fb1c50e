"""Functions on what a value is rather than what it holds: its type, its marks, whether it can be had at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from harnessiac.language.functions.declaration import (
    BOOL,
    LIST_OF_ANY,
    MAP_OF_ANY,
    NUMBER,
    SET_OF_ANY,
    STRING,
    Call,
    Function,
    Parameter,
    anything,
    fail,
    same_type,
)
from harnessiac.values import conversion
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly, friendly_constraint, layout
from harnessiac.values.types import DYNAMIC, Type
from harnessiac.values.value import SENSITIVE_MARKS, UNKNOWN, Mark, Value, all_marks, boolean, string


def _converter(wanted: Type) -> Callable[[Call], Value]:
    def body(call: Call) -> Value:
        [value] = call.arguments
        try:
            return conversion.convert(value, wanted)
        except conversion.ConversionError:
            _refuse(value, wanted)

    return body


def _refuse(value: Value, wanted: Type) -> NoReturn:
    given = friendly(value.type)
    if Mark.SENSITIVE in all_marks(value) and value.type in (STRING, NUMBER, BOOL):
        fail(f"cannot convert this sensitive {given} to {friendly_constraint(wanted)}", 0)
    if value.type is STRING and isinstance(value.raw, str):
        if wanted is BOOL:
            fail('cannot convert %s to bool; only the strings "true" or "false" are allowed', 0, go_quoted(value.raw))
        if wanted is NUMBER:
            fail(
                "cannot convert %s to number; given string must be a decimal representation of a number",
                0,
                go_quoted(value.raw),
            )
    fail(f"cannot convert {given} to {friendly_constraint(wanted)}", 0)


def _sensitive(call: Call) -> Value:
    return call.arguments[0].marked(SENSITIVE_MARKS)


def _nonsensitive(call: Call) -> Value:
    [value] = call.arguments
    return Value(value.type, value.raw, value.marks - SENSITIVE_MARKS)


def _issensitive(call: Call) -> Value:
    [value] = call.arguments
    if Mark.SENSITIVE in value.marks:
        return boolean(True)
    return boolean(False) if value.is_known else Value(BOOL, UNKNOWN)


def _without_ephemeral(value: Value) -> Value:
    if Mark.EPHEMERAL in value.marks:
        return Value(value.type, None if value.is_known else UNKNOWN, value.marks - {Mark.EPHEMERAL})
    match value.raw:
        case tuple() as items:
            return Value(value.type, tuple([_without_ephemeral(item) for item in items]), value.marks)
        case dict() as entries:
            return Value(value.type, {key: _without_ephemeral(item) for key, item in entries.items()}, value.marks)
        case _:
            return value


def _try(call: Call) -> Value:
    if not call.arguments:
        fail("at least one argument is required")
    return call.arguments[0]


def _gone(name: str, literal: str) -> Callable[[Call], Value]:
    def body(call: Call) -> Value:
        fail(
            f'the "{name}" function was deprecated in Terraform v0.12 and is no longer available; '
            f"use to{name}({literal}) syntax to write a literal {name}"
        )

    return body


_V = anything("v")
_VALUE = anything("value")

FUNCTIONS = (
    Function("can", (anything("expression"),), BOOL, lambda call: boolean(True), "Whether an expression has a value."),
    Function(
        "ephemeralasnull",
        (_VALUE,),
        same_type(0),
        lambda call: _without_ephemeral(call.arguments[0]),
        "A value with everything ephemeral in it replaced by null.",
    ),
    Function("issensitive", (_VALUE,), BOOL, _issensitive, "Whether a value is marked as sensitive."),
    Function("list", (), DYNAMIC, _gone("list", "[ ... ]"), "No longer available: use tolist.", variadic=_VALUE),
    Function("map", (), DYNAMIC, _gone("map", "{ ... }"), "No longer available: use tomap.", variadic=_VALUE),
    Function("nonsensitive", (_VALUE,), same_type(0), _nonsensitive, "A value that is no longer marked as sensitive."),
    Function("sensitive", (_VALUE,), same_type(0), _sensitive, "A value marked as sensitive: it is never shown."),
    Function("tobool", (_V,), BOOL, _converter(BOOL), "A value as true or false."),
    Function("tolist", (_V,), DYNAMIC, _converter(LIST_OF_ANY), "A value as a list, its elements of one type."),
    Function("tomap", (_V,), DYNAMIC, _converter(MAP_OF_ANY), "A value as a map, its elements of one type."),
    Function("tonumber", (_V,), NUMBER, _converter(NUMBER), "A value as a number."),
    Function("toset", (_V,), DYNAMIC, _converter(SET_OF_ANY), "A value as a set, without order and duplicates."),
    Function("tostring", (_V,), STRING, _converter(STRING), "A value as a text."),
    Function(
        "try",
        (),
        DYNAMIC,
        _try,
        "The value of the first of several expressions that has one.",
        variadic=anything("expressions"),
    ),
    Function(
        "type",
        (Parameter("value", null=True, unknown=True),),
        STRING,
        lambda call: string(layout(call.arguments[0].type)),
        "The type of a value, as text (only in the console).",
    ),
)
