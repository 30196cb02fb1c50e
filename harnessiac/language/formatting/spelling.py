"""Old ways of writing said in the new one: "${x}" is x, a type is no string, a block's labels are quoted.

All that is known here comes from the syntax tree, so strings, comments and nested objects are never taken for more than
they are. What would not be read as the same configuration afterwards stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from harnessiac.language.formatting.pieces import CLOSING, OPENING, Piece, pieces
from harnessiac.language.syntax.nodes import Attribute, Block, Body, TemplateWrap
from harnessiac.source import SourceFile

TYPES = {
    '"string"': "string",
    '"list"': "list(string)",
    '"map"': "map(string)",
    "list": "list(any)",
    "map": "map(any)",
    "set": "set(any)",
}
"""Types of variables as Terraform 0.11 wrote them, and collections that do not say of what."""

_SEQUENCES = frozenset({"INTERP_START", "DIRECTIVE_START", "TEMPLATE_END"})

_COMMENTS = frozenset({"COMMENT", "LINE_COMMENT"})
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_COMMENT_OR_LINE_END = re.compile(r"(?:[ \t]*+/\*(?s:.*?)\*/)*+[ \t]*(?:#|//|\r?\n|\Z)")

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]|[$%]\{|[^\x00-\x7f]')
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})


@dataclass(frozen=True, slots=True)
class _Edit:
    """`text` in place of `start`..`end`."""

    start: int
    end: int
    text: str


def respelled(source: SourceFile, body: Body) -> str:
    """The text of a file, given its syntax, with outdated spellings replaced."""
    text = source.text
    out = []
    at = 0
    for edit in _edits(text, body, ()):
        out += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, text[at:]]) if out else text


def _edits(text: str, body: Body, around: tuple[str, ...]) -> Iterator[_Edit]:
    """In the order of the text. `around` are the types of the blocks that hold the body, outermost first."""
    for item in body.items:
        match item:
            case Attribute(name="type") if around == ("variable",):
                written = text[item.expression.start : item.expression.end]
                if written in TYPES:
                    yield _Edit(item.expression.start, item.expression.end, TYPES[written])
            case Attribute(expression=TemplateWrap(start=start, end=end)):
                unwrapped = _unwrapped(text, start, end)
                if unwrapped is not None:
                    yield _Edit(start, end, unwrapped)
            case Block():
                if item.labels:
                    labels = "".join(f" {_quoted(label.text)}" for label in item.labels)
                    if text[item.type_end : item.labels[-1].end] != labels:
                        yield _Edit(item.type_end, item.labels[-1].end, labels)
                yield from _edits(text, item.body, (*around, item.type))


def _unwrapped(text: str, start: int, end: int) -> str | None:
    """What a template of one interpolation holds, in parentheses if it needs them; None to leave it alone."""
    inside = _without_newlines_around(pieces(text[start:end])[2:-3])
    if not inside or any(piece.kind in _SEQUENCES and piece.quotes == 1 for piece in inside):
        return None
    first, last = inside[0], inside[-1]
    content = text[start + first.start : start + last.end]
    if any(piece.kind == "NEWLINE" for piece in inside) and (first.kind, last.kind) != ("LPAR", "RPAR"):
        return None if last.kind == "HEREDOC_END" else f"({content})"
    ended = _line_end(inside)
    if ended is not None:
        is_whole = all(piece.kind in _COMMENTS for piece in inside[ended:])
        return content if is_whole and _COMMENT_OR_LINE_END.match(text, end) else None
    if last.kind == "HEREDOC_END" and not _LINE_END.match(text, end):
        return None
    return content


def _without_newlines_around(content: list[Piece]) -> list[Piece]:
    kept = [index for index, piece in enumerate(content) if piece.kind != "NEWLINE"]
    return content[kept[0] : kept[-1] + 1] if kept else []


def _line_end(content: list[Piece]) -> int | None:
    """The first piece that ends a line outside all brackets; there the expression ends too."""
    depth = 0
    for index, piece in enumerate(content):
        depth += (piece.kind in OPENING) - (piece.kind in CLOSING)
        if piece.ends_line and depth <= 0:
            return index
    return None


def _quoted(label: str) -> str:
    return f'"{_ESCAPED.sub(_escape, label)}"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    if len(char) > 1:
        return char[0] + char
    code = ord(char)
    if unicodedata.category(char) in _UNPRINTABLE:
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char
