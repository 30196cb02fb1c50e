"""What references lead to: a resource of this configuration, an entity of the state, a document of the directory.

Entities with documents are looked up in all three. Secrets have none and are often kept elsewhere, so that one is not
found means little; what no resource type declares (registries, files of the file store) is never looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from harnessiac import documents, kinds
from harnessiac.addresses import InstanceAddress
from harnessiac.codes import references as codes
from harnessiac.diagnostics import Code, Diagnostic, did_you_mean
from harnessiac.documents import Mapping as YamlMapping
from harnessiac.documents import Scalar
from harnessiac.documents.reading import shortened
from harnessiac.entities.argument_links import SECRET_MANAGER
from harnessiac.entities.dependencies import Entity, at_docker_hub, is_docker_hub
from harnessiac.entities.identity import SCOPE, Identity, attributes_at, identity, path_of, paths
from harnessiac.entities.links import CONNECTOR, TEMPLATE, Link, Malformed, Reference, RuntimeInput, Scope
from harnessiac.schema.nodes import Kind
from harnessiac.source import SourceFile
from harnessiac.state.model import State

HINTS = 20
"""How many names that are not found get the nearest one: looking for it walks all names there are."""


class Where(Enum):
    """Where what a reference names was found."""

    CONFIGURATION = "configuration"
    STATE = "state"
    DOCUMENT = "document"
    MISSING = "missing"
    RUNTIME = "runtime"
    """Only a pipeline run decides."""
    ELSEWHERE = "elsewhere"
    """hiac does not look it up."""
    INVALID = "invalid"


class Found(Struct, frozen=True):
    """`type` is a connector's, such as DockerRegistry; None if it is not known. `path` is of its document."""

    where: Where
    address: InstanceAddress | None = None
    path: str | None = None
    type: str | None = None
    is_docker_hub: bool = False


MISSING = Found(Where.MISSING)
RUNTIME = Found(Where.RUNTIME)
ELSEWHERE = Found(Where.ELSEWHERE)
INVALID = Found(Where.INVALID)


class KnownEntities(Struct, frozen=True):
    """What exists beside the configuration: documents by path, all their paths, the state. Each may be absent.

    `folder` is the name of the documents directory, for messages and reports.
    """

    read: Callable[[str], str | None] = lambda _: None
    paths: Callable[[], tuple[str, ...]] = lambda: ()
    state: Callable[[], State | None] = lambda: None
    folder: str = ".harness"


NOTHING = KnownEntities()


class References(Struct, frozen=True):
    """The references of a configuration by the instance that has them, and the entities that it declares.

    Unless it `is_complete`, there may be more entities than are known.
    """

    named: Mapping[InstanceAddress, tuple[Link, ...]] = field(default_factory=dict)
    known: Mapping[Identity, Entity] = field(default_factory=dict)
    is_complete: bool = True


class Resolver(Struct):
    """Looks references up, each entity once: in the configuration, then in the state, then in the documents folder."""

    references: References
    known_entities: KnownEntities = NOTHING
    _found: dict[Identity, Found] = field(default_factory=dict)
    _stored: dict[Identity, Found] | None = None
    _identifiers: dict[str, dict[tuple[str | None, ...], list[str]]] = field(default_factory=dict)

    def find(self, link: Link) -> Found:
        """What a link leads to."""
        match link.target:
            case Reference():
                family = kinds.family(link.entity)
                if family is None:
                    return ELSEWHERE
                found = self.entity(link.entity, link.target)
                may_be_elsewhere = family.document is None or link.key == SECRET_MANAGER
                return ELSEWHERE if found is MISSING and may_be_elsewhere else found
            case RuntimeInput():
                return RUNTIME
            case Malformed() if link.entity in (CONNECTOR, TEMPLATE):
                return INVALID
            case _:
                return ELSEWHERE

    def entity(self, entity: str, target: Reference) -> Found:
        """What an entity of a type that resource types declare is."""
        key = target.identity(entity)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look(key)
        return found

    def in_other_scope(self, entity: str, target: Reference, org: str | None, project: str | None) -> Reference | None:
        """The entity of the same identifier in another scope that an entity of `org` and `project` can refer to."""
        for scope in _scopes(target.identifier, org, project):
            other = replace(scope, inside=target.inside)
            if other.scope is not target.scope and self.entity(entity, other).where is not Where.MISSING:
                return other
        return None

    def spellings(self, entity: str, org: str | None, project: str | None, inside: tuple[str, ...] = ()) -> list[str]:
        """How something in `org` and `project` refers to each entity of a type, inside of others, that it can use."""
        if entity not in self._identifiers:
            self._identifiers[entity] = self._all_identifiers(entity)
        found = []
        for scope in _scopes("", org, project):
            prefix = f"{scope.scope.value}." if scope.scope.value else ""
            found += [prefix + name for name in self._identifiers[entity].get((scope.org, scope.project, *inside), ())]
        return found

    def _look(self, key: Identity) -> Found:
        declared = self.references.known.get(key)
        if declared is not None:
            type = _type_of(declared.address)
            return Found(
                Where.CONFIGURATION, declared.address, self._shown(declared.path), type, declared.is_docker_hub
            )
        if self._stored is None:
            self._stored = _entities(self.known_entities.state())
        stored = self._stored.get(key)
        if stored is not None:
            return replace(stored, path=self._shown(stored.path))
        family = kinds.family(key.entity)
        if family is None:
            return MISSING
        for path in paths(family, _arguments(family, key)):
            text = self.known_entities.read(path)
            if text is not None:
                return Found(Where.DOCUMENT, None, self._shown(path), *_facts(family, text))
        return MISSING

    def _shown(self, path: str | None) -> str | None:
        return f"{self.known_entities.folder}/{path}" if path is not None else None

    def _all_identifiers(self, entity: str) -> dict[tuple[str | None, ...], list[str]]:
        family = kinds.family(entity)
        keys = dict.fromkeys((*self.references.known, *(self._stored or ())))
        for path in self.known_entities.paths():
            arguments = attributes_at(family, path) if family is not None else None
            if family is not None and arguments is not None:
                keys[identity(family, arguments)] = None
        found: dict[tuple[str | None, ...], list[str]] = {}
        for key in keys:
            if key.entity == entity:
                found.setdefault(key.parents, []).append(key.identifier)
        return found


