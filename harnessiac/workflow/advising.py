"""The verbs that answer questions about a configuration: permissions, references, inputs, rendered files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harnessiac.addresses import InstanceAddress, Target
from harnessiac.language.configuration.variables import Given
from harnessiac.source import SourceFile
from harnessiac.workflow.configuration import possible, stop_on_errors, wanted
from harnessiac.workflow.known import Known
from harnessiac.workflow.ports import Diagnostics, Ports

if TYPE_CHECKING:
    from harnessiac.advice.inputs import ServiceInputs
    from harnessiac.advice.permissions import Permissions
    from harnessiac.entities.lookup import Use
    from harnessiac.services.filling import Filled
    from harnessiac.services.outcomes import Choice


@dataclass(frozen=True, slots=True)
class Rendered:
    """The values files of a service, filled in."""

    service: InstanceAddress
    files: list[Filled]


def permissions(
    ports: Ports, given: Iterable[Given], only: Target | None = None
) -> tuple[Permissions, list[InstanceAddress], Diagnostics]:
    """Return what the artifact sources of the configuration need, and all instances."""
    from harnessiac.advice.permissions import permissions
    from harnessiac.entities.lookup import Resolver

    desired, found = possible(ports, given)
    resolver = Resolver(desired.references, Known(ports).entities())
    return permissions(desired, resolver, only), list(desired.instances), found


def references(ports: Ports, given: Iterable[Given]) -> tuple[list[Use], list[InstanceAddress], Diagnostics]:
    """Return every reference of the configuration with its target, and all instances."""
    from harnessiac.entities.lookup import Resolver, uses

    desired, found = possible(ports, given)
    resolver = Resolver(desired.references, Known(ports).entities())
    return uses(desired.references, resolver), list(desired.instances), found


def inputs(ports: Ports, given: Iterable[Given]) -> tuple[list[ServiceInputs], list[InstanceAddress], Diagnostics]:
    """Return what the services of the configuration ask for when a pipeline runs, and all instances."""
    from harnessiac.advice.inputs import service_inputs

    desired, found, problems = wanted(ports, given)
    return service_inputs(desired), list(desired.instances), [*found, *problems]


def render(
    ports: Ports,
    given: Iterable[Given],
    name: str,
    choice: Choice,
    values: list[SourceFile],
    manifests: list[SourceFile],
) -> tuple[Rendered, Diagnostics]:
    """Return the values files of the service `name` with its artifact in them. Raises Failed on any error.

    Warnings about the configuration are left to plan and validate.
    """
    from harnessiac.advice.rendering import Connectors, find_service
    from harnessiac.entities.lookup import Resolver
    from harnessiac.services.outcomes import Answers
    from harnessiac.services.rendering import render

    known = Known(ports)
    desired, found, problems = wanted(ports, given, known=known)
    stop_on_errors([*found, *problems])
    service = find_service(name, desired)
    around = known.entities()
    connectors = Connectors(service, desired, around, Resolver(desired.references, around))
    files, findings = render(Answers(service.node, choice, connectors.find), values, manifests)
    findings = desired.silencing.left_of(finding.about(str(service.address)) for finding in findings)
    stop_on_errors([finding for finding in findings if finding.is_error])
    return Rendered(service.address, files), findings


def stored_files(ports: Ports, given: Iterable[Given], name: str) -> list[str]:
    """Return the files of the file store that the service `name` uses. Raises Failed."""
    from harnessiac.advice.rendering import find_service
    from harnessiac.entities.links import FILE

    desired, found, problems = wanted(ports, given)
    stop_on_errors([*found, *problems])
    service = find_service(name, desired)
    links = desired.references.named.get(service.address, ())
    return [link.text for link in links if link.entity == FILE]
