"""The resource kinds, one file each. A kind is found by its name and imported only when a configuration uses it.

The file name is the resource type without its `harness_platform_` prefix, and holds the declaration as `KIND`. Files
that start with an underscore are shared fragments.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from harnessiac.schema.nodes import Kind

PREFIX = "harness_platform_"


@cache
def names() -> tuple[str, ...]:
    """All resource types, sorted, without importing their declarations."""
    return tuple(sorted(PREFIX + path.stem for path in Path(__file__).parent.glob("[!_]*.py")))


@cache
def find(name: str) -> Kind | None:
    """The declaration of the resource type `name`, None when there is no such type."""
    if name not in names():
        return None
    kind = import_module(f"{__name__}.{name.removeprefix(PREFIX)}").KIND
    return kind if isinstance(kind, Kind) else None
