"""What is needed to render the values of a service: the service itself, and the connectors that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from harnessiac import documents, kinds, platform
from harnessiac.addresses import InstanceAddress, InvalidAddress, parse_target, selects
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.documents import Mapping as YamlMapping
from harnessiac.entities.links import CONNECTOR, Malformed, Reference, RuntimeInput, parse_reference
from harnessiac.entities.lookup import KnownEntities, Resolver, Where
from harnessiac.plan.desired import Desired, DesiredInstance
from harnessiac.schema.mapping import ResourceValues, encode
from harnessiac.services import SERVICE
from harnessiac.services.outcomes import Connector, Open, Refused
from harnessiac.source import SourceFile

_NOT_FOUND = "Connector not found"


class Service(Struct, frozen=True):
    """A service of the configuration; `node` is what its document has below `service`."""

    address: InstanceAddress
    node: YamlMapping
    org: str | None
    project: str | None


def find_service(text: str, desired: Desired) -> Service:
    """The service that `text` names by its address or its identifier. Raises Failed."""
    services = {at: one for at, one in desired.instances.items() if at.resource.type == SERVICE}
    found = [at for at, one in services.items() if one.attributes.get("identifier") == text]
    if not found:
        try:
            target = parse_target(text)
        except InvalidAddress as problem:
            if "." in text:
                raise Failed(error("Error parsing address", str(problem))) from None
        else:
            found = [at for at in services if selects(target, at)]
    if not found:
        identifiers = [str(one.attributes.get("identifier")) for one in services.values()]
        hint = did_you_mean(text, [*map(str, services), *identifiers])
        raise Failed(error("No such service", f'The configuration has no service "{text}".{hint}'))
    if len(found) > 1:
        listed = "\n".join(f"  {at}" for at in sorted(found, key=InstanceAddress.sort_key)[:10])
        more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
        detail = f'"{text}" names {len(found)} services. Give the address of one of them:\n{listed}{more}'
        raise Failed(error("More than one service", detail))
    return _read(services[found[0]])


def _read(instance: DesiredInstance) -> Service:
    address = str(instance.address)
    image = platform.document(instance.address.resource.type, instance.attributes)
    document, found = documents.read(SourceFile(address, image.text or "" if image is not None else ""))
    root = document.root if document is not None else None
    node = root.get("service") if isinstance(root, YamlMapping) else None
    if not isinstance(node, YamlMapping):
        raise Failed(*found, error("Service has no definition", "Its YAML says nothing.", instance.span))
    org, project = (_text(instance.attributes.get(key)) for key in ("org_id", "project_id"))
    return Service(instance.address, node, org, project)


class Connectors(Struct):
    """What the connectors that a service names say: from this configuration, the state or the documents folder."""

    service: Service
    desired: Desired
    known_entities: KnownEntities
    resolver: Resolver

    def find(self, ref: str) -> Connector | Open | Refused:
        """The spec of the connector that `ref` names."""
        match parse_reference(ref, self.service.org, self.service.project):
            case Reference() as target:
                return self._of(ref, target)
            case Malformed(reason):
                return Refused(error(_NOT_FOUND, reason))
            case RuntimeInput():
                return Open("its connector is chosen by the pipeline")
            case _:
                return Open("its connector is not known")

    def _of(self, ref: str, target: Reference) -> Connector | Refused:
        found = self.resolver.entity(CONNECTOR, target)
        address = found.address
        match found.where:
            case Where.CONFIGURATION if address is not None and address in self.desired.instances:
                wanted = self.desired.instances[address]
                return _spec(address, wanted.attributes, wanted.sensitive)
            case Where.STATE if address is not None:
                state = self.known_entities.state()
                stored = state.instances.get(address) if state is not None else None
                if stored is not None:
                    return _spec(address, stored.attributes, stored.sensitive)
            case Where.DOCUMENT:
                path = (found.path or "").removeprefix(f"{self.known_entities.folder}/")
                return _spec_in(self.known_entities.read(path) or "")
            case _:
                pass
        near = did_you_mean(ref, self.resolver.spellings(CONNECTOR, self.service.org, self.service.project))
        return Refused(self._missing(ref, near))

    def _missing(self, ref: str, near: str) -> Diagnostic:
        detail = (
            f'The connector "{ref}" says at which host the image is, and neither the configuration nor the state nor '
            f"the documents have it.{near} Bring it in with hiac adopt, or give the whole name with "
            f"-set='artifacts.primary.image=HOST/PATH:TAG'."
        )
        return error(_NOT_FOUND, detail, address=str(self.service.address))


def _spec(address: InstanceAddress, attributes: Attributes, sensitive: tuple[Path, ...]) -> Connector:
    """What the document would say, without arguments that hold anything sensitive."""
    kind = kinds.find(address.resource.type)
    hidden = {path[0] for path in sensitive if path}
    shown = {name: value for name, value in attributes.items() if name not in hidden}
    return _below(encode(kind, ResourceValues(shown))) if kind is not None else {}


def _spec_in(text: str) -> Connector:
    document, _ = documents.read(SourceFile("", text))
    return _below(document.plain()) if document is not None else {}


def _below(plain: Any) -> Connector:
    for key in ("connector", "spec"):
        plain = plain.get(key) if isinstance(plain, Mapping) else None
    return plain if isinstance(plain, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
