"""Every artifact source of a configuration with the guide to its type and the connector that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from harnessiac import documents, kinds, platform
from harnessiac.addresses import InstanceAddress
from harnessiac.attributes import Attributes, Path
from harnessiac.documents import Mapping as YamlMapping
from harnessiac.documents.nodes import Node, Sequence
from harnessiac.entities.links import CONNECTOR, SECRET, Link, Reference
from harnessiac.entities.lookup import Found, Resolver, Where
from harnessiac.entities.yaml_links import find_links
from harnessiac.plan.desired import Desired
from harnessiac.services import guides
from harnessiac.services.guides import Guide
from harnessiac.services.sources import Source, artifact_sources
from harnessiac.shapes.checking import literal
from harnessiac.source import SourceFile

HIDDEN = "<+sensitive>"
"""Stands for a sensitive value: as any expression, nothing is known of it."""


class Used(Struct, frozen=True, order=True):
    """An artifact source: whose, which (its identifier, or `primary` or `sidecar`), of which type."""

    service: str
    source: str
    type: str


class Connector(Struct, frozen=True):
    """A connector that a source names. `document` is what its document holds, if there is one."""

    name: str
    where: Where
    address: InstanceAddress | None = None
    document: YamlMapping | None = None
    secrets: tuple[str, ...] = ()

    @property
    def type(self) -> str | None:
        return field(self.document, "type")

    @property
    def credentials(self) -> str | None:
        """How it logs in, in the platform's words: `InheritFromDelegate`, `UsernamePassword`."""
        for path in ("credential", "auth", "auth.spec", "authentication.spec", "authentication"):
            found = field(self.document, f"spec.{path}.type")
            if found is not None:
                return found
        return None

    @property
    def delegates(self) -> tuple[str, ...]:
        """The selectors of the delegates that do its work."""
        return texts(self.document, "spec.delegateSelectors")


class SourceNeeds(Struct, frozen=True):
    """A source with the guide to its type, or with why nothing is known of it. `connector` is None if it takes none."""

    used: Used
    guide: Guide | None = None
    open: str = ""
    deployment: str | None = None
    spec: YamlMapping | None = None
    connector: Connector | None = None

    @property
    def delegates(self) -> tuple[str, ...]:
        """The selectors of the delegates that run its script."""
        return texts(self.spec, "delegateSelectors")

    def field(self, path: str) -> str | None:
        """The text of a field; None if it is absent or an expression."""
        return field(self.spec, path)

    def of_connector(self, path: str) -> str | None:
        """The same of the connector's `spec`."""
        return field(self.connector.document, f"spec.{path}") if self.connector is not None else None


def at(node: Node | None, path: str) -> Node | None:
    """What a dotted path leads to."""
    for step in path.split("."):
        node = node.get(step) if isinstance(node, YamlMapping) else None
    return node


def field(node: Node | None, path: str) -> str | None:
    return literal(at(node, path)) or None


def texts(node: Node | None, path: str) -> tuple[str, ...]:
    """The texts of a list, without those that only a pipeline's run knows."""
    found = at(node, path)
    items = [literal(item) for item in found.items] if isinstance(found, Sequence) else []
    return tuple(item for item in items if item)


def named(target: Reference) -> str:
    """An entity with its scope, the same wherever it is named from: `default/shop/hub`, `account/hub`."""
    return "/".join([part for part in (target.org, target.project) if part] or ["account"]) + f"/{target.identifier}"


def secret(link: Link) -> str:
    """What a reference to a secret names; its text where that is no reference."""
    return named(link.target) if isinstance(link.target, Reference) else link.text