class Use(Struct, frozen=True):
    """A reference, who has it and what it leads to."""

    user: InstanceAddress
    link: Link
    found: Found


def uses(references: References, resolver: Resolver) -> list[Use]:
    """Every reference of the configuration, by the address of who has it, then as written."""
    return [
        Use(address, link, resolver.find(link))
        for address in sorted(references.named, key=InstanceAddress.sort_key)
        for link in references.named[address]
    ]


def check(references: References, resolver: Resolver) -> Iterator[Diagnostic]:
    """What is wrong with the references of the configuration: to nothing, to another scope, to the wrong connector."""
    owners = {entity.address: entity.identity for entity in references.known.values()}
    nearest: dict[tuple[str, str, str | None, str | None], str] = {}
    for address, links in references.named.items():
        owner = owners.get(address)
        if owner is None:
            continue
        missing: set[tuple[str, str]] = set()
        for link in links:
            if not isinstance(link.target, Reference) or link.key == SECRET_MANAGER:  # it may be the platform's own
                continue
            family = kinds.family(link.entity)
            if family is None:
                continue
            finding = None
            if family.document is None:
                finding = _secret(link, link.target, owner, resolver) if references.is_complete else None
            else:
                found = resolver.entity(link.entity, link.target)
                if found.where is not Where.MISSING:
                    finding = _mistyped(link, found) or _unofficial(link, found)
                elif (link.entity, link.text) not in missing and references.is_complete:
                    finding = _elsewhere(link, link.target, owner, resolver)
                    if finding is None:
                        missing.add((link.entity, link.text))
                        asked = (link.entity, link.text, owner.org, owner.project)
                        if asked not in nearest and len(nearest) < HINTS:
                            known = resolver.spellings(link.entity, owner.org, owner.project, link.target.inside)
                            nearest[asked] = did_you_mean(link.text, known)
                        finding = _missing(link).at(link.span, _not_found(link, link.target, nearest.get(asked, "")))
            if finding is not None:
                yield finding.about(str(address))


def _missing(link: Link) -> Code:
    return codes.MISSING if link.entity == CONNECTOR else codes.MISSING_ENTITY


def _not_found(link: Link, target: Reference, near: str) -> str:
    return (
        f'There is no {link.entity} "{target.identifier}" {_place(target)}: this configuration declares none, and '
        f"there is no document of one.{near}"
    )


def _elsewhere(link: Link, target: Reference, owner: Identity, resolver: Resolver) -> Diagnostic | None:
    other = resolver.in_other_scope(link.entity, target, owner.org, owner.project)
    if other is None:
        return None
    found = resolver.entity(link.entity, other)
    article = "an" if link.entity[0] in "aeiou" else "a"
    detail = (
        f'"{link.text}" names {article} {link.entity} {_place(target)}, and there is none. The {link.entity} '
        f'"{target.identifier}" ({found.address or found.path}) belongs to {_scope_words(other)}: write '
        f"{link.key}: {other}"
    )
    return codes.SCOPE.at(link.span, f"{detail}.")


