"""A YAML text with its expressions resolved, and all else byte for byte as it was.

The platform puts values into the text before anybody reads it as YAML. Here each value is put where it keeps its
meaning: quotes and escapes are added where the text would be another YAML without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct, field

from harnessiac import documents
from harnessiac.codes import rendering as codes
from harnessiac.diagnostics import Diagnostic, error, warning
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.parsing import outermost, scan
from harnessiac.services.outcomes import Answer, Known, Open
from harnessiac.source import SourceFile, Span

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_QUOTE_IN = {'"': ('\\"', ' "'), "'": ("''", " '")}
"""How a quote is written inside of quotes, and what reads the same and is as long."""

_NOISE = re.compile(r"""[\s\\"']+""")
_FOLD = re.compile(r"\s*\n\s*")
_ESCAPED = re.compile('[\x00-\x1f\x7f-\x9f"\\\\\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')
_UNQUOTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What single quotes cannot hold, or would fold."""

_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Place(Struct, frozen=True):
    """An expression of the text, where it stands and what became of it."""

    expression: str
    span: Span
    answer: Answer


class Filled(Struct, frozen=True):
    """`text` is the source's with every known expression replaced."""

    source: SourceFile
    text: str
    places: tuple[Place, ...]


def fill(source: SourceFile, answer: Callable[[str], Answer]) -> tuple[Filled | None, list[Diagnostic]]:
    """Resolve the expressions in the YAML document `source`; `answer` is asked without the brackets.

    None if the text is no document. Never raises.
    """
    document, findings = documents.read(source)
    if document is None or findings:
        return None, findings
    scalars = sorted(_scalars(document.root), key=lambda one: one.start)
    for quotes in (False, True):
        filler = _Filler(source, answer, quotes=quotes)
        parts, at = [], 0
        for scalar in scalars:
            parts += [source.text[at : scalar.start], filler.scalar(scalar)]
            at = scalar.end
        text = "".join((*parts, source.text[at:]))
        if _is_faithful(document, text, filler.meant):
            return Filled(source, text, tuple(filler.places)), filler.findings
    detail = "With its expressions resolved the text would not be the YAML that is meant, so it is not shown."
    return None, [error("Values cannot be put into the text", detail, source.span(0))]


def _scalars(root: Node) -> Iterator[Scalar]:
    """Every scalar that holds an expression, keys included; what an alias repeats once."""
    seen: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case Scalar() if "<+" in node.text:
                yield node
            case Mapping():
                pending += [one for entry in node.entries.values() for one in (entry.key, entry.value)]
            case Sequence():
                pending += node.items
            case _:
                pass


class _Piece(Struct, frozen=True):
    """Text as it is written, or the value of an expression."""

    text: str
    value: Known | None = None


class _Filler(Struct):
    """With `quotes` every text that changes becomes one line in double quotes, whichever style it had.

    That is what no value can break; values as they come seldom need it.
    """

    source: SourceFile
    answer: Callable[[str], Answer]
    quotes: bool = False
    findings: list[Diagnostic] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    meant: dict[int, str] = field(default_factory=dict)
    """What each scalar that was changed must say now, by where it starts."""

    def scalar(self, scalar: Scalar) -> str:
        """What stands in the text for a scalar."""
        raw = self.source.text[scalar.start : scalar.end]
        properties = _PROPERTIES.match(raw)
        lead = begin = properties.end() if properties else 0
        if scalar.style in ("|", ">"):
            begin = raw.find("\n", begin) + 1 or len(raw)
        place = len(self.places)
        pieces = list(self._pieces(raw, begin, scalar))
        self._check_closed(raw, scalar)
        if not any(piece.value for piece in pieces):
            return raw
        meant = self.meant[scalar.start] = self._text(scalar)
        written = None if self.quotes else _written(scalar.style, pieces, _indent(raw[begin:]))
        if scalar.style == "" and written is not None:
            is_tagged = "!" in raw[:lead]
            if not self._is_meant(written, meant, pieces, place, is_tagged=is_tagged):
                written = None
        return f'{raw[:lead]}"{_escaped(meant)}"' if written is None else raw[:begin] + written

    def _check_closed(self, raw: str, scalar: Scalar) -> None:
        broken = scan(raw)[1]
        if broken is not None:
            at = scalar.start + broken
            detail = "An expression begins here and does not end; the platform takes it for text. Close it with `>`."
            self.findings.append(warning("Expression is not closed", detail, self.source.span(at, at + 2)))

    def _pieces(self, raw: str, begin: int, scalar: Scalar) -> Iterator[_Piece]:
        at = begin
        readable = raw.replace(*_QUOTE_IN[scalar.style]) if scalar.style in _QUOTE_IN else raw
        follows = _follows(readable[begin:], scalar.text)
        for one in outermost(readable[begin:]):
            start, end = begin + one.start, begin + one.end
            answer = self.answer(readable[start + 2 : end - 1]) if follows else Open("hiac cannot tell where it ends")
            span = self.source.span(scalar.start + start, scalar.start + end)
            self.places.append(Place(raw[start:end], span, answer))
            if isinstance(answer, Known):
                yield _Piece(raw[at:start])
                yield _Piece(answer.text, answer)
                at = end
        yield _Piece(raw[at:])

    def _text(self, scalar: Scalar) -> str:
        """The scalar's text with its expressions resolved."""
        text, parts, at = scalar.text, [], 0
        for one in outermost(text):
            answer = self.answer(text[one.start + 2 : one.end - 1])
            if isinstance(answer, Known):
                parts += [text[at : one.start], answer.text]
                at = one.end
        return "".join((*parts, text[at:]))

    def _is_meant(self, text: str, meant: str, pieces: list[_Piece], place: int, *, is_tagged: bool) -> bool:
        """Whether a plain scalar is read as what is meant; that it is read as no text is said of its first place."""
        read = _read_plain(text)
        if read is None or read.text != meant:
            return False
        if is_tagged or isinstance(read.value, str) or not any(p.value and p.value.is_text for p in pieces):
            return True
        other = "null" if read.value is None else "a number or a boolean"
        detail = (
            f"The pipeline puts {shortened(text)} into the text as it is, and YAML then reads {other} where text is "
            "meant; here it is shown quoted. Put the expression into quotes."
        )
        self.findings.append(codes.PLAIN_TYPE.at(self.places[place].span, detail))
        return False


