"""Dependencies that no expression shows: an entity inside its project and organisation, and the connectors that a
service's YAML names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harnessiac import kinds
from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.graph import Edge
from harnessiac.plan.definition import Attributes
from harnessiac.schema.mapping import Attributes as KindAttributes
from harnessiac.schema.mapping import Identity, identity
from harnessiac.services.links import Link, Reference
from harnessiac.source import Span

ORGANIZATION = "harness_platform_organization"
PROJECT = "harness_platform_project"

Key = tuple[str, str | None, str | None, str]
"""What is unique on the platform: the sort of entity, its organisation, its project, its identifier."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An instance with what it is on the platform and where it is declared."""

    address: InstanceAddress
    identity: Identity
    span: Span

    @property
    def key(self) -> Key:
        sort = self.identity.folder or self.address.resource.type
        return (sort, self.identity.org, self.identity.project, self.identity.identifier)


def entity(address: InstanceAddress, attributes: Attributes, span: Span) -> Entity | None:
    """None for a type hiac does not know."""
    kind = kinds.find(address.resource.type)
    return None if kind is None else Entity(address, identity(kind, KindAttributes(attributes)), span)


def index(entities: Iterable[Entity]) -> tuple[dict[Key, Entity], list[Diagnostic]]:
    """Entities by what makes them unique; a second one with the same key is an error."""
    known: dict[Key, Entity] = {}
    found: list[Diagnostic] = []
    for one in entities:
        first = known.setdefault(one.key, one)
        if first is not one:
            where = (
                f".harness path {one.identity.path}" if one.identity.path else f"identifier {one.identity.import_id}"
            )
            found.append(
                error(
                    "Duplicate document",
                    f"{first.address} ({first.span}) has the same kind, scope and identifier, so both would be one "
                    f"entity on the platform ({where}). Give one of them another identifier, org_id or project_id.",
                    one.span,
                    address=str(one.address),
                )
            )
    return known, found


def edges(one: Entity, links: Iterable[Link], known: Mapping[Key, Entity]) -> Iterator[tuple[ResourceAddress, Edge]]:
    """The resources of this configuration that `one` needs because of where it lives and what its YAML names."""
    org, project = one.identity.org, one.identity.project
    if one.address.resource.type == PROJECT:
        project = None
    if org:
        around: list[Key] = [(ORGANIZATION, None, None, org)]
        if project:
            around.append((PROJECT, org, None, project))
        for key in around:
            if key in known and known[key] is not one:
                yield known[key].address.resource, Edge("is inside", one.span)
    for link in links:
        if isinstance(link.target, Reference):
            target = known.get(("connector", link.target.org, link.target.project, link.target.identifier))
            if target is not None:
                yield target.address.resource, Edge(f"has connectorRef {link.text} to", link.span)
