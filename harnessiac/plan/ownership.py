"""Every document has one owner: an instance of one state. What is said where a document is another's, or nobody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from harnessiac import platform
from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.plan.desired import DesiredInstance
from harnessiac.state.model import State


@dataclass(frozen=True, slots=True)
class Owner:
    """The instance that a document belongs to, in the state of another workspace."""

    workspace: str
    address: InstanceAddress

    @property
    def advice(self) -> str:
        return (
            "A document has one owner: give this one another identifier, organization or project, or let go of it "
            f"there with `TF_WORKSPACE='{self.workspace}' hiac state rm '{self.address}'` first."
        )

    def __str__(self) -> str:
        return f'{self.address} of the workspace "{self.workspace}"'


OwnerOf = Callable[[str], Owner | None]
"""Who in the states of other workspaces owns the document at a path of the documents folder; None: nobody known."""


def nobody(path: str) -> Owner | None:
    """Where there are no other workspaces."""
    return None


@dataclass(frozen=True)
class Owners:
    """Who owns documents: instances of `state`, and those of other workspaces."""

    state: State
    elsewhere: OwnerOf = field(default=nobody)

    @cached_property
    def here(self) -> dict[str, InstanceAddress]:
        """The instance of `state` that owns the document at a path."""
        found: dict[str, InstanceAddress] = {}
        for address, stored in self.state.instances.items():
            is_managed = address.resource.mode == "managed"
            path = platform.document_path(address.resource.type, stored.attributes) if is_managed else None
            if path is not None:
                found.setdefault(path, address)
        return found


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The document `name`, which an instance wants and which is there although its state does not know it.

    `is_wanted` says that the document is exactly as wanted. `old` is the document that the instance has now.
    """

    want: DesiredInstance
    name: str
    owner: Owner | None
    is_wanted: bool
    old: str | None


MANY = 5
"""More documents in the way than this are not named in the errors, so that those that say the same can be told once."""


def already_there(found: Sequence[InTheWay]) -> list[Diagnostic]:
    """Why instances cannot have documents that are there already."""
    return [
        error(
            "Document already exists",
            _why(one, brief=len(found) > MANY),
            one.want.span,
            address=str(one.want.address),
        )
        for one in found
    ]


def _why(one: InTheWay, *, brief: bool) -> str:
    if one.owner is not None:
        return f"{one.name} is there already. It belongs to {one.owner}. {one.owner.advice}"
    if one.old is not None:
        return (
            f"{one.name} is there but the state knows nothing of it, so it is not overwritten, and {one.want.address} "
            f"still has the document {one.old}. Move one of the two away and plan again; with -adopt, if that is the "
            "latter."
        )
    name = "The document" if brief else one.name
    ways = "plan with -adopt or write an import block" if brief else _ways(one.want)
    if one.is_wanted:
        return (
            f"{name} is there and already exactly what is wanted, but the state knows nothing of it: it may belong to "
            f"another project or checkout. To take it over as it is, {ways}; else move it away."
        )
    return (
        f"{name} is there but the state knows nothing of it, so it is not overwritten. To take it over and see "
        f"what would change in it, {ways}; else move it away."
    )


def _ways(want: DesiredInstance) -> str:
    id = platform.import_id(want.address.resource.type, want.attributes)
    return f"plan with -adopt, write an import block, or run `hiac import '{want.address}' {id}`"
