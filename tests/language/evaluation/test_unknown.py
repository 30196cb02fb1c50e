"""What expressions give while something in them is not known: checked against plans of Terraform 1.11.

`u` is an unknown string, `d` a value of which not even the type is known, `b` an unknown bool, `n` an unknown number,
`l` an unknown list of numbers.
"""

from __future__ import annotations

import pytest

from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.source import SourceFile
from harnessiac.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, ObjectType, SetType, TupleType, Type
from harnessiac.values.value import SENSITIVE_MARKS, UNKNOWN, Value, unknown

SCOPE = Scope(
    {
        "u": unknown(STRING),
        "d": unknown(DYNAMIC),
        "b": unknown(BOOL),
        "n": unknown(NUMBER),
        "l": unknown(ListType(NUMBER)),
        "o": unknown(ObjectType((("a", STRING),))),
        "t": unknown(TupleType((STRING, NUMBER))),
        "m": Value(STRING, UNKNOWN, SENSITIVE_MARKS),
    }
)


def value_of(text: str) -> Value:
    source = SourceFile("<unknown>", text)
    expression, found = parse_expression(source)
    assert expression is not None
    assert not found
    return evaluate(expression, SCOPE, source)


UNKNOWNS: list[tuple[str, Type]] = [
    ("u", STRING),
    ("false && b", BOOL),
    ("true || b", BOOL),
    ("!b", BOOL),
    ("-n", NUMBER),
    ("1 + n", NUMBER),
    ("1 < n", BOOL),
    ('u == "x"', BOOL),
    ("u == u", BOOL),
    ("d == null", BOOL),
    ('[u] == ["a"]', BOOL),
    ('{a = u} == {a = "x"}', BOOL),
    ('toset([u]) == toset(["a"])', BOOL),
    ('"x${u}"', STRING),
    ('"${u}"', STRING),
    ("b ? 1 : 2", NUMBER),
    ('b ? 1 : "a"', STRING),
    ("{(u) = 1}", DYNAMIC),
    ("[for x in d : x]", DYNAMIC),
    ("[for x in l : x]", DYNAMIC),
    ('[for x in ["a"] : x if x == u]', DYNAMIC),
    ("{for x in [u] : x => 1}", DYNAMIC),
    ("d[*].a", DYNAMIC),
    ("u[*]", DYNAMIC),
    ("l[*]", ListType(NUMBER)),
    ("t[*]", TupleType((STRING, NUMBER))),
    ("l[0]", NUMBER),
    ("o.a", STRING),
    ('o["a"]', DYNAMIC),
    ("t[1]", NUMBER),
    ("tomap({a = 1})[u]", NUMBER),
    ("{a = 1}[u]", DYNAMIC),
    ("[1, 2][n]", DYNAMIC),
    ("tolist([1, 2])[n]", NUMBER),
    ("d.foo.bar", DYNAMIC),
    ("try(d.foo, 1)", DYNAMIC),
    ("try(u, 1)", DYNAMIC),
    ("can(d.foo)", BOOL),
    ("can(u)", BOOL),
    ("upper(u)", STRING),
    ("max(l...)", DYNAMIC),
    ("%T{ if b }a%T{ endif }", STRING),
    ("%T{ for x in d }a%T{ endfor }", STRING),
    ("jsonencode({a = u})", STRING),
]


@pytest.mark.parametrize(("text", "wanted"), UNKNOWNS, ids=[case[0] for case in UNKNOWNS])
def test_the_result_is_not_known_but_its_type_is(text: str, wanted: Type) -> None:
    value = value_of(f'"{text.replace("%T", "%")}"' if "%T" in text else text)
    assert value.raw is UNKNOWN
    assert value.type == wanted


KNOWNS: list[tuple[str, object]] = [
    ("true ? 1 : n", 1),
    ("[1, u][0]", 1),
    ('{a = u, b = "x"}.b', "x"),
    ("length([u])", 1),
    ("[u] == []", False),
    ("b ? null : null", None),
    ("keys({a = u})[0]", "a"),
    ('[for x in [u, "b"] : 1][1]', 1),
]


@pytest.mark.parametrize(("text", "raw"), KNOWNS, ids=[case[0] for case in KNOWNS])
def test_what_does_not_depend_on_it_is_known(text: str, raw: object) -> None:
    assert value_of(text).raw == raw


def test_a_set_with_an_unknown_element_keeps_it_last_and_apart() -> None:
    value = value_of('toset([u, "b", "a", u])')
    assert value.type == SetType(STRING)
    assert isinstance(value.raw, tuple)
    assert [item.raw for item in value.raw] == ["a", "b", UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("text", ['"x${m}"', "[m][0]", "m == 1", "upper(m)", "b ? m : m", "toset([m])", "{a = m}.a"])
def test_marks_stay_on_what_is_unknown(text: str) -> None:
    assert value_of(text).marks == SENSITIVE_MARKS