class Reader(Struct):
    """Reads the sources of services, and each connector once."""

    desired: Desired
    resolver: Resolver
    _connectors: dict[str, Connector] = {}

    def sources(self, address: InstanceAddress) -> Iterator[SourceNeeds]:
        """The artifact sources of a service, in order."""
        definition = _definition(self.desired.instances[address].attributes.get("yaml"))
        if definition is None:
            return
        links = {link.path: link for link in self.desired.references.named.get(address, ())}
        for source in artifact_sources(definition):
            yield self._source(str(address), source, links, field(definition, "type"))

    def _source(self, service: str, source: Source, links: Mapping[Path, Link], deployment: str | None) -> SourceNeeds:
        said = source.identifier or source.role.value
        used = Used(service, said, source.type or "")
        if source.type is None or source.spec is None:
            template = source.template.ref if source.template is not None else None
            why = f"It comes from the template {template}." if template else "Its type and fields are not known here."
            return SourceNeeds(used, open=why)
        guide = guides.of_type(source.type)
        if guide is None:
            return SourceNeeds(used, open=f"There is no artifact source type {source.type}.")
        link = links.get((*source.path, "spec", "connectorRef"))
        connector = self._connector(link, service) if link is not None else None
        return SourceNeeds(used, guide, "", deployment, source.spec, connector)

    def _connector(self, link: Link, service: str) -> Connector:
        if not isinstance(link.target, Reference):
            return Connector(f"{link.text or 'nothing'} of {service}", self.resolver.find(link).where)
        name = named(link.target)
        known = self._connectors.get(name)
        if known is None:
            known = self._connectors[name] = self._read(link.target, self.resolver.find(link))
        return known

    def _read(self, target: Reference, found: Found) -> Connector:
        name = str(found.address or (found.path if found.where is Where.DOCUMENT else None) or named(target))
        text = self._text(found)
        document, _ = documents.read(SourceFile("", text)) if text is not None else (None, [])
        root = document.at(("connector",)) if document is not None else None
        if document is None or not isinstance(root, YamlMapping):
            return Connector(name, found.where, found.address)
        links: Iterable[Link] = ()
        if found.where is Where.CONFIGURATION and found.address is not None:
            links = self.desired.references.named.get(found.address, ())
        else:
            kind = kinds.family(CONNECTOR)
            assert kind is not None
            links, _ = find_links(document, kind, target.org, target.project)
        secrets = sorted({secret(one) for one in links if one.entity == SECRET})
        return Connector(name, found.where, found.address, root, tuple(secrets))

    def _text(self, found: Found) -> str | None:
        """The document of a connector: as it is wanted, else as it was applied, else as it stands in its folder."""
        known_entities = self.resolver.known_entities
        if found.where is Where.DOCUMENT and found.path is not None:
            return known_entities.read(found.path.removeprefix(f"{known_entities.folder}/"))
        address = found.address
        if address is None:
            return None
        if found.where is Where.CONFIGURATION:
            wanted = self.desired.instances.get(address)  # none of its values is sensitive: they go into a document
            attributes = wanted.attributes if wanted is not None else None
        else:
            state = known_entities.state()
            stored = state.instances.get(address) if state is not None else None
            attributes = _blotted(stored.attributes, stored.sensitive) if stored is not None else None
        image = platform.document(address.resource.type, attributes) if attributes is not None else None
        return image.text if image is not None else None


def _definition(text: object) -> YamlMapping | None:
    """The service definition in the YAML of a service, which evaluation has found to be sound or complained about."""
    document, _ = documents.read(SourceFile("", text)) if isinstance(text, str) else (None, [])
    found = document.at(("service", "serviceDefinition")) if document is not None else None
    return found if isinstance(found, YamlMapping) else None


def _blotted(attributes: Attributes, sensitive: Iterable[Path]) -> Attributes:
    """`attributes` with its sensitive texts replaced."""
    paths = frozenset(sensitive)

    def copied(value: Any, path: Path) -> Any:
        if path in paths:
            return HIDDEN if isinstance(value, str) else None
        if isinstance(value, dict):
            return {key: copied(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [copied(item, (*path, index)) for index, item in enumerate(value)]
        return value

    made: Attributes = copied(attributes, ())
    return made if paths else attributes
