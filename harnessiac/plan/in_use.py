"""In-use protection: entities that others refer to are not deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from harnessiac import documents, platform
from harnessiac.addresses import ObjectAddress
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.entities.argument_links import argument_links
from harnessiac.entities.identity import Identity, attributes_at, from_path, identity
from harnessiac.entities.links import Link, Reference
from harnessiac.entities.lookup import KnownEntities
from harnessiac.entities.yaml_links import find_links
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.source import SourceFile

if TYPE_CHECKING:
    from harnessiac.plan.desired import Desired
    from harnessiac.plan.refresh import Refreshed

SHOWN = 10
"""Further users are only counted."""


class User(Struct, frozen=True):
    """A reference to an entity, and the resource instance or unmanaged document that has it."""

    name: str
    link: Link


def in_use(desired: Desired, refreshed: Refreshed, plan: Plan, known_entities: KnownEntities) -> list[Diagnostic]:
    """An error for each entity that `plan` takes away from those who still refer to it afterwards.

    Taken away is what is deleted without `force_delete`, and what moves to another identifier, organization or project.
    Nothing is looked at unless there is any.
    """
    gone = {entity: change for change in plan.changes if (entity := _gone(change)) is not None}
    for change in plan.changes if gone else ():
        kept = _entity(change.address, change.after)
        if kept is not None:
            gone.pop(kept, None)
    if not gone:
        return []
    users: dict[Identity, list[User]] = {entity: [] for entity in gone}
    for user in _users(desired, refreshed, plan, known_entities, gone):
        if isinstance(user.link.target, Reference):
            users.get(user.link.target.identity(user.link.entity), []).append(user)
    return [_refused(change, users[entity], desired) for entity, change in gone.items() if users[entity]]


def _gone(change: Change) -> Identity | None:
    """The entity that a change removes; None if it removes none, or if it is removed whatever refers to it."""
    if change.before is None or change.action in (Action.NO_OP, Action.FORGET, Action.CREATE):
        return None
    entity = _entity(change.address, change.before)
    if entity is None or entity == _entity(change.address, change.after):
        return None
    return None if change.before.get("force_delete") or (change.after or {}).get("force_delete") else entity


def _entity(address: ObjectAddress, attributes: Attributes | None) -> Identity | None:
    kind = platform.schema(address.resource.type)
    if kind is None or attributes is None or address.resource.mode == "data":
        return None
    return identity(kind, attributes)


def _users(
    desired: Desired, refreshed: Refreshed, plan: Plan, known_entities: KnownEntities, gone: Iterable[Identity]
) -> Iterator[User]:
    """Every reference after the plan that may be to one of `gone`."""
    changes = {change.address: change for change in plan.changes}
    managed = set(refreshed.owners)
    for address, change in changes.items():
        managed.update(image.path for image in (*change.observed, change.document) if image is not None)
        if change.action is Action.FORGET:
            yield from _of_stored(address, change.before, change.before_sensitive, desired)
        elif change.after is not None:
            want = desired.instances.get(change.instance)
            argument = platform.authored_argument(address.resource.type) or ""
            if want is not None and want.attributes.get(argument) == change.after.get(argument):
                yield from (User(str(address), link) for link in desired.references.named.get(change.instance, ()))
            else:
                yield from _of_stored(address, change.after, change.after_sensitive, desired)
    for address, there in refreshed.instances.items():
        if address not in changes:
            yield from _of_stored(address, there.attributes, there.sensitive, desired)
    yield from _of_documents(known_entities, managed, {entity.identifier for entity in gone})


def _of_stored(
    address: ObjectAddress, attributes: Attributes | None, sensitive: tuple[Path, ...], desired: Desired
) -> Iterator[User]:
    """The references of an instance that is not as the configuration says; places are in its document."""
    kind = platform.schema(address.resource.type)
    if kind is None or attributes is None:
        return
    for link in argument_links(kind, attributes, sensitive):
        yield User(str(address), link)
    text = platform.authored_text(address.resource.type, attributes)
    if text is not None:
        name = f"{desired.documents}/{platform.document_path(address.resource.type, attributes)}"
        document, _ = documents.read(SourceFile(name, text))
        if document is not None:
            links, _ = find_links(document, kind, attributes.get("org_id"), attributes.get("project_id"))
            yield from (User(str(address), link) for link in links)


def _of_documents(known_entities: KnownEntities, managed: set[str], identifiers: set[str]) -> Iterator[User]:
    """The references in documents, and in their paths, of entities that no resource manages."""
    for path in known_entities.paths():
        known = from_path(path) if path not in managed else None
        text = known_entities.read(path) if known is not None else None
        if known is None or text is None or not any(name in path or name in text for name in identifiers):
            continue
        kind, entity = known
        name = f"{known_entities.folder}/{path}"
        document, _ = documents.read(SourceFile(name, text))
        links, _ = find_links(document, kind, entity.org, entity.project) if document is not None else ([], [])
        repeated = {link.target for link in links}
        in_path = argument_links(kind, attributes_at(kind, path) or {}, ())
        yield from (User(name, link) for link in (*links, *(link for link in in_path if link.target not in repeated)))


def _refused(change: Change, users: list[User], desired: Desired) -> Diagnostic:
    kind = platform.schema(change.address.resource.type)
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
