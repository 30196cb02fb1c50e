"""Type constraints: what they make of a value, and what is said of those that are wrong.

constraints.txt holds `> type := value`; below it the converted value as the console prints it and, after `: `, its
type; or an error's `! summary: detail` and after `@ ` the text it points at. Taken from Terraform 1.11.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harnessiac.language.configuration import type_constraints
from harnessiac.language.configuration.type_constraints import Constraint
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.formatting.rendering import render
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.source import SourceFile
from harnessiac.values.conversion import ConversionError
from harnessiac.values.typenames import from_json, layout, to_json
from harnessiac.values.types import DYNAMIC, NUMBER, STRING, ListType, ObjectType, TupleType
from harnessiac.values.value import SENSITIVE_MARKS, Value, string

CASES = [
    tuple(case.split("\n", 1))
    for case in re.split(r"^> ", Path(__file__).with_name("constraints.txt").read_text(), flags=re.MULTILINE)
    if case
]


def value_of(text: str) -> Value:
    source = SourceFile("<value>", text)
    expression, found = parse_expression(source)
    assert expression is not None
    assert not found
    return evaluate(expression, Scope.empty(), source)


def constraint(text: str) -> Constraint:
    source = SourceFile("<type>", text)
    expression, _ = parse_expression(source)
    assert expression is not None
    read, found = type_constraints.read(expression, source)
    assert not found
    return read


def said(wanted: str, given: str) -> str:
    source = SourceFile("<type>", wanted)
    expression, _ = parse_expression(source)
    assert expression is not None
    read, found = type_constraints.read(expression, source)
    if found:
        assert found[0].subject is not None
        return f"! {found[0].summary}: {found[0].detail}\n@ {found[0].subject.text}"
    try:
        value = read.apply(value_of(given))
    except ConversionError as problem:
        detail = f"This default value is not compatible with the variable's type constraint: {problem}."
        return f"! Invalid default value for variable: {detail}\n@ {given}"
    return f"{render(value)}\n: {layout(value.type)}".replace("\n ", "\n ")


@pytest.mark.parametrize(("declared", "expected"), CASES, ids=[case[0] for case in CASES])
def test_constraints_convert_as_terraforms(declared: str, expected: str) -> None:
    wanted, given = declared.split(" := ", 1)
    flat = [" ".join(text.split()) for text in (said(wanted, given), expected)]
    assert flat[0] == flat[1]


def test_defaults_are_filled_into_sensitive_values_too() -> None:
    wanted = constraint('object({a = string, b = optional(string, "d")})')
    value = wanted.apply(value_of('{a = "x"}').marked(SENSITIVE_MARKS))
    assert value.marks == SENSITIVE_MARKS
    assert isinstance(value.raw, dict)
    assert value.raw["b"] == string("d")


def test_the_type_of_values_names_no_optional_attributes() -> None:
    wanted = constraint("list(object({a = optional(number)}))")
    assert wanted.type == ListType(ObjectType((("a", NUMBER),)))
    assert str(wanted) == "list(object({a=optional(number)}))"


@pytest.mark.parametrize(
    ("type", "form"),
    [
        (STRING, "string"),
        (DYNAMIC, "dynamic"),
        (ListType(STRING), ["list", "string"]),
        (TupleType((STRING, NUMBER)), ["tuple", ["string", "number"]]),
        (ObjectType((("a", STRING),)), ["object", {"a": "string"}]),
        (ObjectType((("a", STRING),), frozenset({"a"})), ["object", {"a": "string"}, ["a"]]),
    ],
)
def test_types_have_a_json_form(type: object, form: object) -> None:
    assert to_json(type) == form  # type: ignore[arg-type]
    assert from_json(form) == type


@pytest.mark.parametrize("form", ["strings", ["list"], ["list", 5], {}, None, ["object", []], ["tuple", "string"]])
def test_what_is_no_type_is_refused(form: object) -> None:
    with pytest.raises(ValueError, match="not a type"):
        from_json(form)
