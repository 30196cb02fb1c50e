"""Hostile arguments: every call ends soon, with a value or a clear refusal."""

from __future__ import annotations

import time

import pytest

from harnessiac.language import functions
from harnessiac.language.functions import CallContext, FileKind, FunctionError
from harnessiac.values.value import Value, number, string, tuple_of

LONG = "a" * 200_000
DEEP = 100_000


def deep_list(depth: int) -> Value:
    value = tuple_of([])
    for _ in range(depth):
        value = tuple_of([value])
    return value


def nested_aliases() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "arguments", "problem"),
    [
        ("jsondecode", [string("[" * DEEP)], "nested deeper"),
        ("jsondecode", [string('{"a":' * DEEP)], "nested deeper"),
        ("jsondecode", [string("[" * 600 + "]" * 600)], "nested deeper"),
        ("jsondecode", [string("1e999999999")], "cannot be represented"),
        ("jsondecode", [string("9" * 100_000)], "cannot be represented"),
        ("yamldecode", [string("[" * 5_000)], "nested deeper"),
        ("yamldecode", [string("- " * 5_000)], "nested deeper"),
        ("yamldecode", [string(nested_aliases())], "more than 200000 values"),
        ("yamldecode", [string("1e999999999")], "cannot be represented"),
        ("range", [number(0), number(10**30)], "more than 1024 values"),
        ("range", [number(0), number(1), number(0)], "more than 1024 values"),
        ("parseint", [string("9" * 20_000), number(10)], "more than 10000 digits"),
        ("pow", [number(10), number(10**9)], "not a finite number"),
        ("regex", [string("a" * 200_000), string("a")], "longer than"),
        ("regex", [string("((a{100}){100}){100}"), string("a")], "invalid regexp pattern"),
        ("regex", [string("(" * 5_000 + ")" * 5_000), string("a")], "more than 1000 groups"),
        ("regex", [string("(a|b|c|d)*" * 900), string("a" * 20_000)], "too many groups for a text of this length"),
        ("replace", [string(LONG), string(""), string(LONG)], "longer than"),
        ("replace", [string(LONG), string("/a/"), string("b" * 10_000)], "longer than"),
        ("join", [string(LONG), tuple_of([string("")] * 1_000)], "longer than"),
        ("format", [string("%1000001d"), number(1)], "must not be greater"),
        ("format", [string("%[99999999999]d"), number(1)], "must not be greater"),
        ("setproduct", [tuple_of([number(n) for n in range(1_500)])] * 2, "more than this function makes"),
        ("timeadd", [string("2024-01-01T00:00:00Z"), string("9" * 300 + "h")], "invalid duration"),
        ("fileset", [string("."), string("{a,b}" * 20)], "too many alternatives"),
        ("fileset", [string("."), string("{" * 10_000)], "syntax error in pattern"),
    ],
)
def test_refused(name: str, arguments: list[Value], problem: str) -> None:
    started = time.process_time()
    with pytest.raises(FunctionError) as caught:
        functions.call(name, arguments, CallContext(files=Endless()))
    assert problem in caught.value.explanation(name)
    assert time.process_time() - started < 10  # the time of this process alone


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("regex", [string("(a*)*b|a"), string(LONG)]),
        ("regexall", [string("(x+x+)+y"), string("x" * 20_000)]),
        ("regexall", [string("a.*b|a"), string("a" * 20_000)]),
        ("replace", [string(LONG), string("/a*a*a*c/"), string("")]),
        ("title", [string(LONG)]),
        ("strrev", [string("e\u0301" * 100_000)]),
        ("distinct", [tuple_of([number(n % 1_000) for n in range(50_000)])]),
        ("sort", [tuple_of([string(str(n)) for n in range(50_000)])]),
        ("flatten", [tuple_of([tuple_of([number(n)]) for n in range(50_000)])]),
        ("csvdecode", [string("a,b\n" + '"1","2"\n' * 20_000)]),
        ("yamldecode", [string("- x\n" * 20_000)]),
        ("format", [string("%.4000f"), string("1e-4000")]),
        ("format", [string("%f"), string("1e15000")]),
        ("format", [string("%" * 100_000)]),
        ("formatdate", [string("'" * 100_000), string("2024-01-01T00:00:00Z")]),
        ("trimspace", [string(" " * 200_000 + "x")]),
        ("cidrsubnets", [string("10.0.0.0/8"), *[number(16)] * 2_000]),
        ("basename", [string("/" * 100_000)]),
    ],
)
def test_quick(name: str, arguments: list[Value]) -> None:
    started = time.process_time()
    functions.call(name, arguments)
    assert time.process_time() - started < 10  # the time of this process alone


class Endless:
    """A directory tree without end, of names that a pattern with many stars has a hard time with."""

    def read(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    def kind(self, path: str) -> FileKind | None:
        return FileKind.DIRECTORY

    def entries(self, path: str) -> list[str]:
        return ["a" * 200] if len(path) < 20_000 else []


def test_patterns_with_many_stars_take_no_exponential_time() -> None:
    started = time.process_time()
    context = CallContext(files=Endless())
    assert functions.call("fileset", [string("."), string("*a" * 40 + "b")], context).raw == ()
    assert functions.call("fileset", [string("."), string("**/**/**/x")], context).raw == ()
    assert time.process_time() - started < 10  # the time of this process alone