def _secret(link: Link, target: Reference, owner: Identity, resolver: Resolver) -> Diagnostic | None:
    """A reference to an entity without documents, which may exist where hiac cannot look, but is in another scope."""
    if resolver.entity(link.entity, target).where is not Where.MISSING:
        return None
    other = resolver.in_other_scope(link.entity, target, owner.org, owner.project)
    if other is None:
        return None
    found = resolver.entity(link.entity, other)
    detail = (
        f'"{link.text}" names a {link.entity} {_place(target)}, and hiac knows of none. The {link.entity} '
        f'"{target.identifier}" ({found.address}) belongs to {_scope_words(other)}; if it is meant, write "{other}".'
    )
    return codes.SECRET_SCOPE.at(link.span, detail)


def _mistyped(link: Link, found: Found) -> Diagnostic | None:
    wanted = link.wanted
    if wanted is None or found.type is None or found.type in wanted.types:
        return None
    detail = (
        f'The connector "{link.text}" ({found.address or found.path}) has the type {found.type}, but the {wanted.by} '
        f"needs one of type {' or '.join(wanted.types)}."
    )
    if found.type == "DockerRegistry" and wanted.by.startswith("artifact source"):
        detail += " With this connector, images are fetched by a source of type DockerRegistry."
    return codes.TYPE.at(link.span, detail)


def _unofficial(link: Link, found: Found) -> Diagnostic | None:
    """An image path without a namespace means nothing at Docker Hub."""
    if link.official is None or not found.is_docker_hub:
        return None
    path = link.official.text
    detail = (
        f'The connector "{link.text}" ({found.address or found.path}) leads to Docker Hub, where "{shortened(path)}" '
        f'names no image. An official image is "library/{shortened(path)}", any other has its owner in front.'
    )
    return codes.OFFICIAL_IMAGE.at(link.official.span, detail)


def _place(target: Reference) -> str:
    if target.project:
        return f'in the project "{target.project}" of the organization "{target.org}"'
    return f'in the organization "{target.org}"' if target.org else "in the account"


def _scope_words(target: Reference) -> str:
    return {
        Scope.ACCOUNT: "the account",
        Scope.ORGANIZATION: f'the organization "{target.org}"',
        Scope.PROJECT: f'the project "{target.project}"',
    }[target.scope]


def _scopes(identifier: str, org: str | None, project: str | None) -> Iterator[Reference]:
    """The references to an identifier that an entity of `org` and `project` may use, the nearest scope first."""
    if org and project:
        yield Reference(Scope.PROJECT, identifier, org, project)
    if org:
        yield Reference(Scope.ORGANIZATION, identifier, org, None)
    yield Reference(Scope.ACCOUNT, identifier, None, None)


def _entities(state: State | None) -> dict[Identity, Found]:
    found: dict[Identity, Found] = {}
    for address, stored in state.instances.items() if state is not None else ():
        kind = kinds.find(address.resource.type)
        if kind is not None and address.resource.mode != "data":
            hub = at_docker_hub(address, stored.attributes)
            path = path_of(kind, stored.attributes)
            found.setdefault(identity(kind, stored.attributes), Found(Where.STATE, address, path, kind.tag, hub))
    return found


def _arguments(kind: Kind, key: Identity) -> dict[str, str | None]:
    """The arguments that an identity says."""
    return dict(zip((*SCOPE, *kind.inside), key.parents, strict=False)) | {"identifier": key.identifier}


def _type_of(address: InstanceAddress) -> str | None:
    kind = kinds.find(address.resource.type)
    return kind.tag if kind is not None else None


def _facts(kind: Kind, text: str) -> tuple[str | None, bool]:
    """The type that a document gives, and whether it is a connector to Docker Hub."""
    document, _ = documents.read(SourceFile("", text))
    root = document.root if document is not None else None
    entity = root.get(kind.document.root) if isinstance(root, YamlMapping) and kind.document is not None else None
    if kind.tag is None or not isinstance(entity, YamlMapping):
        return None, False
    type, spec = _text(entity, "type"), entity.get("spec")
    if type != "DockerRegistry" or not isinstance(spec, YamlMapping):
        return type, False
    return type, is_docker_hub(_text(spec, "dockerRegistryUrl"), _text(spec, "providerType"))


def _text(node: YamlMapping, key: str) -> str | None:
    held = node.get(key)
    return held.text if isinstance(held, Scalar) and not held.is_null else None