def _written(style: str, pieces: list[_Piece], indent: str) -> str | None:
    """The pieces in the style of a scalar, whose lines are indented by `indent`; None if it cannot hold them."""
    match style:
        case "'":
            if any(piece.value and _UNQUOTABLE.search(piece.text) for piece in pieces):
                return None
            return "".join(piece.text.replace("'", "''") if piece.value else piece.text for piece in pieces)
        case '"':
            return "".join(_escaped(piece.text) if piece.value else piece.text for piece in pieces)
        case "|" | ">":
            return "".join(piece.text.replace("\n", f"\n{indent}") if piece.value else piece.text for piece in pieces)
        case _:
            return "".join(piece.text for piece in pieces)


def _follows(raw: str, text: str) -> bool:
    """Whether the expressions of a scalar as written are those of its text: escaped quotes can hide where one ends."""

    def bare(within: str) -> list[str]:
        return [_NOISE.sub("", within[one.start : one.end]) for one in outermost(within)]

    return bare(raw) == bare(text)


@lru_cache(maxsize=256)
def _read_plain(text: str) -> Scalar | None:
    """What a plain scalar says, inside of lists in brackets too; None if it is none."""
    folded = _FOLD.sub(" ", text)
    document, findings = documents.read(SourceFile("", f"[{folded}]"))
    root = document.root if document is not None and not findings else None
    if not isinstance(root, Sequence) or len(root.items) != 1:
        return None
    item = root.items[0]
    return item if isinstance(item, Scalar) and not item.style and item.start == 1 else None


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found.group()) or f"\\u{ord(found.group()):04x}", text)


def _indent(body: str) -> str:
    """The white space before the lines of a block: that of its first line that is not empty."""
    for line in body.split("\n"):
        if line.strip():
            return line[: len(line) - len(line.lstrip(" "))]
    return ""


def _is_faithful(before: Document, text: str, meant: dict[int, str]) -> bool:
    """Whether `text` says what the document says, with what is `meant` in place of the scalars that start there."""
    after, findings = documents.read(SourceFile(before.source.name, text))
    return after is not None and not findings and _same(before.root, after.root, meant)


def _same(before: Node, after: Node, meant: dict[int, str]) -> bool:
    pending: list[tuple[Node, Node]] = [(before, after)]
    seen: set[tuple[int, int]] = set()
    while pending:
        one, other = pending.pop()
        if (id(one), id(other)) in seen:
            continue
        seen.add((id(one), id(other)))
        match one, other:
            case Scalar(), Scalar():
                if other.text != meant.get(one.start, one.text):
                    return False
            case Mapping(), Mapping() if len(one.entries) == len(other.entries):
                for left, right in zip(one.entries.values(), other.entries.values(), strict=True):
                    pending += [(left.key, right.key), (left.value, right.value)]
            case Sequence(), Sequence() if len(one.items) == len(other.items):
                pending += zip(one.items, other.items, strict=True)
            case _:
                return False
    return True
