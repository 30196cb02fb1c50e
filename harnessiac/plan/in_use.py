"""What would still be used is not deleted: connectors and secrets that services, connectors or documents refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from harnessiac import documents, kinds
from harnessiac.addresses import ObjectAddress
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.entities.argument_links import argument_links
from harnessiac.entities.dependencies import FOLDERS, Key, entity_key
from harnessiac.entities.documents import authored_text, path_of
from harnessiac.entities.links import Link, Reference
from harnessiac.entities.lookup import Surroundings, key_of
from harnessiac.entities.yaml_links import find_links
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.source import SourceFile

if TYPE_CHECKING:
    from harnessiac.plan.desired import Desired
    from harnessiac.plan.refresh import Refreshed

SHOWN = 10
"""Of more users only the number is told."""

_DOCUMENT = re.compile(
    r"(?:orgs/(?P<org>[^/]+)/(?:projects/(?P<project>[^/]+)/)?)?(?P<folder>services|connectors)/[^/]+\.yaml\Z"
)


class User(Struct, frozen=True):
    """Who refers to an entity: a resource instance, or a document that no resource stands for; and how."""

    name: str
    link: Link


def in_use(desired: Desired, refreshed: Refreshed, plan: Plan, surroundings: Surroundings) -> list[Diagnostic]:
    """An error for each entity that `plan` takes away from those who still refer to it afterwards.

    Taken away is what is deleted without `force_delete`, and what moves to another identifier, organisation or project.
    Nothing is looked at unless there is any.
    """
    gone = {key: change for change in plan.changes if (key := _gone(change)) is not None}
    for change in plan.changes if gone else ():
        kept = _key(change.address, change.after)
        if kept is not None:
            gone.pop(kept, None)
    if not gone:
        return []
    users: dict[Key, list[User]] = {key: [] for key in gone}
    for user in _users(desired, refreshed, plan, surroundings, gone):
        if isinstance(user.link.target, Reference) and user.link.sort in FOLDERS:
            users.get(key_of(user.link.sort, user.link.target), []).append(user)
    return [_refused(change, users[key], desired) for key, change in gone.items() if users[key]]


def _gone(change: Change) -> Key | None:
    """The entity that a change takes away; None if there is none, or it is to go whoever refers to it."""
    if change.before is None or change.action in (Action.NO_OP, Action.FORGET, Action.CREATE):
        return None
    key = _key(change.address, change.before)
    if key is None or key[0] not in FOLDERS.values() or key == _key(change.address, change.after):
        return None
    return None if change.before.get("force_delete") or (change.after or {}).get("force_delete") else key


def _key(address: ObjectAddress, attributes: Attributes | None) -> Key | None:
    kind = kinds.find(address.resource.type)
    if kind is None or attributes is None or address.resource.mode == "data":
        return None
    return entity_key(kind, attributes)


def _users(
    desired: Desired, refreshed: Refreshed, plan: Plan, surroundings: Surroundings, gone: Iterable[Key]
) -> Iterator[User]:
    """Every reference there is after the plan that may be to one of `gone`."""
    changes = {change.address: change for change in plan.changes}
    managed = set(refreshed.owners)
    for address, change in changes.items():
        managed.update(image.path for image in (*change.observed, change.document) if image is not None)
        if change.action is Action.FORGET:
            yield from _of_stored(address, change.before, change.before_sensitive, desired)
        elif change.after is not None:
            want = desired.instances.get(change.instance)
            if want is not None and want.attributes.get("yaml") == change.after.get("yaml"):
                yield from (User(str(address), link) for link in desired.references.named.get(change.instance, ()))
            else:
                yield from _of_stored(address, change.after, change.after_sensitive, desired)
    for address, there in refreshed.instances.items():
        if address not in changes:
            yield from _of_stored(address, there.attributes, there.sensitive, desired)
    yield from _of_documents(surroundings, managed, {identifier for _, _, _, identifier in gone})


def _of_stored(
    address: ObjectAddress, attributes: Attributes | None, sensitive: tuple[Path, ...], desired: Desired
) -> Iterator[User]:
    """The references of an instance that is not as the configuration says; places are in its document."""
    kind = kinds.find(address.resource.type)
    if kind is None or attributes is None:
        return
    for link in argument_links(kind, attributes, sensitive):
        yield User(str(address), link)
    text = authored_text(address.resource.type, attributes)
    if text is not None:
        org, project = attributes.get("org_id"), attributes.get("project_id")
        name = f"{desired.documents}/{path_of(address.resource.type, attributes)}"
        document, _ = documents.read(SourceFile(name, text))
        if document is not None:
            links, _ = find_links(document, org, project)
            yield from (User(str(address), link) for link in links)


def _of_documents(surroundings: Surroundings, managed: set[str], identifiers: set[str]) -> Iterator[User]:
    """The references in documents of services and connectors that no resource stands for."""
    for path in surroundings.paths():
        match = _DOCUMENT.match(path)
        if match is None or path in managed:
            continue
        text = surroundings.read(path)
        if text is None or not any(identifier in text for identifier in identifiers):
            continue
        name = f"{surroundings.folder}/{path}"
        document, _ = documents.read(SourceFile(name, text))
        if document is not None:
            links, _ = find_links(
                document, match["org"], match["project"], of_connector=match["folder"] == "connectors"
            )
            yield from (User(name, link) for link in links)


def _refused(change: Change, users: list[User], desired: Desired) -> Diagnostic:
    kind = kinds.find(change.address.resource.type)
    lines = [f" - {_told(user)}" for user in users[:SHOWN]]
    if len(users) > SHOWN:
        lines.append(f" - and {len(users) - SHOWN} more")
    what = "moved to another identifier, organization or project" if change.after is not None else "deleted"
    has_force = change.deposed is None and kind is not None and "force_delete" in kind.body.attributes
    own = "set force_delete = true on it, apply that, and plan again; or " if has_force else ""
    want = desired.instances.get(change.instance)
    detail = (
        f"{change.address} would be {what}, but these refer to it:\n\n"
        + "\n".join(lines)
        + "\n\nChange what they refer to, or remove them, before or in the same plan. To go on all the same, "
        f"{own}use the option -force-delete."
    )
    return error("Entity is still used", detail, want.span if want is not None else None, address=str(change.address))


def _told(user: User) -> str:
    link = user.link
    where = ""
    if link.span is not None:
        file = "" if link.span.filename == user.name else f"{link.span.filename} "
        where = f" ({file}line {link.span.line})"
    return f'{user.name}: {link.key} "{link.text}"{where}'
