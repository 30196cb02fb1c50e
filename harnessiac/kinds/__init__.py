"""The resource kinds, one file each. A kind is found by its name and imported only when a configuration uses it.

The file name is the resource type without its `harness_platform_` prefix, and holds the declaration as `KIND`. Files
that start with an underscore are shared fragments.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from harnessiac.schema.nodes import Kind

PREFIX = "harness_platform_"
_CONNECTOR = f"{PREFIX}connector_"


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


@cache
def family(entity: str) -> Kind | None:
    """One kind of an entity type, the one whose name is nearest to it; None if no resource type is of that type."""
    stems = sorted(names(), key=lambda name: (not name.removeprefix(PREFIX).startswith(entity), name))
    for name in stems:
        kind = find(name)
        if kind is not None and kind.entity == entity:
            return kind
    return None


@cache
def families() -> Mapping[str, Kind]:
    """One kind of each entity type, by the entity type's name. Of connectors only one declaration is imported."""
    found: dict[str, Kind] = {}
    for name in names():
        kind = find(name) if not name.startswith(_CONNECTOR) or "connector" not in found else None
        if kind is not None:
            found.setdefault(kind.entity, kind)
    return found
