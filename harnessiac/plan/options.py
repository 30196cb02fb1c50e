"""What the command line asks of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from harnessiac.addresses import InstanceAddress, Target
from harnessiac.plan.definition import Mode


@dataclass(frozen=True, slots=True)
class Options:
    """`targets` and `excludes` are never both given.

    With `force_delete` what is still used may be deleted; with `adopt` documents that nobody owns are taken over.
    """

    mode: Mode = Mode.NORMAL
    targets: tuple[Target, ...] = ()
    excludes: tuple[Target, ...] = ()
    replace: tuple[InstanceAddress, ...] = ()
    refresh: bool = True
    force_delete: bool = False
    adopt: bool = False
