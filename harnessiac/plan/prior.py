"""The state a plan starts from: instances under the addresses of today, and with what import blocks bring in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic
from harnessiac.plan import imports, moves
from harnessiac.plan.definition import Mode
from harnessiac.plan.desired import Desired
from harnessiac.plan.imports import ReadDocument
from harnessiac.plan.ownership import OwnerOf, nobody
from harnessiac.plan.removals import Removals, removals
from harnessiac.state.model import State


@dataclass(frozen=True, slots=True)
class Prior:
    """The state as rearranged, and what rearranged it.

    `previous` are the addresses that moved instances had, `importing` the ids of what is imported, `removed` what the
    configuration lets go of.
    """

    state: State
    previous: Mapping[InstanceAddress, InstanceAddress]
    importing: Mapping[InstanceAddress, str]
    removed: Removals


def apply_moves(
    desired: Desired,
    state: State,
    read: ReadDocument,
    documents: str,
    mode: Mode,
    *,
    adopt: bool = False,
    owner_of: OwnerOf = nobody,
) -> tuple[Prior, list[Diagnostic]]:
    """Follow the configuration's moved, removed and import blocks.

    `documents` is the folder's name for messages. Moves are for plans that change things, imports for normal ones.
    With `adopt` every document is imported that the configuration asks for and that is there already. None is that has
    an owner elsewhere.
    """
    removed, found = removals(desired.root)
    statements = moves.statements(desired.root)
    found += moves.problems(statements, desired)
    moved, unmoved = (moves.Moves(state), []) if mode is Mode.REFRESH_ONLY else moves.move(statements, desired, state)
    wanted = desired.imports if mode is Mode.NORMAL else ()
    state = moved.state
    if adopt and mode is Mode.NORMAL:
        there = tuple(imports.existing(desired, state, read, {one.address for one in wanted}))
        wanted = (*wanted, *there)
        anew = {one.address for one in there}
        state = replace(state, instances={a: i for a, i in state.instances.items() if a not in anew})
    imported, unimported = imports.take(wanted, desired, state, read, documents, owner_of)
    return Prior(imported.state, moved.previous, imported.ids, removed), [*found, *unmoved, *unimported]
