"""Expressions and what `terraform console` answers: console.txt holds `> expression` with the answer below it.

An answer that begins with `! ` is an error: its summary and detail. The answers were taken from Terraform 1.11.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Count, Each, Locals, Paths, Scope, Self, Terraform, Variables
from harnessiac.language.formatting.rendering import answer
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.plan.modules import ModuleCalls
from harnessiac.source import SourceFile
from harnessiac.values.value import string

CASES = [
    tuple(case.split("\n", 1))
    for case in re.split(r"^> ", Path(__file__).with_name("console.txt").read_text(), flags=re.MULTILINE)
    if case
]
SCOPE = Scope(
    {
        "var": Variables({}),
        "local": Locals({}),
        "module": ModuleCalls({}, {}, "the root module"),
        "path": Paths({name: string(".") for name in ("module", "root", "cwd")}),
        "terraform": Terraform(string("default")),
        "count": Count(),
        "each": Each(),
        "self": Self(),
    }
)


def said(text: str) -> str:
    source = SourceFile("<console>", text)
    expression, found = parse_expression(source)
    try:
        if expression is None or found:
            raise Failed(*found)
        return answer(expression, evaluate(expression, SCOPE, source))
    except Failed as failed:
        lines = (f"! {problem.summary}: {problem.detail}" for problem in failed.diagnostics)
        return "\n".join(" ".join(line.split()) for line in lines)


@pytest.mark.parametrize(("expression", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_console_answers_as_terraform_does(expression: str, expected: str) -> None:
    assert said(expression) == expected.rstrip("\n")


DIFFERENT = [
    # Terraform prints +Inf, which no document can hold.
    ("1/0", "! Operation failed: Error during operation: division by zero."),
    # Terraform shows the key, although it is sensitive.
    (
        '{for x in [sensitive("a"), "a"] : x => 1}',
        (
            "! Duplicate object key: Two different items produced the same key in this 'for' expression. If duplicates "
            "are expected, use the ellipsis (...) after the value expression to enable grouping by key."
        ),
    ),
    # The same finding twice helps nobody.
    (
        "[for x in [1, 2] : x.y]",
        "! Unsupported attribute: Can't access attributes on a primitive-typed value (number).",
    ),
]


@pytest.mark.parametrize(("expression", "expected"), DIFFERENT, ids=[case[0] for case in DIFFERENT])
def test_where_the_answer_is_another_on_purpose(expression: str, expected: str) -> None:
    assert said(expression) == expected


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200 + "1" + ")" * 200,
        "[" * 200 + "1" + "]" * 200,
        "(-" * 180 + "1" + ")" * 180,
        "upper(" * 150 + '"a"' + ")" * 150,
        " || ".join(["false"] * 3000),
        " + ".join(["1"] * 3000),
        "1 == 1 ? 1 : " * 150 + "2",
    ],
    ids=["parentheses", "tuples", "minus", "calls", "long or", "long sum", "conditionals"],
)
def test_deep_and_long_expressions_have_a_value_or_a_clear_error(text: str) -> None:
    answered = said(text)
    assert answered
    assert "Traceback" not in answered
