"""Merging two states that come from one: three-way, resource by resource, as version control merges branches."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from msgspec import Struct

from harnessiac.state.model import State

Key = TypeVar("Key", bound=Hashable)
Part = TypeVar("Part")


class Conflict(Struct, frozen=True):
    """Something that both sides changed in different ways: what, and what each did to it."""

    what: str
    ours: str
    theirs: str


class DifferentStates(ValueError):
    """The two do not come from one state: their lineages differ."""


def merge(base: State, ours: State, theirs: State) -> tuple[State, list[Conflict]]:
    """The state that has the changes of both sides, and what cannot be merged, of which it has ours.

    Its serial is higher than either, so that both sides take it for newer. An empty base stands for none. Raises
    DifferentStates.
    """
    if ours.lineage != theirs.lineage:
        raise DifferentStates
    conflicts: list[Conflict] = []
    merged = replace(
        ours,
        instances=_merged(base.instances, ours.instances, theirs.instances, str, conflicts),
        outputs=_merged(base.outputs, ours.outputs, theirs.outputs, lambda name: f"output {name}", conflicts),
        deposed=_merged(base.deposed, ours.deposed, theirs.deposed, str, conflicts),
        serial=max(ours.serial, theirs.serial) + 1,
    )
    return merged, conflicts


def _merged(
    base: Mapping[Key, Part],
    ours: Mapping[Key, Part],
    theirs: Mapping[Key, Part],
    name: Callable[[Key], str],
    conflicts: list[Conflict],
) -> dict[Key, Part]:
    out: dict[Key, Part] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        before, mine, other = base.get(key), ours.get(key), theirs.get(key)
        taken = other if mine == before else mine
        if mine != before and other not in (before, mine):
            conflicts.append(Conflict(name(key), _done(before, mine), _done(before, other)))
        if taken is not None:
            out[key] = taken
    return out


def _done(before: object, after: object) -> str:
    if after is None:
        return "deleted"
    return "added" if before is None else "changed"
