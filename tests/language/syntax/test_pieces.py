"""A file parsed piece by piece says what it says as a whole, wherever it is cut."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax import pieces
from harnessiac.language.syntax.nodes import Attribute, Block, Body
from harnessiac.language.syntax.parsing import parse
from harnessiac.language.syntax.placement import placed
from harnessiac.source import SourceFile

PARTS = (
    'resource "a" "b" {\n  x = 1\n}\n',
    "locals {\n  y = {\n}\n}\n",
    'variable "v" {}\n',
    "a = <<EOT\n}\nEOT\n",
    "x {\n  y = <<-EOT\n    }\n}\n${1}\n  EOT\n}\n",
    "/* c\n}\n*/\n",
    "# }\n",
    "// c\r\n",
    "x {\r\n  y = 1\r\n}\r\n",
    'x {\n  y = "${\n{\n}\n}"\n}\n',
    "x {\n  y = [\n{\n}\n]\n}\n",
    "b = 1\n",
    "b = 2\n",
    "}\n",
    "x {\n}",
    "\ufeff",
    "\n",
    "  ",
    'y = "é',
    "/*",
    "{",
    "<<EOT\n",
    "EOT\n",
)


def in_pieces(source: SourceFile) -> tuple[list[Attribute | Block], list[Diagnostic], int]:
    """The items of a file that is parsed in pieces, at their places in the file; what is wrong; how many pieces."""
    texts = pieces.cut(source.text)
    assert "".join(texts) == source.text
    bodies, problems = pieces.parse(source, texts, parse, lambda _: None)
    lengths = [len(text) for text in texts] if len(bodies) == len(texts) else [len(source.text)]
    items: list[Attribute | Block] = []
    start = 0
    for (piece, body), length in zip(pieces.placed(source, zip(lengths, bodies, strict=True)), lengths, strict=True):
        for item in body.items:
            span = piece.span(item.start, item.end)
            assert span.source is source
            assert span.text == piece.text[item.start : item.end]
        items += [placed(item, partial(int.__add__, start)) for item in body.items]
        start += length
    return items, problems, len(bodies)


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_pieces_are_what_the_whole_is(text: str) -> None:
    source = SourceFile("main.tf", text)
    body, problems = parse(source)
    items, found, _ = in_pieces(source)
    assert found == problems
    assert tuple(items) == body.items


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (PARTS[0] * 3, 3),
        (PARTS[0] + PARTS[2] + PARTS[0], 2),
        (PARTS[0] + "# the end\n", 2),
        (PARTS[8] * 2, 2),
        (PARTS[0] + PARTS[4], 1),
        (PARTS[0] + PARTS[5], 1),
        (PARTS[0] + "\ufeff" + PARTS[0], 1),
        (PARTS[0] + "b = 1\n" + PARTS[0] + "b = 2\n", 1),
        ("", 1),
    ],
)
def test_how_files_are_cut(text: str, count: int) -> None:
    assert in_pieces(SourceFile("main.tf", text))[2] == count


def test_a_text_of_far_too_many_pieces_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST", 3)
    assert len(pieces.cut(PARTS[0] * 3)) == 3
    assert len(pieces.cut(PARTS[0] * 4)) == 1


def test_arguments_that_are_set_twice_are_found_across_pieces() -> None:
    _, problems, _ = in_pieces(SourceFile("main.tf", "b = 1\n" + PARTS[0] + "b = 2\n" + PARTS[0]))
    assert [problem.summary for problem in problems] == ["Attribute redefined"]
    assert problems[0].subject is not None
    assert problems[0].subject.line == 5


def test_an_empty_piece_has_no_items() -> None:
    assert in_pieces(SourceFile("main.tf", PARTS[0] + "\n"))[0] == in_pieces(SourceFile("main.tf", PARTS[0]))[0]
    assert isinstance(parse(SourceFile("main.tf", "\n"))[0], Body)
