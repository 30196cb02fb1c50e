"""Parsed configuration files, kept so that an unchanged file is not parsed again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harnessiac import __version__
from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax import Body
from harnessiac.source import SourceFile
from harnessiac.storage.entries import SIZE, Entries, folder_of, seed_of, stamp

if TYPE_CHECKING:
    from harnessiac.language.json_syntax import NestedBlocks
    from harnessiac.schema.nodes import Body as KindBody

FORMAT: Final = "2"
GRAMMAR: Final = "python-hcl2 8.1.4"

JSON: Final = "\0json\0"
"""Comes before the text of a JSON file where its entry is looked for: the same text means something else in a .tf."""


def parsed(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    """The syntax of a file, from the cache of this process's user or newly parsed.

    What has diagnostics is not kept, so that they are found again.
    """
    kept = SyntaxCache.of(os.environ)
    is_json = source.name.endswith(".json")
    text = JSON + source.text if is_json else source.text
    body = kept.load(text)
    if body is not None:
        return body, []
    if is_json:
        from harnessiac.language import json_syntax

        body, diagnostics = json_syntax.parse(source, _blocks_of)
    else:
        from harnessiac.language import parsing

        body, diagnostics = parsing.parse(source)
    if not diagnostics:
        kept.store(text, body)
    return body, diagnostics


def _blocks_of(type: str) -> NestedBlocks:
    from harnessiac import kinds
    from harnessiac.language.json_syntax import NestedBlocks

    def nested(body: KindBody) -> NestedBlocks:
        return NestedBlocks({name: nested(block.body) for name, block in body.blocks.items()})

    kind = kinds.find(type)
    return nested(kind.body) if kind is not None else NestedBlocks()


@dataclass(frozen=True, slots=True)
class SyntaxCache:
    """`folder` None: nothing is kept."""

    folder: Path | None
    size: int = SIZE

    @staticmethod
    def of(environment: Mapping[str, str]) -> SyntaxCache:
        """The cache that the environment asks for."""
        return SyntaxCache(folder_of(environment))

    def load(self, text: str) -> Body | None:
        """The parsed form of `text`, if it is kept."""
        body = self._entries().load(seed(text), Body) if self.folder is not None else None
        return body if body is not None and _is_plausible(body, len(text)) else None

    def store(self, text: str, body: Body) -> None:
        """Keep the parsed form of `text`; that it cannot be kept is no failure."""
        if self.folder is not None:
            self._entries().store(seed(text), body)

    def _entries(self) -> Entries:
        return Entries(self.folder, ".syntax", self.size)


def seed(text: str) -> bytes:
    """What an entry depends on: the text and everything that turns it into syntax."""
    return seed_of("syntax", FORMAT, __version__, GRAMMAR, stamp("language"), text)


def _is_plausible(body: Body, length: int) -> bool:
    """Whether the outermost items stand one after the other inside the text."""
    at = body.start
    for item in body.items:
        if not at <= item.start <= item.end <= length:
            return False
        at = item.end
    return 0 <= body.start <= body.end <= length
