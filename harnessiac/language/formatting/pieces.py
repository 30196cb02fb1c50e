"""A file's tokens as the formatter needs them: a comment goes to the end of its line."""

from __future__ import annotations

from harnessiac.language.syntax.lexing import tokens
from harnessiac.source import SourceFile

OPENING = frozenset({"LBRACE", "LSQB", "LPAR", "INTERP_START", "DIRECTIVE_START"})
CLOSING = frozenset({"RBRACE", "RSQB", "RPAR", "TEMPLATE_END"})


class Piece:
    """A token: its `kind`, its text, where it started and ended, and how many spaces are written before it.

    Kinds are the types of tokens, save IN (the name `in`), NUMBER and LINE_COMMENT. A line comment holds the end of
    its line, if the file goes on after it. `quotes` is how many quoted templates it lies in.
    """

    __slots__ = ("end", "gap", "kind", "quotes", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int, quotes: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.quotes = quotes
        self.gap = 0

    @property
    def ends_line(self) -> bool:
        return self.kind == "NEWLINE" or (self.kind == "LINE_COMMENT" and self.text.endswith("\n"))


def pieces(text: str) -> list[Piece]:
    """The pieces of text that parses, the END included."""
    out: list[Piece] = []
    quotes = 0
    for token in tokens(SourceFile("", text)):
        kind = token.type
        if kind == "NEWLINE" and out and out[-1].kind == "LINE_COMMENT" and not out[-1].text.endswith("\n"):
            comment = out[-1]
            comment.end = token.end
            comment.text += token.value
            continue
        inside = quotes
        if kind == "OPEN_QUOTE":
            quotes += 1
        elif kind == "CLOSE_QUOTE":
            quotes -= 1
        elif kind == "COMMENT":
            kind = "COMMENT" if token.value.startswith("/*") else "LINE_COMMENT"
        elif kind == "NAME":
            kind = "IN" if token.value == "in" else kind
        elif kind in ("INT_LITERAL", "FLOAT_LITERAL"):
            kind = "NUMBER"
        out.append(Piece(kind, token.value, token.start, token.end, inside))
    return out
