"""Import: an existing document becomes a resource of the state, and configuration is generated for it."""

from __future__ import annotations

from collections.abc import Iterable

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Failed, has_errors
from harnessiac.language.configuration.variables import Given
from harnessiac.plan import importing
from harnessiac.plan.ownership import Owners
from harnessiac.workflow.configuration import stop_on_errors, wanted
from harnessiac.workflow.known import Known
from harnessiac.workflow.ports import Diagnostics, Ports


def generate(ports: Ports, given: Iterable[Given]) -> tuple[str, Diagnostics]:
    """Return configuration for the targets of import blocks that have none; empty if all have. Raises Failed."""
    from harnessiac.adoption import generated

    known = Known(ports)
    desired, found, problems = wanted(ports, given, known=known)
    stop_on_errors(found + problems)
    state, documents = known.state(), ports.documents
    owners = Owners(state, ports.owner_elsewhere)
    texts: list[str] = []
    notes: Diagnostics = []
    for target in desired.imports:
        if target.address in state.instances or desired.declares(target.address.resource):
            continue
        try:
            existing = importing.find(
                target.address, target.id, owners, documents.read, documents.name, paths=documents.paths
            )
        except Failed as failure:
            raise Failed(*(d.at(d.subject or target.span) for d in failure.diagnostics)) from None
        block, problems = generated.generated(target, existing.source)
        texts.append(block)
        notes += problems
    stop_on_errors(notes)
    return generated.generated_file(texts), notes


def import_document(ports: Ports, given: Iterable[Given], address: InstanceAddress, id: str) -> Diagnostics:
    """Record an existing document in the state. Raises Failed on any error."""
    known = Known(ports)
    desired, found, problems = wanted(ports, given, known=known)
    if not desired.declares(address.resource) and not has_errors(found):
        raise Failed(importing.not_configured(address))
    stop_on_errors(found + problems)
    state = known.state()
    instance = desired.instances.get(address)
    if instance is None:
        raise Failed(importing.not_an_instance(address))
    owners, documents = Owners(state, ports.owner_elsewhere), ports.documents
    existing = importing.find(address, id, owners, documents.read, documents.name, instance.attributes)
    stored, notes = importing.imported(instance, existing)
    found += problems + notes
    if stored is None:
        raise Failed(*found)
    ports.states.write(state.with_instance(address, stored))
    return found
