"""The parse tables of HCL's grammar, kept so that Lark computes them once and not in each run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harnessiac import __version__
from harnessiac.language.syntax.grammar import Tables, TableStore
from harnessiac.storage.caches.entries import Entries, seed_of, stamp


@dataclass(frozen=True, slots=True)
class CachedTables(TableStore):
    """Tables in a cache directory; `folder` None: nothing is kept."""

    folder: Path | None

    def load(self, sources: tuple[str, ...]) -> Tables | None:
        """Return the tables made from `sources`, if they are kept and every step in them leads somewhere."""
        tables = self._entries().load(_seed(sources), Tables)
        return tables if tables is not None and tables.is_sound() else None

    def store(self, sources: tuple[str, ...], made: Tables) -> None:
        """Keep tables made from `sources`; a failure to write them is ignored."""
        self._entries().store(_seed(sources), made)

    def _entries(self) -> Entries:
        return Entries(self.folder, ".tables")


def _seed(sources: tuple[str, ...]) -> bytes:
    return seed_of("tables", __version__, stamp("language"), *sources)
