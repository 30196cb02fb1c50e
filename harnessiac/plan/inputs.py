"""What the services of a configuration leave to the run of a pipeline."""

from __future__ import annotations

from msgspec import Struct

from harnessiac import documents
from harnessiac.addresses import InstanceAddress
from harnessiac.documents import Document
from harnessiac.language.origins import origins
from harnessiac.plan.desired import Desired, DesiredInstance
from harnessiac.plan.entities import SERVICE
from harnessiac.services.inputs import Asked, asked
from harnessiac.source import SourceFile, TextOrigin


class ServiceInputs(Struct, frozen=True):
    """A service, what it asks for, and how a pipeline refers to it."""

    address: InstanceAddress
    ref: str
    document: Document
    asked: tuple[Asked, ...]


def service_inputs(desired: Desired) -> list[ServiceInputs]:
    """Every service whose YAML can be read, by address; most ask for something, some for nothing."""
    found = []
    for address in sorted(desired.instances, key=InstanceAddress.sort_key):
        one = desired.instances[address]
        text = one.attributes.get("yaml")
        if address.resource.type != SERVICE or not isinstance(text, str):
            continue
        origin = _origin(desired, one, text)
        document, _ = documents.read(SourceFile(origin.whole.filename, text), origin=origin)
        if document is not None:
            found.append(ServiceInputs(address, _ref(one), document, tuple(asked(document))))
    return found


def _origin(desired: Desired, one: DesiredInstance, text: str) -> TextOrigin:
    """Where the YAML of an instance was written down; the block, if that cannot be told."""
    address = one.address.resource
    tree = desired.root.find(tuple(step.name for step in address.module))
    resource = tree.module.resources.get(f"{address.type}.{address.name}") if tree is not None else None
    attribute = resource.body.attributes.get("yaml") if resource is not None else None
    if resource is None or attribute is None:
        return TextOrigin(one.span)
    return origins(attribute.expression, resource.source, text)


def _ref(one: DesiredInstance) -> str:
    """What a pipeline of the service's own scope or of a narrower one calls it."""
    org, project, identifier = (one.attributes.get(name) for name in ("org_id", "project_id", "identifier"))
    prefix = "" if project else "org." if org else "account."
    return f"{prefix}{identifier}"
