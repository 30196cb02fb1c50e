"""Dependencies that no expression shows.

An entity is inside its project and organization; services name connectors and secrets, connectors name secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from harnessiac import kinds
from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.attributes import Attributes
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.entities.identity import Identity, identity, path_of
from harnessiac.entities.links import Link, Reference
from harnessiac.graph import Edge
from harnessiac.source import Span

ORGANIZATION = "organization"
PROJECT = "project"

DOCKER = "harness_platform_connector_docker"


def is_docker_hub(url: object, provider: object) -> bool:
    """Whether a connector's address, or else what it says of itself, is Docker Hub."""
    host = re.sub(r"\A[a-z]+://", "", url.lower()).partition("/")[0] if isinstance(url, str) else ""
    return host in _HUBS or provider == "DockerHub"


def at_docker_hub(address: InstanceAddress, attributes: Attributes) -> bool:
    """Whether a resource is a connector to Docker Hub."""
    return address.resource.type == DOCKER and is_docker_hub(attributes.get("url"), attributes.get("type"))


_HUBS = frozenset(("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"))


class Entity(Struct, frozen=True):
    """An instance with what it is on the platform, where it is declared and the path of its document."""

    address: InstanceAddress
    identity: Identity
    span: Span
    path: str | None = None
    is_docker_hub: bool = False


class Links(Struct):
    """Collects the entities of a configuration and what they refer to, then says who needs whom."""

    entities: list[Entity] = field(default_factory=list)
    named: dict[InstanceAddress, tuple[Link, ...]] = field(default_factory=dict)
    known: dict[Identity, Entity] = field(default_factory=dict)
    is_complete: bool = True
    """Whether all that is declared was added: of some instances too little is known."""

    def add(self, address: InstanceAddress, attributes: Attributes, span: Span) -> None:
        """An instance that is wanted."""
        kind = kinds.find(address.resource.type)
        if kind is not None:
            hub = at_docker_hub(address, attributes)
            self.entities.append(Entity(address, identity(kind, attributes), span, path_of(kind, attributes), hub))

    def read(self, address: InstanceAddress, links: tuple[Link, ...]) -> None:
        """The references of an instance, in its arguments or in the YAML of a service."""
        if links:
            self.named[address] = (*self.named.get(address, ()), *links)

    def resolve(self) -> tuple[dict[InstanceAddress, dict[ResourceAddress, Edge]], list[Diagnostic]]:
        """For each entity the resources of this configuration it needs; two that are one entity are an error."""
        known = self.known
        found: list[Diagnostic] = []
        for one in self.entities:
            first = known.setdefault(one.identity, one)
            if first is not one:
                found.append(_duplicate(first, one))
        return {one.address: dict(self._edges(one, known)) for one in self.entities}, found

    def _edges(self, one: Entity, known: Mapping[Identity, Entity]) -> Iterator[tuple[ResourceAddress, Edge]]:
        for key in _around(one):
            if key in known:
                yield known[key].address.resource.configured, Edge("is inside", one.span)
        for link in self.named.get(one.address, ()):
            if isinstance(link.target, Reference):
                target = known.get(link.target.identity(link.entity))
                if target is not None:
                    yield target.address.resource.configured, Edge(f'has {link.key} "{link.text}" to', link.place)


def _around(one: Entity) -> Iterator[Identity]:
    """The organization and project that an entity is in."""
    org, project = one.identity.org, one.identity.project
    if org:
        yield Identity(ORGANIZATION, org)
        if project:
            yield Identity(PROJECT, project, (org, None))


def _duplicate(first: Entity, second: Entity) -> Diagnostic:
    where = second.path or second.identity.import_id
    return error(
        "Duplicate document",
        f"{first.address} ({first.span}) has the same kind, scope and identifier, so both would be one entity on the "
        f"platform ({where}). Give one of them another identifier, org_id or project_id.",
        second.span,
        address=str(second.address),
    )
