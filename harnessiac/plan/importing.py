"""One existing document into the state: what `hiac import` and import blocks do, and configuration written for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from msgspec import Struct

from harnessiac import platform
from harnessiac.addresses import InstanceAddress
from harnessiac.attributes import Attributes
from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.entities.identity import Identity
from harnessiac.plan.desired import DesiredInstance
from harnessiac.plan.ownership import Owners
from harnessiac.source import SourceFile
from harnessiac.state.model import StoredInstance, digest

ReadDocument = Callable[[str], str | None]
"""The text of a document by its path below the documents directory; None if it does not exist."""


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
        f'While attempting to import an existing object to "{address}", no document was found{path}. Only '
        f"pre-existing documents can be imported; check that the id is correct "
        f"({platform.import_id_forms(address.resource.type)}), or use "
        '"hiac apply" to create a new document for this resource.',
    )


class Existing(Struct, frozen=True):
    """A document to import: the entity that it is of, its path, and its text under the name that messages show."""

    entity: Identity
    path: str
    source: SourceFile


def find(
    address: InstanceAddress,
    id: str,
    owners: Owners,
    read: ReadDocument,
    documents: str,
    attributes: Attributes | None = None,
    paths: Callable[[], Iterable[str]] = tuple,
) -> Existing:
    """Return the document of the entity that `id` names. Raises Failed if it cannot be imported at that address.

    `documents` is the name of the documents directory, for messages; `attributes` are what is configured there, `paths`
    gives the paths of all documents.
    """
    type = address.resource.type
    kind = platform.schema(type)
    if kind is None or kind.document is None or address.resource.mode != "managed":
        detail = f"There are no documents of {type}, so there is nothing to import. Use hiac apply to record it."
        raise Failed(error("Resource type without documents", detail))
    entity = platform.from_import_id(type, id)
    if entity is None:
        detail = f'"{id}" is not an import id of {type}: it must be {platform.import_id_forms(type)}.'
        raise Failed(error("Invalid import id", detail))
    if address in owners.state.instances:
        detail = (
            f"hiac is already managing a remote object for {address}. To import to this address you must first remove "
            "the existing object from the state."
        )
        raise Failed(error("Resource already managed by hiac", detail))
    candidates = platform.import_paths(type, entity, attributes or {}, paths)
    if attributes is None and not kind.is_named_by_identifier and len(candidates) > 1:
        detail = f'"{id}" names {len(candidates)} documents: {", ".join(candidates)}. Write the resource block first.'
        raise Failed(error("Ambiguous import id", detail))
    for path in candidates:
        if (owner := owners.here.get(path)) is not None:
            detail = f'The {kind.entity} "{id}" is managed already, as {owner}. Only one resource may manage it.'
            raise Failed(error("Document already managed by hiac", detail))
        elsewhere = owners.elsewhere(path)
        if elsewhere is not None:
            detail = f'The {kind.entity} "{id}" is managed already, as {elsewhere}. {elsewhere.advice}'
            raise Failed(error("Document already managed by hiac", detail))
        text = read(path)
        if text is not None:
            return Existing(entity, path, SourceFile(f"{documents}/{path}", text))
    raise Failed(no_document(address, f" at {documents}/{candidates[0]}" if candidates else ""))


def imported(want: DesiredInstance, existing: Existing) -> tuple[StoredInstance | None, list[Diagnostic]]:
    """Return the document as an instance of the state, at the address where the configuration wants it.

    What a document cannot say is as the configuration has it, so that a plan shows only what really differs.
    """
    type, address = want.address.resource.type, str(want.address)
    attributes, problems, says_all = platform.import_document(type, existing.entity, want.attributes, existing.source)
    if attributes is None:
        return None, [replace(problem, address=address) for problem in problems]
    notes = [warning(note.summary, note.detail, note.subject, address=address) for note in problems]
    stored = StoredInstance(
        attributes,
        want.sensitive,
        want.dependencies,
        want.create_before_destroy,
        document_digest=digest(existing.source.text) if says_all else None,
    )
    return stored, notes
