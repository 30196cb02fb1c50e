"""Which things expressions and bodies mention."""

from __future__ import annotations

import pytest

from harnessiac.language.evaluation.references import ResourceRef, references, traversals
from harnessiac.language.syntax.parsing import parse, parse_expression
from harnessiac.source import SourceFile

MENTIONS = [
    ("1 + 2", []),
    ("var.a + local.b", ["var.a", "local.b"]),
    ("[for x in var.l : x.y + var.z]", ["var.l", "var.z"]),
    ("{for k, v in local.m : k => v if v > var.n}", ["local.m", "var.n"]),
    ("[for x in var.l : [for y in x : y]]", ["var.l"]),
    ("[for var in [1] : var.x]", []),
    ("harness_x.y[0].id", ["harness_x.y[0].id"]),
    ('"a${var.x}%{ if var.c }${var.d}%{ else }${var.e}%{ endif }"', ["var.x", "var.c", "var.d", "var.e"]),
    ('"%{ for x in var.l }${x}${var.y}%{ endfor }"', ["var.l", "var.y"]),
    ("{a = var.x, (var.k) = 1}", ["var.x", "var.k"]),
    ("upper(var.a)[var.i].x", ["var.a", "var.i"]),
    ("var.a[*].b", ["var.a"]),
    ("var.c ? each.key : count.index", ["var.c", "each.key", "count.index"]),
    ("-var.a", ["var.a"]),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_traversals_are_found_in_order(text: str, expected: list[str]) -> None:
    source = SourceFile("main.tf", text)
    expression, _ = parse_expression(source)
    assert expression is not None
    assert [text[found.start : found.end] for found in traversals(expression)] == expected


def test_an_instance_is_named_by_its_key() -> None:
    source = SourceFile("main.tf", '[harness_x.y["a"].id, harness_x.y[0], harness_x.y.id, data.t.n[1].z]')
    expression, _ = parse_expression(source)
    assert expression is not None
    assert [found.subject for found in references(expression)] == [
        ResourceRef("managed", "harness_x", "y", "a"),
        ResourceRef("managed", "harness_x", "y", 0),
        ResourceRef("managed", "harness_x", "y"),
        ResourceRef("data", "t", "n", 1),
    ]


def test_dynamic_blocks_bind_their_iterator() -> None:
    text = (
        'dynamic "host" {\n for_each = var.l\n content {\n a = host.value\n b = var.b\n}\n}\n'
        'dynamic "port" {\n for_each = port.x\n iterator = it\n content {\n a = it.value\n b = port.y\n}\n}\n'
    )
    body, found = parse(SourceFile("main.tf", text))
    assert not found
    assert [text[one.start : one.end] for one in traversals(body)] == ["var.l", "var.b", "port.x", "port.y"]
