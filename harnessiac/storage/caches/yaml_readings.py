"""Readings of YAML that users wrote, kept so that unchanged YAML is not read again.

All readings of a configuration are one entry, which is written anew when there are others.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from harnessiac import __version__
from harnessiac.entities.yaml_reading import Reading
from harnessiac.storage.caches.entries import Entries, folder_of, seed_of, stamp

FORMAT: Final = "2"
ROOMS: Final = (
    *("codes", "documents", "entities", "expressions", "kinds", "schema", "services", "shapes", "values"),
    *("attributes.py", "diagnostics.py", "source.py"),
)
"""The code that reading YAML depends on."""

SPARE: Final = 1_000
"""Of readings that were not asked for, as many as were are kept, and so many more: other workspaces need them."""


class KeptReadings(Struct):
    """The readings of the configuration in a folder."""

    entries: Entries
    configuration: Path
    _kept: dict[bytes, Reading] | None = None
    _used: dict[bytes, Reading] = field(default_factory=dict)
    _has_new: bool = False

    @staticmethod
    def of(configuration: Path, environment: Mapping[str, str]) -> KeptReadings:
        return KeptReadings(Entries(folder_of(environment), ".services"), configuration)

    def find(self, key: bytes) -> Reading | None:
        if self._kept is None:
            is_kept = self.entries.folder is not None
            self._kept = (self.entries.load(self._seed(), dict[bytes, Reading]) if is_kept else None) or {}
        found = self._used.get(key) or self._kept.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def add(self, key: bytes, reading: Reading) -> None:
        self._used[key] = reading
        self._has_new = True

    def save(self) -> None:
        """Write down what was added."""
        if not self._has_new or self.entries.folder is None:
            return
        self._has_new = False
        rest = ((key, reading) for key, reading in (self._kept or {}).items() if key not in self._used)
        most = 2 * len(self._used) + SPARE
        self._kept = dict(islice(chain(self._used.items(), rest), most))
        self.entries.store(self._seed(), self._kept)

    def _seed(self) -> bytes:
        return seed_of(
            "services", FORMAT, __version__, stamp(*ROOMS), _yaml_stamp(), str(self.configuration.absolute())
        )


def _yaml_stamp() -> str:
    """Which library reads YAML; it is not imported to ask it."""
    spec = find_spec("yaml")
    if spec is None or spec.origin is None:
        return ""
    try:
        about = Path(spec.origin).stat()
    except OSError:
        return ""
    return f"{spec.origin} {about.st_size} {about.st_mtime_ns}"
