"""What references lead to: a resource of this configuration, an entity of the state, a document of the folder.

Connectors are looked up in all three. Secrets have no documents and are often kept elsewhere, so that one is not found
means little; templates, registries and files of the file store are never looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from harnessiac import documents, kinds
from harnessiac.addresses import InstanceAddress
from harnessiac.codes import references as codes
from harnessiac.diagnostics import Diagnostic, did_you_mean
from harnessiac.documents import Mapping as YamlMapping
from harnessiac.documents import Scalar
from harnessiac.documents.reading import shortened
from harnessiac.entities.argument_links import SECRET_MANAGER
from harnessiac.entities.dependencies import FOLDERS, Entity, Key, at_docker_hub, entity_key, is_docker_hub
from harnessiac.entities.links import Link, Malformed, Reference, RuntimeInput, Scope, Sort
from harnessiac.schema.attributes import Identity
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


class Surroundings(Struct, frozen=True):
    """What there is beside the configuration: documents by path, all their paths, the state. Each may be absent.

    `folder` is the documents folder's name, for messages and reports.
    """

    read: Callable[[str], str | None] = lambda _: None
    paths: Callable[[], tuple[str, ...]] = lambda: ()
    state: Callable[[], State | None] = lambda: None
    folder: str = ".harness"


NOTHING = Surroundings()


class References(Struct, frozen=True):
    """The references of a configuration by the instance that has them, and the entities that it declares.

    Unless it `is_complete`, there may be more entities than are known.
    """

    named: Mapping[InstanceAddress, tuple[Link, ...]] = field(default_factory=dict)
    known: Mapping[Key, Entity] = field(default_factory=dict)
    is_complete: bool = True


class Resolver(Struct):
    """Looks references up, each entity once: in the configuration, then in the state, then in the documents folder."""

    references: References
    surroundings: Surroundings = NOTHING
    _found: dict[Key, Found] = field(default_factory=dict)
    _stored: dict[Key, Found] | None = None
    _identifiers: dict[tuple[str | None, str | None], list[str]] | None = None

    def find(self, link: Link) -> Found:
        """What a link leads to."""
        match link.target:
            case Reference() if link.sort in FOLDERS:
                found = self.entity(link.sort, link.target)
                may_be_unknown = link.sort is Sort.SECRET or link.key == SECRET_MANAGER
                return ELSEWHERE if found is MISSING and may_be_unknown else found
            case RuntimeInput():
                return RUNTIME
            case Malformed() if link.sort in (Sort.CONNECTOR, Sort.TEMPLATE):
                return INVALID
            case _:
                return ELSEWHERE

    def entity(self, sort: Sort, target: Reference) -> Found:
        key = key_of(sort, target)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look(key)
        return found

    def in_other_scope(self, sort: Sort, target: Reference, org: str | None, project: str | None) -> Reference | None:
        """The entity of the same identifier in another scope that an entity of `org` and `project` can refer to."""
        for other in _scopes(target.identifier, org, project):
            if other.scope is not target.scope and self.entity(sort, other).where is not Where.MISSING:
                return other
        return None

    def spellings(self, org: str | None, project: str | None) -> list[str]:
        """How an entity of `org` and `project` refers to each connector that it can use."""
        if self._identifiers is None:
            self._identifiers = self._all_identifiers()
        found = []
        for scope in _scopes("", org, project):
            prefix = f"{scope.scope.value}." if scope.scope.value else ""
            found += [prefix + identifier for identifier in self._identifiers.get((scope.org, scope.project), ())]
        return found

    def _look(self, key: Key) -> Found:
        path = _path(key)
        shown = f"{self.surroundings.folder}/{path}" if path is not None else None
        declared = self.references.known.get(key)
        if declared is not None:
            type = _type_of(declared.address)
            return Found(Where.CONFIGURATION, declared.address, shown, type, declared.is_docker_hub)
        if self._stored is None:
            self._stored = _entities(self.surroundings.state())
        stored = self._stored.get(key)
        if stored is not None:
            return replace(stored, path=shown)
        text = self.surroundings.read(path) if path is not None else None
        return MISSING if text is None else Found(Where.DOCUMENT, None, shown, *_said_in(text))

    def _all_identifiers(self) -> dict[tuple[str | None, str | None], list[str]]:
        found: dict[tuple[str | None, str | None], list[str]] = {}
        keys = dict.fromkeys((*self.references.known, *(self._stored or ())))
        keys.update(dict.fromkeys(key for path in self.surroundings.paths() if (key := _key_at(path)) is not None))
        for sort, org, project, identifier in keys:
            if sort == FOLDERS[Sort.CONNECTOR]:
                found.setdefault((org, project), []).append(identifier)
        return found


def key_of(sort: Sort, target: Reference) -> Key:
    """What a reference of a sort that can be looked up names."""
    return (FOLDERS[sort], target.org, target.project, target.identifier)


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
    nearest: dict[tuple[str, str | None, str | None], str] = {}
    for address, links in references.named.items():
        owner = owners.get(address)
        if owner is None:
            continue
        missing: set[str] = set()
        for link in links:
            if not isinstance(link.target, Reference) or link.key == SECRET_MANAGER:  # it may be the platform's own
                continue
            finding = None
            if link.sort is Sort.SECRET and references.is_complete:
                finding = _secret(link, link.target, owner, resolver)
            elif link.sort is Sort.CONNECTOR:
                found = resolver.entity(Sort.CONNECTOR, link.target)
                if found.where is not Where.MISSING:
                    finding = _mistyped(link, found) or _unofficial(link, found)
                elif link.text not in missing and references.is_complete:
                    finding = _elsewhere(link, link.target, owner, resolver)
                    if finding is None:
                        missing.add(link.text)
                        asked = (link.text, owner.org, owner.project)
                        if asked not in nearest and len(nearest) < HINTS:
                            nearest[asked] = did_you_mean(link.text, resolver.spellings(owner.org, owner.project))
                        finding = codes.MISSING.at(link.span, _not_found(link.target, nearest.get(asked, "")))
            if finding is not None:
                yield finding.about(str(address))


def _not_found(target: Reference, near: str) -> str:
    return (
        f'There is no connector "{target.identifier}" {_place(target)}: this configuration declares none, and there '
        f"is no document of one.{near}"
    )


def _elsewhere(link: Link, target: Reference, owner: Identity, resolver: Resolver) -> Diagnostic | None:
    other = resolver.in_other_scope(Sort.CONNECTOR, target, owner.org, owner.project)
    if other is None:
        return None
    found = resolver.entity(Sort.CONNECTOR, other)
    detail = (
        f'"{link.text}" names a connector {_place(target)}, and there is none. The connector '
        f'"{target.identifier}" ({found.address or found.path}) belongs to {_scope_words(other)}: write '
        f"{link.key}: {other}"
    )
    return codes.SCOPE.at(link.span, f"{detail}.")


def _secret(link: Link, target: Reference, owner: Identity, resolver: Resolver) -> Diagnostic | None:
    if resolver.entity(Sort.SECRET, target).where is not Where.MISSING:
        return None
    other = resolver.in_other_scope(Sort.SECRET, target, owner.org, owner.project)
    if other is None:
        return None
    found = resolver.entity(Sort.SECRET, other)
    detail = (
        f'"{link.text}" names a secret {_place(target)}, and hiac knows of none. The secret '
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
        return f'in the project "{target.project}" of the organisation "{target.org}"'
    return f'in the organisation "{target.org}"' if target.org else "in the account"


def _scope_words(target: Reference) -> str:
    return {
        Scope.ACCOUNT: "the account",
        Scope.ORGANISATION: f'the organisation "{target.org}"',
        Scope.PROJECT: f'the project "{target.project}"',
    }[target.scope]


def _scopes(identifier: str, org: str | None, project: str | None) -> Iterator[Reference]:
    """The references to an identifier that an entity of `org` and `project` may use, the nearest scope first."""
    if org and project:
        yield Reference(Scope.PROJECT, identifier, org, project)
    if org:
        yield Reference(Scope.ORGANISATION, identifier, org, None)
    yield Reference(Scope.ACCOUNT, identifier, None, None)


def _entities(state: State | None) -> dict[Key, Found]:
    found: dict[Key, Found] = {}
    for address, stored in state.instances.items() if state is not None else ():
        kind = kinds.find(address.resource.type)
        if kind is not None and address.resource.mode != "data":
            hub = at_docker_hub(address, stored.attributes)
            found.setdefault(entity_key(kind, stored.attributes), Found(Where.STATE, address, None, kind.tag, hub))
    return found


def _path(key: Key) -> str | None:
    sort, org, project, identifier = key
    return Identity(sort, identifier, org, project).path if sort == FOLDERS[Sort.CONNECTOR] else None


def _key_at(path: str) -> Key | None:
    """The connector whose document is at a path; None for other documents."""
    match path.removesuffix(".yaml").split("/"):
        case ["connectors", identifier]:
            return ("connector", None, None, identifier)
        case ["orgs", org, "connectors", identifier]:
            return ("connector", org, None, identifier)
        case ["orgs", org, "projects", project, "connectors", identifier]:
            return ("connector", org, project, identifier)
        case _:
            return None


def _type_of(address: InstanceAddress) -> str | None:
    kind = kinds.find(address.resource.type)
    return kind.tag if kind is not None else None


def _said_in(text: str) -> tuple[str | None, bool]:
    """The type that a connector's document says, and whether it leads to Docker Hub."""
    document, _ = documents.read(SourceFile("", text))
    root = document.root if document is not None else None
    connector = root.get("connector") if isinstance(root, YamlMapping) else None
    if not isinstance(connector, YamlMapping):
        return None, False
    type, spec = _text(connector, "type"), connector.get("spec")
    if type != "DockerRegistry" or not isinstance(spec, YamlMapping):
        return type, False
    return type, is_docker_hub(_text(spec, "dockerRegistryUrl"), _text(spec, "providerType"))


def _text(node: YamlMapping, key: str) -> str | None:
    held = node.get(key)
    return held.text if isinstance(held, Scalar) and not held.is_null else None
