"""Templates from their pieces: escapes resolved, trim markers and heredoc indentation applied, directives nested."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from harnessiac.language.syntax.lexing import MAX_NESTING, NestedTooDeeply
from harnessiac.language.syntax.nodes import Expression, Template, TemplateFor, TemplateIf, TemplateWrap, Text

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
SPACE += "\u2028\u2029\u202f\u205f\u3000"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))|\$\$\{|%%\{", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Malformed(Exception):
    """The text is no HCL. What is wrong with it is for the fault reader to say."""


@dataclass(slots=True)
class Chunk:
    """Literal text between template sequences, already unescaped."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A template sequence: an interpolation, or one directive of an if or for.

    `word` is "", "if", "else", "endif", "for" or "endfor"; `names` are the variables of a for.
    """

    word: str
    expression: Expression | None
    start: int
    end: int
    trim_before: bool
    trim_after: bool
    names: tuple[str, ...] = ()


Piece = Chunk | Sequence


def unescape_quoted(text: str) -> str:
    """The meaning of text between quotes. Raises Malformed for an escape that HCL does not know."""
    if "\\" in text or "$${" in text or "%%{" in text:
        text = _ESCAPE.sub(_escape_meaning, text)
    return normalized(text)


def unescape_bare(text: str) -> str:
    """The meaning of text in a heredoc or a template file, where only `$${` and `%%{` are escapes."""
    return normalized(text.replace("$${", "${").replace("%%{", "%{"))


def normalized(text: str) -> str:
    """Text in Unicode's normal form C, as all HCL strings are."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _escape_meaning(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if digits:
        code = int(digits, 16)
        return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
    if found[3] is None:
        return found[0][1:]
    if found[3] not in _SIMPLE_ESCAPES:
        raise Malformed
    return _SIMPLE_ESCAPES[found[3]]


def quoted(pieces: list[Piece], start: int, end: int) -> Template | TemplateWrap:
    """A template in quotes."""
    _trim(pieces)
    return _wrap_or_template(pieces, start, end)


def bare(pieces: list[Piece], start: int, end: int) -> Template | TemplateWrap:
    """A template without quotes, such as a template file."""
    lines = _lines(pieces)
    _trim(lines)
    return _wrap_or_template(_joined(lines), start, end)


def heredoc(pieces: list[Piece], start: int, end: int, *, indented: bool) -> Template:
    """A heredoc; `indented` for `<<-`, which takes away the indentation that all its lines share."""
    lines = _lines(pieces)
    _trim(lines)
    if indented:
        _dedent(lines)
    return Template(start, end, _nested(_joined(lines), start, end), True)


def _wrap_or_template(pieces: list[Piece], start: int, end: int) -> Template | TemplateWrap:
    if len(pieces) == 1 and isinstance(pieces[0], Sequence) and not pieces[0].word and pieces[0].expression is not None:
        return TemplateWrap(start, end, pieces[0].expression)
    return Template(start, end, _nested(pieces, start, end))


def _lines(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a chunk for each line, which is how far trim markers reach outside quotes."""
    lines: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Chunk):
            texts = piece.text.split("\n")
            last = texts.pop()
            lines.extend(Chunk(text + "\n", piece.start, piece.end) for text in texts)
            if last:
                lines.append(Chunk(last, piece.start, piece.end))
        else:
            lines.append(piece)
    return lines


def _trim(pieces: list[Piece]) -> None:
    """Apply `~`: it eats the white space of the piece next to it (in a heredoc: of that line)."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Sequence):
            if piece.trim_before and index:
                before = pieces[index - 1]
                if isinstance(before, Chunk):
                    before.text = before.text.rstrip(SPACE)
            if piece.trim_after and index + 1 < len(pieces):
                after = pieces[index + 1]
                if isinstance(after, Chunk):
                    after.text = after.text.lstrip(SPACE)


def _dedent(lines: list[Piece]) -> None:
    """Take away the indentation that all lines share; a blank line has none and keeps what it is."""
    indented: list[Chunk] = []
    shared: int | None = None
    at_line_start = True
    for piece in lines:
        if at_line_start:
            at_line_start = False
            width = 0
            if isinstance(piece, Chunk):
                width = len(piece.text) - len(piece.text.lstrip(SPACE))
                if width == len(piece.text) and piece.text.endswith("\n"):
                    at_line_start = True
                    continue
                indented.append(piece)
            shared = width if shared is None else min(shared, width)
        if isinstance(piece, Chunk) and piece.text.endswith("\n"):
            at_line_start = True
    for chunk in indented:
        chunk.text = chunk.text[shared:]


def _joined(lines: list[Piece]) -> list[Piece]:
    """Neighbouring lines as one chunk."""
    pieces: list[Piece] = []
    run: list[Chunk] = []
    for piece in [*lines, None]:
        if isinstance(piece, Chunk):
            run.append(piece)
            continue
        if run:
            pieces.append(Chunk("".join(chunk.text for chunk in run), run[0].start, run[-1].end))
            run = []
        if piece is not None:
            pieces.append(piece)
    return pieces


@dataclass(slots=True)
class _Open:
    """A directive whose end is not yet reached, and the parts since its start (for an else: since that)."""

    opening: Sequence | None
    parts: list[Expression]
    start: int
    then: Template | None = None


def _nested(pieces: list[Piece], start: int, end: int) -> tuple[Expression, ...]:
    """Parts with each directive's content inside it. Raises Malformed when directives do not match."""
    level = _Open(None, [], start)
    around: list[_Open] = []
    for piece in pieces:
        if isinstance(piece, Chunk):
            if piece.text:
                level.parts.append(Text(piece.start, piece.end, piece.text))
            continue
        match piece.word:
            case "":
                if piece.expression is None:
                    raise Malformed
                level.parts.append(piece.expression)
            case "if" | "for":
                around.append(level)
                if len(around) > MAX_NESTING:
                    raise NestedTooDeeply(piece.start)
                level = _Open(piece, [], piece.end)
            case "else":
                if level.opening is None or level.opening.word != "if" or level.then is not None:
                    raise Malformed
                level.then = Template(level.start, piece.start, tuple(level.parts))
                level.parts = []
                level.start = piece.end
            case _:
                opening = level.opening
                if opening is None or piece.word != "end" + opening.word or opening.expression is None:
                    raise Malformed
                content = Template(level.start, piece.start, tuple(level.parts))
                node: Expression
                if opening.word == "for":
                    key = opening.names[0] if len(opening.names) == 2 else None
                    node = TemplateFor(opening.start, piece.end, key, opening.names[-1], opening.expression, content)
                elif level.then is None:
                    node = TemplateIf(opening.start, piece.end, opening.expression, content, None)
                else:
                    node = TemplateIf(opening.start, piece.end, opening.expression, level.then, content)
                level = around.pop()
                level.parts.append(node)
    if around:
        raise Malformed
    return tuple(level.parts)
