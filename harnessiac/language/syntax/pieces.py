"""A file in pieces, mostly one outermost block each, so that an edit of one block leaves the others parsed.

The nodes of a piece have offsets in the piece, which stay right wherever it moves to in its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax.nodes import Attribute, Body
from harnessiac.source import SourceFile, Span

ParsedFile = tuple[SourceFile, Body]
Parse = Callable[[SourceFile], tuple[Body, list[Diagnostic]]]

MOST = 100_000
"""A text that would fall into more pieces is taken as a whole."""

_CLOSING = re.compile(r"\n\}[ \t]*\r?\n")


@dataclass(frozen=True)
class PieceSource(SourceFile):
    """A piece of a file; a range of it is shown in the file, `start` characters further on."""

    file: SourceFile
    start: int

    def span(self, start: int, end: int | None = None) -> Span:
        at = self.start + start
        return Span(self.file, at, at if end is None else max(at, self.start + end))


def cut(text: str) -> list[str]:
    """The text in pieces that end with a line that is only a closing brace, as outermost blocks do.

    Such a line may also stand in a heredoc or a comment. Then the piece before it is not well-formed by itself, so
    whoever parses all pieces sees it. If all are well-formed, they are together what the whole is: HCL is read from
    left to right, and nothing is open where a well-formed piece ends.
    """
    pieces: list[str] = []
    at = 0
    for found in _CLOSING.finditer(text):
        if len(pieces) == MOST or text.startswith("\ufeff", found.end()):  # which only may begin a file, not a piece
            return [text]
        pieces.append(text[at : found.end()])
        at = found.end()
    if at < len(text) or not pieces:
        pieces.append(text[at:])
    return pieces


def parse(
    source: SourceFile, texts: list[str], parse_one: Parse, known: Callable[[str], Body | None]
) -> tuple[list[Body], list[Diagnostic]]:
    """The syntax of each piece; `known` has those that were parsed before.

    One body, of the whole, if the pieces are not well-formed by themselves.
    """
    bodies = []
    with_arguments = 0
    for text in texts:
        body = known(text)
        if body is None:
            body, problems = parse_one(SourceFile(source.name, text))
            if problems:
                break
        with_arguments += any(isinstance(item, Attribute) for item in body.items)
        bodies.append(body)
    if len(bodies) == len(texts) and with_arguments <= 1:  # of arguments, none may be set twice in the file
        return bodies, []
    body, problems = parse_one(source)
    return [body], problems


def placed(source: SourceFile, bodies: Iterable[tuple[int, Body]]) -> list[ParsedFile]:
    """The pieces of a file, given by their lengths, each as a file of its own."""
    made: list[ParsedFile] = []
    at = 0
    for length, body in bodies:
        if length == len(source.text):
            made.append((source, body))
        else:
            made.append((PieceSource(source.name, source.text[at : at + length], source, at), body))
        at += length
    return made
