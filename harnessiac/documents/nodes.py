"""A YAML document as a tree whose nodes know where they stand.

Offsets are indices into the text that was read. An alias is the node of its anchor once more, so the tree may share
nodes; its reader has bounded how large it is when walked.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.source import SourceFile, Span, TextOrigin

"""Keys and indices from the root: ("service", "tags")."""


class Scalar(Struct, frozen=True):
    """`text` is what was written (quotes and escapes resolved), `value` what it means; see `reading.resolve`.

    `style` is the indicator that introduced it: `'`, `"`, `|`, `>`, or empty for a plain scalar.
    """

    start: int
    end: int
    value: str | int | float | bool | None
    text: str
    style: str = ""

    @property
    def is_null(self) -> bool:
        return self.value is None


class Sequence(Struct, frozen=True):
    start: int
    end: int
    items: tuple[Node, ...]


class Entry(Struct, frozen=True):
    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """`entries` in the order written, by the key's text: in Harness's documents every key is a string."""

    start: int
    end: int
    entries: dict[str, Entry]

    def get(self, key: str) -> Node | None:
        entry = self.entries.get(key)
        return entry.value if entry else None


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """`node` as dicts, lists and scalars."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(entry.value) for key, entry in node.entries.items()}


class Document(Struct, frozen=True):
    """A document, the text it was read from, and where that text in turn was written down."""

    root: Node
    source: SourceFile
    origin: TextOrigin

    def plain(self) -> Any:
        return plain(self.root)

    def span(self, node: Node) -> Span:
        """Where `node` stands in the file that a person edits."""
        return self.origin.span(node.start, node.end)

    def at(self, path: Path) -> Node | None:
        """The node that `path` leads to."""
        node, rest = self._follow(path)
        return None if rest else node

    def span_at(self, path: Path) -> Span:
        """The place of what `path` leads to, or of the last thing on the way that is there."""
        return self.span(self._follow(path)[0])

    def _follow(self, path: Path) -> tuple[Node, Path]:
        node = self.root
        for taken, step in enumerate(path):
            match node, step:
                case Mapping(), str() if step in node.entries:
                    node = node.entries[step].value
                case Sequence(), int() if 0 <= step < len(node.items):
                    node = node.items[step]
                case _:
                    return node, path[taken:]
        return node, ()
