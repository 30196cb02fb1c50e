"""The state against the documents on disk: what is really there before a plan is made, and how it drifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from harnessiac import platform
from harnessiac.addresses import DeposedAddress, InstanceAddress, ObjectAddress, ResourceAddress
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change
from harnessiac.state.model import OutputValue, State, digest


@dataclass(frozen=True, slots=True)
class Found:
    """An object as it is now. `must_rewrite`: its document says more or other than its attributes can tell.

    Of one that `is_foreign` hiac has written no document yet: another program may have recorded it, in other words.
    """

    attributes: Attributes
    sensitive: tuple[Path, ...] = ()
    path: str | None = None
    dependencies: tuple[ResourceAddress, ...] = ()
    tainted: bool = False
    create_before_destroy: bool = False
    must_rewrite: bool = False
    previous_address: InstanceAddress | None = None
    is_foreign: bool = False
    importing: str | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """`owners` are the documents that belong to an object of the state."""

    instances: dict[InstanceAddress, Found] = field(default_factory=dict)
    deposed: dict[DeposedAddress, Found] = field(default_factory=dict)
    drift: tuple[Change, ...] = ()
    owners: frozenset[str] = frozenset()
    outputs: Mapping[str, OutputValue] = field(default_factory=dict)


def refresh(
    state: State,
    observed: Mapping[str, str | None],
    documents: str,
    *,
    look: bool = True,
    previous: Mapping[InstanceAddress, InstanceAddress] | None = None,
    importing: Mapping[InstanceAddress, str] | None = None,
) -> tuple[Refreshed, list[Diagnostic]]:
    """Compare every object of the state with its document.

    `observed` holds the text of each document (None: no such file); `documents` is the folder's name for messages.
    Without `look` (-refresh=false) the state is believed. `previous` are the addresses before of what moved,
    `importing` the ids of what is in the state only because of an import.
    """
    refreshed: dict[ObjectAddress, Found] = {}
    drift: list[Change] = []
    owners: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for address, stored in state.objects():
        if address.resource.mode == "data":  # another program keeps what it read; hiac reads it anew
            continue
        path = platform.document_path(address.resource.type, stored.attributes)
        current = address if isinstance(address, InstanceAddress) else None
        is_taken = current is None and path in owners  # by an instance, whose document it now is
        if path is not None:
            owners.add(path)
        found = Found(
            stored.attributes,
            tuple(dict.fromkeys((*stored.sensitive, *platform.secret_paths(address.resource.type)))),
            path,
            stored.dependencies,
            stored.tainted,
            stored.create_before_destroy,
            previous_address=previous.get(current) if previous and current else None,
            is_foreign=stored.document_digest is None and not (importing and address in importing),
            importing=importing.get(current) if importing and current else None,
        )
        text = observed.get(path) if path is not None else None
        if path is None or is_taken or not look:
            refreshed[address] = found
            continue
        if text is not None and digest(text) == stored.document_digest:
            refreshed[address] = replace(found, must_rewrite=_is_outdated(address, found, text))
            continue
        image = DocumentImage(path, text)
        if text is None and found.is_foreign:
            refreshed[address] = replace(found, must_rewrite=True)
            continue
        if text is None:
            drift.append(_drifted(address, found, None, image))
            continue
        now, problems = _looked(address, found, image, documents)
        diagnostics += problems
        refreshed[address] = now
        if not found.is_foreign and (now.must_rewrite or now.attributes != found.attributes):
            drift.append(_drifted(address, found, now.attributes, image))
    instances = {a: found for a, found in refreshed.items() if isinstance(a, InstanceAddress)}
    deposed = {a: found for a, found in refreshed.items() if isinstance(a, DeposedAddress)}
    return Refreshed(instances, deposed, tuple(drift), frozenset(owners), state.outputs), diagnostics


def _is_outdated(address: ObjectAddress, found: Found, text: str) -> bool:
    """Whether a document is as it was applied, but not the YAML of its resource: a version of hiac ignored that."""
    authored = platform.authored_text(address.resource.type, found.attributes)
    return (
        authored is not None and authored != text and not platform.same_document(address.resource.type, authored, text)
    )


def _looked(
    address: ObjectAddress, found: Found, image: DocumentImage, documents: str
) -> tuple[Found, list[Diagnostic]]:
    """An object as its document, which somebody wrote to, now says it is."""
    type, text = address.resource.type, image.text or ""
    recorded = platform.document(type, found.attributes)
    if recorded is not None and platform.same_document(type, text, recorded.text):
        return found, []
    attributes, problems = platform.read(type, found.attributes, f"{documents}/{image.path}", text)
    notes = [warning(d.summary, d.detail, d.subject, address=str(address)) for d in problems]
    if (
        attributes is None or platform.document_path(type, attributes) != found.path
    ):  # unreadable, or it claims to be another entity
        return replace(found, must_rewrite=True), notes
    return replace(found, attributes=attributes, must_rewrite=bool(problems)), notes


def _drifted(address: ObjectAddress, found: Found, after: Attributes | None, image: DocumentImage) -> Change:
    return Change(
        address,
        Action.UPDATE if after is not None else Action.DELETE,
        before=found.attributes,
        after=after,
        before_sensitive=found.sensitive,
        after_sensitive=found.sensitive if after is not None else (),
        dependencies=found.dependencies,
        observed=(image,),
    )
