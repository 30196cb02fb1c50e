"""The example of a guide as configuration and documents.

Its arguments go through the same steps as those of any resource, so that the three texts cannot say different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from harnessiac import documents, kinds, platform
from harnessiac.attributes import Attributes, Path
from harnessiac.entities.hcl import hcl
from harnessiac.language.formatting.printing import Expression, Parts
from harnessiac.schema.decoding import completed
from harnessiac.services import SERVICE
from harnessiac.services.guides.guide import Connector, Guide, Plain, Service

CONNECTOR = "connector"
SERVICE_PART = "service"
ALTERNATIVE = "alternative"

ALWAYS = (CONNECTOR, SERVICE_PART)
"""The parts that belong together. Beside them there are variants of the connector by their names, and the alternative:
the connector for Docker registries in place of a cloud's."""


class Example(Struct, frozen=True):
    """One resource: its block of HCL, the document it becomes, and where in the documents folder that is."""

    part: str
    type: str
    label: str
    attributes: Attributes
    hcl: str
    path: str
    document: str


def examples(guide: Guide) -> tuple[Example, ...]:
    """The resources of a guide's example, the connector first; nothing for a guide without one."""
    made = []
    if guide.connector is not None:
        made.append(_connector(CONNECTOR, guide.connector))
    if guide.service is not None:
        made.append(_service(guide, guide.service))
    made += [_connector(variant.name, variant.connector) for variant in guide.variants]
    if guide.alternative is not None:
        made.append(_connector(ALTERNATIVE, guide.alternative.connector))
    return tuple(made)


def service_document(guide: Guide, service: Service) -> dict[str, object]:
    """The service's YAML as plain data."""
    spec: dict[str, Plain] = dict(service.spec)
    if guide.connector is not None:
        spec = {"connectorRef": _reference(guide.connector), **spec}
    inside: dict[str, object] = {}
    if service.manifests:
        inside["manifests"] = [{"manifest": manifest} for manifest in service.manifests]
    source = {"identifier": service.source, "type": guide.type, "spec": spec}
    inside["artifacts"] = {"primary": {"primaryArtifactRef": service.primary, "sources": [source]}}
    return {
        "service": {
            "name": service.name,
            "identifier": service.identifier,
            "serviceDefinition": {"type": service.deployment, "spec": inside},
        }
    }


def _reference(connector: Connector) -> str:
    return f"{connector.prefix}{connector.arguments['identifier']}"


def _connector(part: str, connector: Connector) -> Example:
    return _example(part, f"{kinds.PREFIX}connector_{connector.kind}", connector.label, connector.arguments)


def _service(guide: Guide, service: Service) -> Example:
    text = documents.write(service_document(guide, service))
    arguments: dict[str, Plain] = {
        "identifier": service.identifier,
        "name": service.name,
        "org_id": "default",
        "project_id": service.project,
        "yaml": text,
    }
    said: dict[Path, Parts] = {}
    if guide.connector is not None:
        connector = guide.connector
        before, key, after = text.partition(f"connectorRef: {_reference(connector)}")
        assert key
        id = Expression(f"{kinds.PREFIX}connector_{connector.kind}.{connector.label}.id")
        said[("yaml",)] = (f"{before}connectorRef: {connector.prefix}", id, after)
    return _example(SERVICE_PART, SERVICE, service.label, arguments, said)


def _example(
    part: str, type: str, label: str, arguments: Mapping[str, Any], said: Mapping[Path, Parts] | None = None
) -> Example:
    kind = kinds.find(type)
    assert kind is not None
    attributes: Attributes = completed(kind.body, arguments)
    attributes["id"] = arguments["identifier"]
    image = platform.document(type, attributes)
    assert image is not None
    return Example(part, type, label, attributes, hcl(kind, attributes, label, said), image.path, image.text or "")
