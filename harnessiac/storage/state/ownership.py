"""Documents of the states of other workspaces: every document has one owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from harnessiac.addresses import instance_of
from harnessiac.plan.ownership import Owner, OwnerOf
from harnessiac.platform import document_path
from harnessiac.state.model import State


def owner_in(others: Callable[[], Iterable[tuple[str, State]]]) -> OwnerOf:
    """Return a function that finds the owner of a document in the states of other workspaces, read when first asked.

    `others` gives the name and state of each workspace with the same documents directory.
    """

    @cache
    def owners() -> dict[str, Owner]:
        by_path: dict[str, Owner] = {}
        for workspace, state in others():
            for address, stored in state.objects():
                managed = address.resource.mode == "managed"
                path = document_path(address.resource.type, stored.attributes) if managed else None
                if path is not None:
                    by_path.setdefault(path, Owner(workspace, instance_of(address)))
        return by_path

    return lambda path: owners().get(path)
