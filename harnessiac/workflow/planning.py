"""Plan: the configuration, the state and the documents, and the difference between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from harnessiac.codes.rules import with_severities
from harnessiac.diagnostics import Diagnostic
from harnessiac.language.configuration import variables
from harnessiac.language.configuration.variables import Given
from harnessiac.plan.builder import build
from harnessiac.plan.definition import Plan
from harnessiac.plan.desired import Desired
from harnessiac.plan.in_use import in_use
from harnessiac.plan.options import Options
from harnessiac.plan.prior import apply_moves
from harnessiac.plan.refresh import refresh
from harnessiac.plan.states import planned_inputs
from harnessiac.platform import document_path
from harnessiac.state.model import State
from harnessiac.workflow.configuration import evaluated, load, stop_on_errors
from harnessiac.workflow.known import Known
from harnessiac.workflow.ports import Diagnostics, Ports


def plan(ports: Ports, given: Iterable[Given], options: Options) -> tuple[Plan, Diagnostics]:
    """Compare what the configuration wants with what the state and the documents say. Raises Failed on any error."""
    known, phase, levels, documents = Known(ports), ports.phases.phase, ports.settings.findings, ports.documents
    loaded, found = load(ports, given)
    found += variables.missing_values(loaded.inputs.missing)
    desired, problems = evaluated(known, loaded, complete=not loaded.inputs.missing, replaced=options.replace)
    stop_on_errors(with_severities(found + problems, levels))
    state = known.state()
    found += ports.states.taken_notes()
    with phase("compare"):
        prior, misplaced = apply_moves(
            desired,
            state,
            documents.read,
            documents.name,
            options.mode,
            adopt=options.adopt,
            owner_of=ports.owner_elsewhere,
        )
    found += problems + misplaced
    stop_on_errors(with_severities(found, levels))
    with phase("documents"):
        observed, unreadable = documents.read_all(_paths(desired, prior.state))
    with phase("compare"):
        refreshed, notes = refresh(
            prior.state,
            observed,
            documents.name,
            look=options.refresh,
            previous=prior.previous,
            importing=prior.importing,
        )
        planned, refused = build(desired, refreshed, observed, options, prior.removed, ports.owner_elsewhere)
        found += notes + refused + _unread(planned, unreadable)
        if not options.force_delete:
            found += in_use(desired, refreshed, planned, known.entities())
    found = with_severities(found, levels)
    stop_on_errors(found)
    planned = replace(
        planned,
        lineage=state.lineage,
        serial=state.serial,
        variables=planned_inputs(loaded.inputs),
        timestamp=ports.timestamp,
        checks=desired.checks,
    )
    return planned, found


def _unread(planned: Plan, unreadable: Mapping[str, tuple[Diagnostic, ...]]) -> Diagnostics:
    """Return what is wrong with the documents that the plan concerns."""
    found: dict[Diagnostic, None] = {}
    for change in (*planned.changes, *planned.drift) if unreadable else ():
        for image in change.observed:
            found |= {d.about(str(change.address)): None for d in unreadable.get(image.path, ())}
    return list(found)


def _paths(desired: Desired, state: State) -> set[str]:
    """Return the documents of the configuration and of the state."""
    wanted = ((i.address.resource.type, i.attributes) for i in desired.instances.values())
    stored = ((a.resource.type, i.attributes) for a, i in state.objects() if a.resource.mode != "data")
    return {path for type, attributes in (*wanted, *stored) if (path := document_path(type, attributes)) is not None}
