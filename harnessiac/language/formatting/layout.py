"""Where every token stands: spaces between tokens, indentation of lines, arguments and comments in columns.

Nothing is known here but tokens and lines, so that a line looks the same wherever it stands: brackets that stay open
indent what follows, `=` and comments of neighbouring lines stand under each other. Which lines there are is the
author's choice; none is broken, joined, added or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

from harnessiac.language.formatting.pieces import CLOSING, OPENING, Piece, pieces

INDENT = 2
"""Spaces for every line whose brackets are open around a line."""

_NAMES = frozenset({"NAME", "IN"})
_INDEXED = frozenset({*_NAMES, "NUMBER", *CLOSING})
"""A square bracket after one of these is an index of it."""

_SIGNED = frozenset(
    {"", "LPAR", "LBRACE", "LSQB", "EQ", "COLON", "COMMA", "QMARK"}
    | {"PLUS", "ASTERISK", "SLASH", "PERCENT", "MINUS", "DOUBLE_EQ", "NEQ", "GT", "GEQ", "LT", "LEQ"}
    | {"DOUBLE_AMP", "DOUBLE_PIPE", "NOT"}
)
"""A minus after one of these is a sign, not a subtraction."""

_OPENS_TEXT = frozenset({"STRING_CHARS", "OPEN_QUOTE", "HEREDOC_START"})
_CLOSES_TEXT = frozenset({"STRING_CHARS", "CLOSE_QUOTE", "HEREDOC_END"})
_SEQUENCE_STARTS = frozenset({"INTERP_START", "DIRECTIVE_START"})


class _Line:
    """The pieces of a line in three columns: `lead`, from its `=` on `value`, and a `comment` at its end."""

    __slots__ = ("comment", "lead", "value")

    def __init__(self, content: list[Piece]) -> None:
        self.comment: list[Piece] = []
        self.value: list[Piece] = []
        if len(content) > 1 and content[-1].kind in ("LINE_COMMENT", "COMMENT"):
            self.comment = [content.pop()]
        self.lead = content
        equals = next((i for i, piece in enumerate(content) if i and piece.kind == "EQ"), None)
        if equals is not None and not opened(content[equals:]):
            self.lead, self.value = content[:equals], content[equals:]

    def opened(self) -> int:
        """How many more brackets the line opens than it closes, not counting those after the start of a heredoc."""
        return opened(_before_heredoc(self.lead)) + opened(_before_heredoc(self.value))


def laid_out(text: str) -> str:
    """Text that parses, with every token at its place."""
    content = pieces(text.removeprefix("\ufeff"))
    lines = _lines(content)
    for line in lines:
        _space(line.lead)
        _space(line.value)
    _indent(lines)
    _align(lines, lambda line: line.value, lambda line: _width(line.lead))
    _align(lines, lambda line: line.comment, lambda line: _width(line.lead) + _width(line.value))
    return "".join([" " * piece.gap + piece.text if piece.gap else piece.text for piece in content])


def opened(content: Iterable[Piece]) -> int:
    """How many more brackets are opened than closed."""
    return sum((piece.kind in OPENING) - (piece.kind in CLOSING) for piece in content)


def _lines(content: list[Piece]) -> list[_Line]:
    lines = []
    start = 0
    for index, piece in enumerate(content):
        if piece.kind == "END":
            before = content[index - 1].end if index else 0
            piece.gap = piece.start - before
            if start < index:
                lines.append(_Line(content[start:index]))
        elif piece.ends_line:
            lines.append(_Line(content[start : index + 1]))
            start = index + 1
    return lines


def _before_heredoc(content: Sequence[Piece]) -> Sequence[Piece]:
    return content[: next((i for i, piece in enumerate(content) if piece.kind == "HEREDOC_START"), len(content))]


def _space(content: Sequence[Piece]) -> None:
    before = ""
    for here, after in pairwise(content):
        after.gap = _gap(before, here.kind, after.kind)
        before = here.kind


@cache
def _gap(before: str, here: str, after: str) -> int:
    """The spaces between two kinds of pieces, given the kind before them ("" at the start of a column)."""
    if after == "NEWLINE" or "DOT" in (here, after) or after in ("COMMA", "ELLIPSIS"):
        return 0
    if (here in _NAMES and after in ("LPAR", "COLONS")) or (here == "COLONS" and after in _NAMES):
        return 0
    if here == "COMMA":
        return 1
    if here in _OPENS_TEXT or after in _CLOSES_TEXT:
        return 0
    if here == "IN" and before in _NAMES:
        return 1
    if here == "NOT" or (after == "LSQB" and here in _INDEXED):
        return 0
    if here == "MINUS":
        return int(before not in _SIGNED)
    if here == "LBRACE" or after == "RBRACE":
        return int((here, after) != ("LBRACE", "RBRACE"))
    if (here in _SEQUENCE_STARTS and after == "LBRACE") or (here == "RBRACE" and after == "TEMPLATE_END"):
        return 1
    if (here == "TEMPLATE_END" and after in _SEQUENCE_STARTS) or here in OPENING or after in CLOSING:
        return 0
    return 1


def _indent(lines: Iterable[_Line]) -> None:
    """Give every line the indentation that the brackets open before it ask for.

    A line that opens several brackets indents once; it ends where as many have been closed. A line that closes more
    than it opens stands where that brings it.
    """
    levels: list[int] = []
    for line in lines:
        first = line.lead[0]
        if first.kind == "NEWLINE":
            first.gap = 0
            continue
        change = line.opened()
        closing = -change
        while closing > 0 and levels:
            closed = min(closing, levels[-1])
            closing -= closed
            levels[-1] -= closed
            if not levels[-1]:
                levels.pop()
        first.gap = INDENT * len(levels)
        if change > 0:
            levels.append(change)


def _align(lines: list[_Line], column: Callable[[_Line], list[Piece]], width: Callable[[_Line], int]) -> None:
    """Put the column of neighbouring lines that have it where the widest of what stands before lets it."""
    group: list[tuple[Piece, int]] = []
    for line in [*lines, None]:
        content = column(line) if line else []
        if line and content:
            group.append((content[0], width(line)))
        elif group:
            widest = max(taken for _, taken in group)
            for piece, taken in group:
                piece.gap = widest - taken + 1
            group = []


def _width(content: Iterable[Piece]) -> int:
    return sum(piece.gap + _columns(piece) for piece in content)


def _columns(piece: Piece) -> int:
    text = piece.text
    if text.isascii():
        return len(text) - text.count("\r\n")
    from harnessiac.language.functions import graphemes

    if piece.kind == "TEMPLATE_STRING":
        return 2 + graphemes.count(text[1:-1])
    return graphemes.count(text)
