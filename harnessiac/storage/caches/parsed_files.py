"""Parsed configuration files, kept so that an unchanged file, or block of a file, is not parsed again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from harnessiac import __version__
from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax import grammar, pieces
from harnessiac.language.syntax.nodes import Body
from harnessiac.language.syntax.pieces import ParsedFile
from harnessiac.source import SourceFile
from harnessiac.storage.caches.entries import SIZE, Entries, folder_of, seed_of, stamp
from harnessiac.storage.caches.parse_tables import CachedTables

if TYPE_CHECKING:
    from harnessiac.language.configuration.json_syntax import NestedBlocks
    from harnessiac.schema.nodes import Body as KindBody

FORMAT: Final = "2"
GRAMMAR: Final = "python-hcl2 8.1.4"


class Piece(Struct, frozen=True, array_like=True):
    """A piece of a text: how long it is, what of, and its syntax."""

    length: int
    digest: bytes
    body: Body


Pieces = tuple[Piece, ...]


def _parse(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    from harnessiac.language.syntax import parsing

    return parsing.parse(source)


def _parse_json(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    from harnessiac.language.configuration import json_syntax

    return json_syntax.parse(source, _blocks_of)


def _blocks_of(type: str) -> NestedBlocks:
    from harnessiac import kinds
    from harnessiac.language.configuration.json_syntax import NestedBlocks

    def nested(body: KindBody) -> NestedBlocks:
        return NestedBlocks({name: nested(block.body) for name, block in body.blocks.items()})

    kind = kinds.find(type)
    return nested(kind.body) if kind is not None else NestedBlocks()


@dataclass(frozen=True, slots=True)
class SyntaxCache:
    """`folder` None: nothing is kept. The same text is kept once for each `sort`: it may be read in other ways."""

    folder: Path | None
    size: int = SIZE

    @staticmethod
    def of(environment: Mapping[str, str]) -> SyntaxCache:
        """The cache that the environment asks for."""
        return SyntaxCache(folder_of(environment))

    def parsed(self, source: SourceFile) -> tuple[Body, list[Diagnostic]]:
        """Return the syntax of a file as a whole. A file with diagnostics is parsed each time, to find them again."""
        files, diagnostics = self._parsed(source, [source.text], "whole")
        return files[0][1], diagnostics

    def parsed_pieces(self, source: SourceFile) -> tuple[list[ParsedFile], list[Diagnostic]]:
        """Return the syntax of a file in pieces, of which only those are parsed that are not kept."""
        is_json = source.name.endswith(".json")
        return self._parsed(source, None if not is_json else [source.text], "json" if is_json else "pieces")

    def _parsed(
        self, source: SourceFile, texts: list[str] | None, sort: str
    ) -> tuple[list[ParsedFile], list[Diagnostic]]:
        """`texts` are the pieces to parse, None: to be cut."""
        grammar.keep(CachedTables(self.folder))  # templates and variables are parsed even where this file is not
        kept = self.load(source.text, sort)
        if kept is None:
            texts = pieces.cut(source.text) if texts is None else texts
            before = {piece.digest: piece.body for piece in self.before(source.name)} if len(texts) > 1 else {}

            def known(text: str) -> Body | None:
                body = before.get(digest(text))
                return body if body is not None and _is_plausible(body, len(text)) else None

            bodies, diagnostics = pieces.parse(source, texts, _parse_json if sort == "json" else _parse, known)
            if diagnostics:
                return [(source, bodies[0])], diagnostics
            if len(bodies) != len(texts):
                texts = [source.text]
            kept = tuple(Piece(len(text), digest(text), body) for text, body in zip(texts, bodies, strict=True))
            self.store(source.text, sort, kept, source.name)
        return pieces.placed(source, ((piece.length, piece.body) for piece in kept)), []

    def load(self, text: str, sort: str) -> Pieces | None:
        """The parsed pieces of `text`, if they are kept."""
        if self.folder is None:
            return None
        found = self._entries().load(seed(text, sort), Pieces)
        return found if found is not None and _are_plausible(found, len(text)) else None

    def before(self, name: str) -> Pieces:
        """The pieces that the file of this name consisted of when it was last parsed."""
        if self.folder is None:
            return ()
        last = self._latest().load(_file_seed(name), bytes)
        return (self._entries().load(last, Pieces) or ()) if last is not None else ()

    def store(self, text: str, sort: str, found: Pieces, name: str) -> None:
        """Keep the parsed pieces of `text`, the file `name`; that they cannot be kept is no failure."""
        if self.folder is None:
            return
        entry = seed(text, sort)
        self._entries().store(entry, found)
        if len(found) > 1:
            self._latest().store(_file_seed(name), entry)

    def _entries(self) -> Entries:
        return Entries(self.folder, ".syntax", self.size)

    def _latest(self) -> Entries:
        return Entries(self.folder, ".latest", self.size)


def seed(text: str, sort: str) -> bytes:
    """What an entry depends on: the text and everything that turns it into syntax."""
    rooms = ("language", "kinds", "schema") if sort == "json" else ("language",)  # JSON is read by what kinds declare
    return seed_of(sort, FORMAT, __version__, GRAMMAR, stamp(*rooms), text)


def _file_seed(name: str) -> bytes:
    return seed_of("latest", FORMAT, __version__, GRAMMAR, stamp("language"), os.path.abspath(name))  # noqa: PTH100


def digest(text: str) -> bytes:
    """By which a piece is found again."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _are_plausible(found: Pieces, length: int) -> bool:
    """Whether the pieces are together as long as the text, and each is as long as it says."""
    return (
        sum(piece.length for piece in found) == length
        and all(piece.length >= 0 and _is_plausible(piece.body, piece.length) for piece in found)
        and len(found) > 0
    )


def _is_plausible(body: Body, length: int) -> bool:
    """Whether the outermost items stand one after the other inside the text."""
    at = body.start
    for item in body.items:
        if not at <= item.start <= item.end <= length:
            return False
        at = item.end
    return 0 <= body.start <= body.end <= length
