"""One existing document into the state: what `hiac import` and import blocks do, and configuration written for them."""

from __future__ import annotations

from dataclasses import replace

from harnessiac import documents, kinds
from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.entities.documents import authored_text, document_of, path_of, read_back, same_document
from harnessiac.plan.desired import DesiredInstance
from harnessiac.plan.ownership import Owners
from harnessiac.schema.decoding import WRONG_TYPE
from harnessiac.schema.formats import IDENTIFIER
from harnessiac.schema.mapping import Identity
from harnessiac.source import SourceFile
from harnessiac.state.model import StoredInstance, digest


def not_configured(address: InstanceAddress) -> Diagnostic:
    """Why an address without a resource block cannot be imported to."""
    resource = address.resource
    return error(
        f'resource address "{address}" does not exist in the configuration.',
        "Before importing this resource, please create its configuration in the root module. For example:\n\n"
        f'resource "{resource.type}" "{resource.name}" {{\n  # (resource arguments)\n}}',
    )


def not_an_instance(address: InstanceAddress) -> Diagnostic:
    """Why an address whose key the configuration does not have cannot be imported to."""
    return error(
        "Configuration for import target does not exist",
        f"The configuration for the given import {address} does not exist. All target instances must have an "
        "associated configuration to be imported.",
    )


def no_document(address: InstanceAddress, path: str) -> Diagnostic:
    """Why there is nothing to import."""
    return error(
        "Cannot import non-existent remote object",
        f'While attempting to import an existing object to "{address}", no document was found at {path}. Only '
        "pre-existing documents can be imported; check that the id is correct (IDENTIFIER, ORG/IDENTIFIER or "
        'ORG/PROJECT/IDENTIFIER), or use "hiac apply" to create a new document for this resource.',
    )


def wanted(address: InstanceAddress, id: str, owners: Owners) -> Identity:
    """The entity that `id` names for the resource type of `address`. Raises Failed if it cannot be imported there."""
    type = address.resource.type
    kind = kinds.find(type)
    if kind is None or kind.folder is None or address.resource.mode != "managed":
        detail = f"There are no documents of {type}, so there is nothing to import. Use hiac apply to record it."
        raise Failed(error("Resource type without documents", detail))
    parts = id.split("/")
    if len(parts) > 3 or any(IDENTIFIER.problem(part) for part in parts):
        detail = f'"{id}" is no id of a {kind.folder}: it must be IDENTIFIER, ORG/IDENTIFIER or ORG/PROJECT/IDENTIFIER.'
        raise Failed(error("Invalid import id", detail))
    scope = [*parts[:-1], None, None]
    found = Identity(kind.folder, parts[-1], scope[0], scope[1])
    if address in owners.state.instances:
        detail = (
            f"hiac is already managing a remote object for {address}. To import to this address you must first remove "
            "the existing object from the state."
        )
        raise Failed(error("Resource already managed by hiac", detail))
    path = found.path or ""
    if (owner := owners.here.get(path)) is not None:
        detail = f'The {kind.folder} "{id}" is managed already, as {owner}. Only one resource may manage it.'
        raise Failed(error("Document already managed by hiac", detail))
    elsewhere = owners.elsewhere(path)
    if elsewhere is not None:
        detail = f'The {kind.folder} "{id}" is managed already, as {elsewhere}. {elsewhere.advice}'
        raise Failed(error("Document already managed by hiac", detail))
    return found


def imported(
    want: DesiredInstance, key: Identity, source: SourceFile
) -> tuple[StoredInstance | None, list[Diagnostic]]:
    """The document of `key` as an instance of the state, at the address where the configuration wants it.

    What a document cannot say is as the configuration has it, so that a plan shows only what really differs.
    """
    type, address = want.address.resource.type, str(want.address)
    attributes, problems = read_back(type, want.attributes, source.name, source.text)
    notes = [warning(d.summary, d.detail, d.subject, address=address) for d in problems]
    if attributes is None or any(problem.summary == WRONG_TYPE for problem in problems):
        return None, [replace(problem, address=address) for problem in problems]
    if authored_text(type, want.attributes) is not None:
        # Of a service with YAML only that is compared with the document; who it is, the document's place says.
        attributes |= {"identifier": key.identifier, "org_id": key.org, "project_id": key.project, "id": key.identifier}
        attributes["name"] = _service_name(source) or attributes["name"]
    if path_of(type, attributes) != key.path:
        detail = (
            f"The document {source.name} says that it is of another entity: its identifier, orgIdentifier and "
            "projectIdentifier must be those of its place in the documents folder."
        )
        return None, [*notes, error("Document of another entity", detail, address=address)]
    now = document_of(type, attributes)
    says_all = now is not None and same_document(source.text, now.text)
    stored = StoredInstance(
        attributes,
        want.sensitive,
        want.dependencies,
        want.create_before_destroy,
        document_digest=digest(source.text) if says_all else None,
    )
    return stored, notes


def _service_name(source: SourceFile) -> str | None:
    document, _ = documents.read(source)
    name = document.at(("service", "name")) if document is not None else None
    return name.text if isinstance(name, documents.Scalar) and not name.is_null else None
