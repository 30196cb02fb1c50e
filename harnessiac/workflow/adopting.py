"""Adopt: configuration and state for entities that exist already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from harnessiac.addresses import ResourceAddress
from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.variables import Given
from harnessiac.plan.definition import Plan
from harnessiac.source import SourceFile
from harnessiac.workflow.applying import apply
from harnessiac.workflow.configuration import stop_on_errors, wanted
from harnessiac.workflow.known import Known
from harnessiac.workflow.ports import Diagnostics, NewFile, Ports

if TYPE_CHECKING:
    from harnessiac.adoption.adopting import Configured
    from harnessiac.adoption.existing import InventoryFile, Scope


@dataclass(frozen=True, slots=True)
class Adoption:
    """What adopting would write, as configuration and as a plan, and the files that contain nothing to adopt."""

    configured: Configured
    planned: Plan
    passed_over: list[str]


def adopt(
    ports: Ports,
    given: Iterable[Given],
    files: list[InventoryFile],
    scope: Scope,
    out: NewFile,
    *,
    skip_unmapped: bool,
) -> tuple[Adoption, Diagnostics]:
    """Return configuration, documents and state for the entities in `files`; nothing is written. Raises Failed.

    The configuration for `out` is evaluated together with the rest, so that a plan right after finds nothing to do.
    """
    from harnessiac.adoption import adopting
    from harnessiac.adoption.existing import take

    known, given = Known(ports), list(given)
    inventory, problems = take(files, scope, skip_unmapped=skip_unmapped)
    existing, found, wrong = wanted(ports, given, SourceFile(out.name, ""), known=known)
    stop_on_errors([*problems, *found, *wrong])
    state = known.state()
    names = [ResourceAddress(r.type, r.name) for r in existing.root.module.resources.values()]
    declared = adopting.declared(existing.instances.values(), names)
    configured, refused = adopting.configure(inventory.entities, declared, state)
    stop_on_errors([*problems, *refused])
    if configured.text:
        out.check_new()
    desired, found, wrong = wanted(ports, given, SourceFile(out.name, configured.text), known=known)
    problems += configured.at_entities([*found, *wrong], out.name)
    stop_on_errors(problems)
    observed, unreadable = ports.documents.read_all(adopting.planned_paths(configured))
    stop_on_errors(list(chain.from_iterable(unreadable.values())))
    changes, unfaithful = adopting.record(configured, desired.instances, observed, ports.owner_elsewhere)
    problems += unfaithful
    stop_on_errors(problems)
    planned = Plan(tuple(changes), lineage=state.lineage, serial=state.serial, timestamp=ports.timestamp)
    return Adoption(configured, planned, inventory.passed_over), problems


def carry_out_adoption(ports: Ports, adoption: Adoption, out: NewFile) -> None:
    """Write the configuration, then documents and state as an apply does, with its journal. Raises Failed.

    The configuration comes first. Without it the next plan after a crash would delete what is in the state by then;
    with it, both adopting again and a plan with -adopt complete the adoption.
    """
    from harnessiac.apply.executor import Errored

    if adoption.configured.text:
        out.create(adoption.configured.text)
    failures: Diagnostics = []
    for event in apply(ports, adoption.planned):
        if isinstance(event, Errored):
            failures += event.diagnostics
    if failures:
        detail = "The configuration is written. Solve the problem, then run the same command again to adopt the rest."
        raise Failed(*failures, error("Adoption incomplete", detail))
