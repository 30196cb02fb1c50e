"""Existing entities become resources: names, configuration, and the state that is as if hiac had applied it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from harnessiac import kinds, platform
from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.adoption.existing import Entity, Use, normalized
from harnessiac.attributes import Path
from harnessiac.diagnostics import Diagnostic, error, has_errors, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.entities.argument_links import argument_links
from harnessiac.entities.dependencies import ORGANIZATION, PROJECT
from harnessiac.entities.hcl import hcl
from harnessiac.entities.identity import Identity, identity, path_of
from harnessiac.entities.links import Reference
from harnessiac.language.formatting.printing import Expression, Parts
from harnessiac.plan.definition import Action, Change
from harnessiac.plan.desired import DesiredInstance
from harnessiac.plan.ownership import OwnerOf
from harnessiac.schema.mapping import ResourceValues, encode
from harnessiac.schema.nodes import Body, Plain
from harnessiac.state.model import State

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the configuration has already: who declares each entity, and the resource names that are taken."""

    entities: Mapping[Identity, InstanceAddress] = field(default_factory=dict)
    names: Collection[ResourceAddress] = ()


@dataclass(frozen=True, slots=True)
class Adopted:
    """An entity with its address and its new block of configuration; None if it is configured already."""

    address: InstanceAddress
    entity: Entity
    block: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entity that the state holds already."""

    entity: Entity
    owner: InstanceAddress


@dataclass(frozen=True, slots=True)
class Configured:
    """Configuration for entities. The new blocks stand in `text` in the order of `adopted`."""

    adopted: tuple[Adopted, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(one.block for one in self.adopted if one.block is not None)

    def at_entities(self, found: Iterable[Diagnostic], name: str) -> list[Diagnostic]:
        """Findings about the new configuration, which is called `name`, moved to the files it was made from."""
        starts, start = [], 0
        new = [(one, one.block) for one in self.adopted if one.block is not None]
        for _, block in new:
            starts.append(start)
            start += len(block) + 1

        def moved(finding: Diagnostic) -> Diagnostic:
            subject = finding.subject
            if subject is None or subject.filename != name or not starts:
                return finding
            one, _ = new[max(0, bisect_right(starts, subject.start) - 1)]
            return replace(finding.at(one.entity.place), address=str(one.address), context=None)

        return [moved(finding) for finding in found]


def declared(instances: Iterable[DesiredInstance], names: Iterable[ResourceAddress]) -> Declared:
    """What a configuration declares."""
    found: dict[Identity, InstanceAddress] = {}
    for instance in instances:
        kind = kinds.find(instance.address.resource.type)
        if kind is not None:
            found.setdefault(identity(kind, instance.attributes), instance.address)
    return Declared(found, frozenset(names))


def configure(entities: Iterable[Entity], there: Declared, state: State) -> tuple[Configured, list[Diagnostic]]:
    """A resource block for every entity that neither the configuration nor the state holds yet.

    What is configured and not in the state is adopted as it is configured: an adoption that was cut off may have come
    so far. One that is there twice and says the same is one: such an adoption may have written the second.
    """
    owners = {
        identity(kind, stored.attributes): address
        for address, stored in state.instances.items()
        if address.resource.mode == "managed" and (kind := kinds.find(address.resource.type)) is not None
    }
    diagnostics: list[Diagnostic] = []
    skipped: list[Skipped] = []
    wanted: dict[Identity, Entity] = {}
    for entity in sorted(entities, key=_order):
        key = entity.identity
        owner = owners.get(key)
        if key in wanted:
            if _says_the_same(entity, wanted[key]):
                wanted[key] = max(wanted[key], entity, key=_said_more)
            else:
                diagnostics.append(_duplicate(entity, wanted[key]))
        elif owner is not None:
            skipped.append(Skipped(entity, owner))
        else:
            wanted[key] = entity
    names = _Names({*there.names, *(address.resource for address in state.instances)})
    new = {key: names.take(entity) for key, entity in wanted.items() if key not in there.entities}
    known = {key: str(address) for key, address in (*there.entities.items(), *new.items())}
    adopted = [
        Adopted(new[key].instance(), entity, hcl(entity.kind, entity.attributes, new[key].name, _said(entity, known)))
        if key in new
        else Adopted(there.entities[key], entity, None)
        for key, entity in wanted.items()
    ]
    return Configured(tuple(adopted), tuple(skipped)), diagnostics


def _order(entity: Entity) -> tuple[object, ...]:
    """Connectors before services, then by scope; what is one entity in the order found."""
    one = entity.identity
    scope = (one.org or "", one.project or "", one.identifier)
    return (one.entity, entity.kind.name, *scope, entity.place.sort_key())


def _says_the_same(entity: Entity, other: Entity) -> bool:
    """Whether two files say the same of one entity.

    What answers of the API say of a service beside its YAML is in no document: one of the two may say nothing of it.
    """
    if entity.unmapped or other.unmapped:
        return entity.document == other.document
    ours, theirs = entity.attributes, other.attributes
    if ours == theirs:
        return True
    argument = entity.kind.authored.argument if entity.kind.authored is not None else ""
    yaml = ours.get(argument)
    return (
        bool(yaml)
        and yaml == theirs.get(argument)
        and all(
            ours.get(name) == theirs.get(name) or not ours.get(name) or not theirs.get(name)
            for name in {*ours, *theirs}
        )
    )


def _said_more(entity: Entity) -> int:
    """How many arguments an entity has."""
    return sum(bool(value) for value in entity.attributes.values())


def _duplicate(entity: Entity, first: Entity) -> Diagnostic:
    one = entity.identity
    return error(
        "Duplicate entity",
        f'The {one.entity} "{one.import_id}" was already found at {first.place} and says something else '
        "there. Adopt only one of the two.",
        entity.place,
    )


def _declared_already(entity: Entity, address: InstanceAddress) -> Diagnostic:
    one = entity.identity
    return error(
        "Entity already configured",
        f'The configuration declares the {one.entity} "{one.import_id}" as {address}, and says something else. To see '
        "what it would change, put the document into the documents folder and plan with -adopt.",
        entity.place,
    )


class _Names:
    """Resource names that are still free."""

    def __init__(self, taken: Iterable[ResourceAddress]) -> None:
        self._taken = set(taken)
        self._counts: dict[tuple[str, str], int] = {}

    def take(self, entity: Entity) -> ResourceAddress:
        """A name made of the identifier; where that is taken, of its scope too; then a number."""
        type, one = entity.kind.name, entity.identity
        name = snake_case(one.identifier) or one.entity
        scope = [snake_case(part) for part in (one.project, one.org) if part] or ["account"]
        for chosen in (name, f"{name}_{scope[0]}", f"{name}_{'_'.join(reversed(scope))}"):
            address = ResourceAddress(type, chosen)
            if address not in self._taken:
                break
        while address in self._taken:
            count = self._counts[type, name] = self._counts.get((type, name), 1) + 1
            address = ResourceAddress(type, f"{name}_{count}")
        self._taken.add(address)
        return address


def snake_case(identifier: str) -> str:
    """`dockerHub`, `Docker$Hub` and `DOCKER_Hub` as docker_hub; nothing if no letter or digit is in it."""
    name = _NOT_IN_NAMES.sub("_", _WORD_STARTS.sub("_", identifier).lower()).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


# References in place of literals


def _said(entity: Entity, known: Mapping[Identity, str]) -> dict[Path, Parts]:
    """The arguments that name other resources."""
    said: dict[Path, Parts] = {}
    one = entity.identity
    places: list[tuple[str, Identity]] = []
    if one.org:
        places.append(("org_id", Identity(ORGANIZATION, one.org)))
        if one.project:
            places.append(("project_id", Identity(PROJECT, one.project, (one.org, None))))
    for name, key in places:
        if key in known:
            said[name,] = (Expression(f"{known[key]}.identifier"),)
    if entity.uses and entity.kind.authored is not None:
        argument = entity.kind.authored.argument
        said[argument,] = tuple(_with_references(str(entity.attributes[argument]), entity.uses, known))
    for link in argument_links(entity.kind, entity.attributes, ()):
        if len(link.path) > 1 or not isinstance(link.target, Reference):
            continue
        address = known.get(link.target.identity(link.entity), "")
        kind = kinds.find(address.partition(".")[0])
        if kind is not None and kind.document is not None and not _may_refer(kind.body, entity.kind.entity):
            prefix = link.text.removesuffix(link.target.identifier)
            said[link.path] = (*([prefix] if prefix else ()), Expression(f"{address}.identifier"))
    return said


def _may_refer(body: Body, entity: str) -> bool:
    """Whether a resource may refer to entities of a type: a reference to it from such an entity could make a loop."""
    plain, nested = body.referring
    return any(attribute.refers == entity for attribute in plain) or any(
        _may_refer(block.body, entity) for block in nested
    )


def _with_references(text: str, uses: Iterable[Use], known: Mapping[Identity, str]) -> Iterator[str | Expression]:
    at = 0
    for use in uses:
        target = use.target
        address = known.get(target)
        if address is not None:
            yield text[at : use.start]
            yield Expression(f"{address}.identifier")
            at = use.end
    yield text[at:]


# What the new configuration means, against what it was made from


def record(
    configured: Configured,
    instances: Mapping[InstanceAddress, DesiredInstance],
    observed: Mapping[str, str | None],
    owner_of: OwnerOf,
) -> tuple[list[Change], list[Diagnostic]]:
    """What is to be written and recorded of what is adopted, as evaluating its configuration gave `instances`.

    An error where a document would not say what it was made from, or where `observed` has another one in its place or
    one that has an owner elsewhere.
    """
    changes: list[Change] = []
    diagnostics: list[Diagnostic] = []
    for one in configured.adopted:
        instance = instances.get(one.address)
        image = platform.document(one.address.resource.type, instance.attributes) if instance is not None else None
        if instance is None or image is None or image.text is None:
            continue
        is_alike = one.entity.kind.name == one.address.resource.type
        unfaithful = _fidelity(one, instance) if is_alike else []
        if one.block is None and (not is_alike or has_errors(unfaithful)):
            unfaithful = [_declared_already(one.entity, one.address)]
        diagnostics += unfaithful
        found = observed.get(image.path)
        is_its_own = found is not None and normalized(found) == one.entity.place.source.text
        owner = owner_of(image.path) if found is not None else None
        if owner is not None:
            detail = f"The document {image.path} is managed already, as {owner}. {owner.advice}"
            diagnostics.append(
                error("Document already managed by hiac", detail, one.entity.place, address=str(one.address))
            )
        elif (
            found is not None
            and not is_its_own
            and not platform.same_document(one.address.resource.type, found, image.text)
        ):
            detail = (
                f"A document is there at {image.path} of the documents folder, and it says something else. Adopt that "
                "one, or move it away."
            )
            diagnostics.append(error("Document already exists", detail, one.entity.place, address=str(one.address)))
        changes.append(
            Change(
                instance.address,
                Action.CREATE,
                after=instance.attributes,
                after_sensitive=instance.sensitive,
                dependencies=instance.dependencies,
                create_before_destroy=instance.create_before_destroy,
                observed=(DocumentImage(image.path, found),),
                document=image,
            )
        )
    return changes, diagnostics


def planned_paths(configured: Configured) -> set[str]:
    """The documents of what is adopted."""
    return {path for one in configured.adopted if (path := path_of(one.entity.kind, one.entity.attributes))}


def _fidelity(one: Adopted, instance: DesiredInstance) -> list[Diagnostic]:
    """What the document would say more or other than the file it was made from."""
    entity = one.entity
    argument = entity.kind.authored.argument if entity.kind.authored is not None else ""
    if entity.attributes.get(argument) is not None:
        if instance.attributes.get(argument) == entity.attributes[argument]:
            return []
        detail = f"The {entity.kind.entity}'s YAML holds characters that HCL cannot say as they are."
        return [error("Document cannot be reproduced", detail, entity.place, address=str(one.address))]
    written = encode(entity.kind, ResourceValues(instance.attributes))
    lost, added = [], []
    for path, before, after in _differences(entity.document, written, ()):
        if before is None:
            added.append(f"{_dotted(path)} = {json.dumps(after, ensure_ascii=False)}")
        elif path not in entity.unmapped:
            lost.append(_dotted(path))
    found = []
    if lost:
        detail = f"The document would not say what the file says at {', '.join(lost)}."
        found.append(error("Document cannot be reproduced", detail, entity.place, address=str(one.address)))
    elif added:
        detail = f"The document will also say what the file leaves to the platform: {', '.join(added)}."
        found.append(warning("Default written out", detail, entity.place, address=str(one.address)))
    return found


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _differences(before: Plain, after: Plain, path: Path) -> Iterator[tuple[Path, Plain, Plain]]:
    """Where two documents differ; what is null or empty is absent, and lists have no order."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            if key != "_":
                yield from _differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, dict) and not after:
        for key, value in before.items():
            yield from _differences(value, None, (*path, key))
    elif isinstance(after, dict) and not before:
        for key, value in after.items():
            yield from _differences(None, value, (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(_paired(before, after)):
            yield from _differences(one, other, (*path, index))
    elif _canonical(before) != _canonical(after):
        yield path, before if _canonical(before) else None, after


def _paired(before: list[Plain], after: list[Plain]) -> Iterator[tuple[Plain, Plain]]:
    """Items that mean the same go together; the others in their order."""
    same: dict[str, list[Plain]] = {}
    for item in after:
        same.setdefault(_canonical(item), []).append(item)
    left: list[Plain] = []
    for item in before:
        alike = same.get(_canonical(item))
        if alike:
            alike.pop()
        else:
            left.append(item)
    yield from zip(left, (item for items in same.values() for item in items), strict=True)


def _canonical(value: Plain) -> str:
    """Equal for values that mean the same; nothing for what is null or empty."""
    match value:
        case None | "" | []:
            return ""
        case list():
            return json.dumps(sorted(_canonical(item) for item in value))
        case dict():
            said = {key: text for key, item in value.items() if (text := _canonical(item))}
            return json.dumps(said, sort_keys=True) if said else ""
        case _:
            return json.dumps(value)
