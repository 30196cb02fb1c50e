"""What is printed as HCL reads back as the same, and is laid out as `hiac fmt` lays it out."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.formatting.files import format_text
from harnessiac.language.formatting.printing import Plain, PrintedBlock, block
from harnessiac.language.syntax.nodes import Attribute, Block, Body
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile
from harnessiac.values.plain import to_plain

LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"], include_characters="\n\t\r ")
"""Of other characters terraform fmt rewrites some as escapes."""
texts = st.one_of(
    st.text(LETTERS, max_size=20),
    st.lists(
        st.sampled_from(["${", "%{", "$${", "\\", '"', "\n", "  ", "\t", "EOT\n", "x", "$", "%", "~", "é", "'"]),
        max_size=9,
    ).map("".join),
).map(lambda text: unicodedata.normalize("NFC", text))
names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
values: st.SearchStrategy[Plain] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
arguments = st.dictionaries(names, values, max_size=4).map(lambda given: tuple(given.items()))
blocks = st.recursive(
    st.builds(PrintedBlock, names, st.lists(texts, max_size=2).map(tuple), arguments),
    lambda inner: st.builds(
        PrintedBlock, names, st.lists(texts, max_size=2).map(tuple), arguments, st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=4,
)


def read(body: Body, source: SourceFile) -> tuple[object, ...]:
    """What a body says, in the order of a PrintedBlock's fields."""
    given = {
        item.name: to_plain(evaluate(item.expression, Scope.empty(), source))
        for item in body.items
        if isinstance(item, Attribute)
    }
    nested = [read_block(item, source) for item in body.items if isinstance(item, Block)]
    return given, nested


def read_block(found: Block, source: SourceFile) -> tuple[object, ...]:
    return found.type, tuple(label.text for label in found.labels), *read(found.body, source)


def said(printed: PrintedBlock) -> tuple[object, ...]:
    return printed.type, printed.labels, dict(printed.arguments), [said(inner) for inner in printed.blocks]


@given(blocks)
def test_printed_blocks_read_back(printed: PrintedBlock) -> None:
    source = SourceFile("main.tf", block(printed))
    body, found = parse(source)
    assert not found
    (only,) = body.items
    assert isinstance(only, Block)
    assert read_block(only, source) == said(printed)


@given(blocks)
def test_printed_blocks_are_formatted(printed: PrintedBlock) -> None:
    text = block(printed)
    assert format_text(SourceFile("main.tf", text)) == (text, [])
