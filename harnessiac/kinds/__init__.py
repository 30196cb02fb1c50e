"""The resource kinds, one file each. A kind is found by its name and imported only when a configuration uses it.

The file name is the resource type without its `harness_platform_` prefix, and holds the declaration as `KIND`. Files
that start with an underscore are shared fragments.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from os import listdir

from harnessiac.schema.nodes import Kind

PREFIX = "harness_platform_"


@cache
def names() -> tuple[str, ...]:
    """All resource types, sorted, without importing their declarations."""
    files = (name for folder in __path__ for name in listdir(folder))
    return tuple(sorted(PREFIX + file[:-3] for file in files if file.endswith(".py") and not file.startswith("_")))


@cache
def find(name: str) -> Kind | None:
    """The declaration of the resource type `name`, None when there is no such type."""
    if name not in names():
        return None
    kind = import_module(f"{__name__}.{name.removeprefix(PREFIX)}").KIND
    return kind if isinstance(kind, Kind) else None
