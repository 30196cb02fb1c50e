"""What the services of a configuration leave to the run of a pipeline."""

from __future__ import annotations

from msgspec import Struct

from harnessiac import documents
from harnessiac.addresses import InstanceAddress
from harnessiac.documents import Document
from harnessiac.plan.desired import Desired, DesiredInstance
from harnessiac.services import SERVICE
from harnessiac.services.inputs import Asked, asked
from harnessiac.source import SourceFile


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
        written = desired.origins.get(address)
        if address.resource.type != SERVICE or not isinstance(text, str) or written is None:
            continue
        origin = written()
        document, _ = documents.read(SourceFile(origin.whole.filename, text), origin=origin)
        if document is not None:
            found.append(ServiceInputs(address, _ref(one), document, tuple(asked(document))))
    return found


def _ref(one: DesiredInstance) -> str:
    """What a pipeline of the service's own scope or of a narrower one calls it."""
    org, project, identifier = (one.attributes.get(name) for name in ("org_id", "project_id", "identifier"))
    prefix = "" if project else "org." if org else "account."
    return f"{prefix}{identifier}"
