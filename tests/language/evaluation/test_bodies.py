"""Bodies: arguments, nested blocks, and what `dynamic` makes of them."""

from __future__ import annotations

import pytest

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.evaluation.bodies import evaluate_body
from harnessiac.language.evaluation.scope import Scope, Variables
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.plain import Plain, from_plain, to_plain
from harnessiac.values.types import DYNAMIC, MapType
from harnessiac.values.value import SENSITIVE_MARKS, UNKNOWN, unknown

SCOPE = Scope(
    {
        "var": Variables(
            {
                "list": from_plain(["x", "y"]),
                "map": from_plain({"a": 1, "b": 2}),
                "none": from_plain(None),
                "later": unknown(MapType(DYNAMIC)),
                "secret": from_plain(["s"]).marked(SENSITIVE_MARKS),
            }
        )
    }
)


def read(text: str, skip: frozenset[str] = frozenset()) -> tuple[EvaluatedBlock, list[Diagnostic]]:
    source = SourceFile("main.tf", text)
    body, found = parse(source)
    assert not found
    return evaluate_body(body, SCOPE, source, skip=skip)


def plain(block: EvaluatedBlock) -> dict[str, Plain]:
    found: dict[str, Plain] = {name: to_plain(argument.value) for name, argument in block.arguments.items()}
    return found | {name: [plain(inner) for inner in blocks] for name, blocks in block.blocks.items()}


def test_arguments_and_blocks_keep_their_order_and_places() -> None:
    block, found = read('b = 1\na = "x${1 + 1}"\nhost {\n  n = 1\n}\nhost {\n  n = 2\n}\n')
    assert not found
    assert plain(block) == {"b": 1, "a": "x2", "host": [{"n": 1}, {"n": 2}]}
    assert block.arguments["a"].name_span.text == "a"
    assert block.arguments["a"].span.text == '"x${1 + 1}"'
    assert block.blocks["host"][1].header_span.line == 6


EXPANDED = [
    ("for_each = var.list", "n = host.value", [{"n": "x"}, {"n": "y"}]),
    ("for_each = var.list", "n = host.key", [{"n": 0}, {"n": 1}]),
    ("for_each = toset(var.list)", "n = host.key", [{"n": "x"}, {"n": "y"}]),
    ("for_each = var.map", 'n = "${host.key}${host.value}"', [{"n": "a1"}, {"n": "b2"}]),
    ("for_each = var.map\niterator = it", "n = it.value", [{"n": 1}, {"n": 2}]),
    ("for_each = []", "n = host.value", []),
    ("for_each = [1]", "port {\n n = host.value\n}", [{"port": [{"n": 1}]}]),
    (
        "for_each = [[1, 2], [3]]",
        'dynamic "port" {\n for_each = host.value\n content {\n n = port.value + host.key\n}\n}',
        [{"port": [{"n": 1}, {"n": 2}]}, {"port": [{"n": 4}]}],
    ),
]


@pytest.mark.parametrize(("head", "content", "expected"), EXPANDED)
def test_dynamic_blocks_are_expanded(head: str, content: str, expected: list[Plain]) -> None:
    block, found = read(f'dynamic "host" {{\n{head}\ncontent {{\n{content}\n}}\n}}\n')
    assert not found
    assert plain(block).get("host", []) == expected


def test_written_and_dynamic_blocks_stay_in_order() -> None:
    block, _ = read(
        'host {\n n = 0\n}\ndynamic "host" {\n for_each = [1]\n content {\n n = host.value\n}\n}\nhost {\n n = 2\n}\n'
    )
    assert plain(block) == {"host": [{"n": 0}, {"n": 1}, {"n": 2}]}


REFUSED = [
    ('dynamic "h" {\n for_each = null\n content {}\n}\n', "Invalid dynamic for_each value", "null"),
    ('dynamic "h" {\n for_each = "a"\n content {}\n}\n', "Invalid dynamic for_each value", '"a"'),
    ('dynamic "h" {\n for_each = var.secret\n content {}\n}\n', "Invalid dynamic for_each value", "var.secret"),
    ('dynamic "h" {\n for_each = []\n iterator = a.b\n content {}\n}\n', "Invalid dynamic iterator name", "a.b"),
    ('dynamic "h" {\n for_each = []\n}\n', "Missing dynamic content block", 'dynamic "h"'),
    (
        'dynamic "h" {\n for_each = []\n content {}\n content {}\n}\n',
        "Extraneous dynamic content block",
        "content",
    ),
    ('dynamic "h" {\n content {}\n}\n', "Missing required argument", "{"),
    ('dynamic "h" {\n for_each = []\n other = 1\n content {}\n}\n', "Unsupported argument", "other"),
    ("dynamic {\n for_each = []\n content {}\n}\n", "Invalid dynamic block", "dynamic"),
    ('dynamic "h" {\n for_each = var.nope\n content {}\n}\n', "Reference to undeclared input variable", "var.nope"),
    (
        'dynamic "h" {\n for_each = []\n content {\n a = var.nope\n}\n}\n',
        "Reference to undeclared input variable",
        "var.nope",
    ),
    (
        'dynamic "h" {\n for_each = var.later\n content {\n a = var.nope\n}\n}\n',
        "Reference to undeclared input variable",
        "var.nope",
    ),
]


@pytest.mark.parametrize(("text", "summary", "subject"), REFUSED)
def test_wrong_dynamic_blocks_are_refused(text: str, summary: str, subject: str) -> None:
    _, found = read(text)
    assert [(problem.summary, problem.subject and problem.subject.text) for problem in found] == [(summary, subject)]


def test_blocks_of_unknown_number_are_named() -> None:
    block, found = read('dynamic "h" {\n for_each = var.later\n content {\n a = h.value\n}\n}\n')
    assert not found
    assert block.unknown_blocks == {"h"}


def test_all_problems_are_found_and_the_rest_has_values() -> None:
    block, found = read("a = var.x\nb = 1\nhost {\n c = var.y\n}\n")
    assert [problem.subject and problem.subject.text for problem in found] == ["var.x", "var.y"]
    assert block.arguments["a"].value.raw is UNKNOWN
    assert block.arguments["b"].value.raw == 1


def test_what_is_skipped_is_not_evaluated() -> None:
    block, found = read("count = var.x\na = 1\nlifecycle {\n c = var.y\n}\n", frozenset({"count", "lifecycle"}))
    assert not found
    assert plain(block) == {"a": 1}
