"""What is said of expressions that fail: summary and detail (!), the text pointed at (@), what names stand for (=)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import (
    Count,
    Each,
    Locals,
    Paths,
    Resources,
    Scope,
    Self,
    Terraform,
    Variables,
)
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.plan.modules import ModuleCalls
from harnessiac.source import SourceFile
from harnessiac.values.conversion import convert, from_plain
from harnessiac.values.types import DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, SetType
from harnessiac.values.value import (
    NULL,
    SENSITIVE_MARKS,
    TRUE,
    Value,
    null,
    object_of,
    string,
    tuple_of,
    unknown,
)


def data(given: Value) -> Value:
    return object_of({"input": given, "output": unknown(DYNAMIC), "id": unknown(STRING), "triggers_replace": NULL})


SCOPE = Scope(
    {
        "var": Variables(
            {
                "foo": string("abc"),
                "l": convert(from_plain([{"a": 1}, {"a": 2}]), ListType(ObjectType((("a", NUMBER),)))),
                "m": convert(from_plain({"a": "x"}), MapType(STRING)),
                "s": convert(from_plain(["a"]), SetType(STRING)),
                "o": from_plain({"a": 1}),
                "n": null(ObjectType((("x", STRING),))),
                "t": from_plain([1, "a"]),
                "u": TRUE,
                "sens": string("secret").marked(SENSITIVE_MARKS),
            }
        ),
        "local": Locals({"lox": from_plain(1)}),
        "module": ModuleCalls({}, {}, "the root module"),
        "path": Paths({name: string(".") for name in ("module", "root", "cwd")}),
        "terraform": Terraform(string("default")),
        "count": Count(),
        "each": Each(),
        "self": Self(),
    },
    otherwise=Resources(
        {
            "terraform_data.a": data(from_plain({"y": 1})),
            "terraform_data.c": tuple_of([data(NULL)]),
            "terraform_data.e": object_of({"a": data(NULL)}),
        },
        {"terraform_data.c": "count", "terraform_data.e": "for_each"},
    ),
)
CASES = [
    tuple(case.split("\n", 1))
    for case in re.split(r"^> ", Path(__file__).with_name("faults.txt").read_text(), flags=re.MULTILINE)
    if case
]


def failure(text: str) -> Failed:
    source = SourceFile("main.tf", text)
    expression, found = parse_expression(source)
    assert expression is not None
    assert not found
    with pytest.raises(Failed) as caught:
        evaluate(expression, SCOPE, source)
    return caught.value


@pytest.mark.parametrize(("expression", "expected"), CASES, ids=[case[0] for case in CASES])
def test_faults_are_explained(expression: str, expected: str) -> None:
    lines = []
    for problem in failure(expression).diagnostics:
        lines.append("! " + " ".join(f"{problem.summary}: {problem.detail}".split()))
        assert problem.subject is not None
        lines.append(f"@ {problem.subject.text}")
        lines += [f"= {name} {statement}" for name, statement in problem.values]
    assert lines == expected.strip().split("\n")


@pytest.mark.parametrize(
    "expression",
    [
        "var.sens + 1",
        "tonumber(var.sens)",
        "[1][var.sens]",
        "{a = 1}[var.sens]",
        '{for x in [var.sens, "secret"] : x => 1}',
        "jsondecode(var.sens)",
        "regex(var.sens, 1)",
        "var.sens.x",
        "var.sens ? 1 : 2",
        "file(var.sens)",
        "parseint(var.sens, 10)",
        'timeadd(var.sens, "1h")',
        "try(tonumber(var.sens))",
        "base64decode(var.sens)",
        "cidrhost(var.sens, 1)",
        "templatestring(var.sens, 1)",
    ],
)
def test_secrets_are_not_told(expression: str) -> None:
    for problem in failure(expression).diagnostics:
        assert "secret" not in f"{problem.summary} {problem.detail} {problem.values}"


def test_an_untaken_branch_may_fail_but_not_name_what_is_not_declared() -> None:
    source = SourceFile("main.tf", "true ? 1 : var.o.nope")
    expression, _ = parse_expression(source)
    assert expression is not None
    assert evaluate(expression, SCOPE, source).raw == 1
    assert failure("true ? 1 : var.nope").diagnostics[0].summary == "Reference to undeclared input variable"
    assert failure("try(var.nope, 1)").diagnostics[0].summary == "Reference to undeclared input variable"
    assert failure("can(local.nope)").diagnostics[0].summary == "Reference to undeclared local value"


def test_every_fault_of_an_expression_is_told_at_once() -> None:
    found = failure('[var.nope, {a = local.nope}, "x${var.m}", upper(var.l)]').diagnostics
    assert [problem.summary for problem in found] == [
        "Reference to undeclared input variable",
        "Reference to undeclared local value",
        "Invalid template interpolation value",
        "Invalid function argument",
    ]


def test_a_failing_loop_ends() -> None:
    assert len(failure("[for i in range(1000) : var.l[i + 5 + i]]").diagnostics) <= 100


@pytest.mark.parametrize(
    "expression",
    [
        "[for x in [] : var.nope]",
        "[for x in [] : x if var.nope]",
        "{for x in {} : var.nope => x}",
        "[for x in [] : [for y in x : var.nope]]",
        '"%{ for x in [] }${var.nope}%{ endfor }"',
        "[for x in terraform_data.a.output : var.nope]",
    ],
)
def test_names_are_checked_in_loops_without_rounds(expression: str) -> None:
    [problem] = failure(expression).diagnostics
    assert problem.summary == "Reference to undeclared input variable"
    assert problem.subject is not None
    assert problem.subject.text == "var.nope"
