"""The entities in files of existing YAML, as the platform writes them.

An entity from Git Experience, from the pages of the platform or from its API is under the root key of its type, such as
`connector` or `service`: alone in a file, in a list, or in an answer's `data` and `content`. Entities of a type without
a root key, such as overrides, are recognized by the path of their file. Line breaks and the normal form of letters are
taken to be what HCL makes of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, cast

from harnessiac import documents, kinds
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, did_you_mean, error, has_errors, warning
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.entities.authored import read_authored
from harnessiac.entities.identity import Identity, attributes_of_file, identity
from harnessiac.entities.links import Reference
from harnessiac.schema.mapping import decode
from harnessiac.schema.nodes import Kind, Plain
from harnessiac.source import SourceFile, Span, TextOrigin

UNMAPPED = "Unmapped field"
WRAPPERS = ("data", "content")
ACCOUNT_KEYS = frozenset({"accountId", "accountIdentifier"})
"""Which account an answer came from: the configuration is for any."""

PLATFORM_DEFAULTS: dict[str, Plain] = {"ignoreTestConnection": False, "proxy": False}
"""Fields that the platform adds to every connector; with these values they say nothing."""

ANSWER_FIELDS = frozenset({"yaml", "deleted", "version", "v2Service", *ACCOUNT_KEYS})
"""What an answer says of an entity that is no configuration, or that is its YAML."""

GIT_FIELDS = {
    ("storeType",): "store_type",
    ("connectorRef",): "connector_ref",
    ("entityGitDetails", "repoName"): "repo_name",
    ("entityGitDetails", "branch"): "branch",
    ("entityGitDetails", "filePath"): "file_path",
}
"""Where an answer says in which repository the definition of an entity is, and the arguments of `git_details`."""

GIT_ANSWER_FIELDS = frozenset({"storeType", "connectorRef", "entityGitDetails"})
_SCOPED_PATH = re.compile(r"(?:^|/)orgs/([^/]+)/(?:projects/([^/]+)/)?[^/]+/[^/]+\Z")


@dataclass(frozen=True, slots=True)
class InventoryFile:
    """A file to look into. One that was `named` must hold something; one found in a folder may be anything."""

    source: SourceFile
    named: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """Where entities are that do not say it themselves."""

    org: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A reference in an entity's YAML: characters `start`..`end` of it are the identifier of `target`."""

    start: int
    end: int
    target: Identity


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its file says it is. `document` is that in plain data; `place` shows it in messages.

    `unmapped` are fields of the document that are left out. `uses` are into the attribute `yaml`.
    """

    kind: Kind
    attributes: Attributes
    place: Span
    document: dict[str, Plain]
    unmapped: frozenset[Path] = frozenset()
    uses: tuple[Use, ...] = ()

    @property
    def identity(self) -> Identity:
        return identity(self.kind, self.attributes)


@dataclass(slots=True)
class Inventory:
    """Everything found. `passed_over` are files from folders that hold no entity."""

    entities: list[Entity] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def normalized(text: str) -> str:
    """A text with HCL's line breaks and normal form, without a byte order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def take(
    files: list[InventoryFile], scope: Scope, *, skip_unmapped: bool = False
) -> tuple[Inventory, list[Diagnostic]]:
    """Every entity of `files`, and what is wrong with them: an error for each field that no argument can say.

    With `skip_unmapped` such a field is a warning, and left out.
    """
    inventory = Inventory()
    diagnostics: list[Diagnostic] = []
    for file in files:
        taker = _Taker(SourceFile(file.source.name, normalized(file.source.text)), scope, skip_unmapped, file.named)
        taker.run()
        inventory.entities += taker.entities
        diagnostics += taker.diagnostics
        if not taker.has_any:
            inventory.passed_over.append(file.source.name)
    return inventory, diagnostics


@cache
def _roots() -> dict[str, Kind]:
    """One kind of each entity type that has documents, by the key at their top and by that in answers of the API."""
    families = [kind for kind in kinds.families().values() if _root(kind)]
    wrapped = {kind.wire.wrapper: kind for kind in families if kind.wire is not None and kind.wire.wrapper}
    return wrapped | {_root(kind): kind for kind in families}


@cache
def _by_type(entity: str) -> dict[str, Kind]:
    """The kinds of an entity type by the type that their documents say."""
    known = (kinds.find(name) for name in kinds.names())
    return {kind.tag: kind for kind in known if kind is not None and kind.entity == entity and kind.tag}


@cache
def _entity_key() -> re.Pattern[str]:
    """Finds a key that may hold an entity, in a text that cannot be read."""
    roots = "|".join(map(re.escape, _roots()))
    return re.compile(rf"^[ \t-]*[\"']?(?:{roots})[\"']?[ \t]*:", re.MULTILINE)


@dataclass
class _Taker:
    source: SourceFile
    scope: Scope
    skip_unmapped: bool
    named: bool
    entities: list[Entity] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    has_any: bool = False

    def run(self) -> None:
        document, problems = documents.read(self.source)
        if document is None or has_errors(problems):
            self.has_any = self.named or _entity_key().search(self.source.text) is not None
            self.diagnostics += problems if self.has_any else []
            return
        holders = tuple(_holders(document.root, ()))
        if not holders:
            self._by_path(document)
        for path, key in holders:
            node = document.at((*path, key))
            assert isinstance(node, Mapping)
            family = _roots()[key]
            if "identifier" not in node.entries:
                if self.named:
                    detail = f"The {family.entity} has no identifier, so there is no telling which it is."
                    self._refuse("Missing identifier", detail, document.span(node))
                continue
            self.has_any = True
            taken = self._generated if family.authored is None else self._authored
            entity = taken(family, document, (*path, key), node)
            if entity is not None:
                self.entities.append(entity)
        if self.named and not self.has_any and not self.diagnostics:
            self.has_any = True
            self._refuse("Nothing to adopt", _why_nothing(document), document.span(document.root))

    def _refuse(self, summary: str, detail: str, place: Span) -> None:
        self.diagnostics.append(error(summary, detail, place))

    def _scoped(self, said: dict[str, Plain]) -> dict[str, Plain]:
        """The fields with the scope that the command line or the file's folders give, if they give none."""
        if said.get("orgIdentifier") or said.get("projectIdentifier"):
            return said
        org, project = self.scope.org, self.scope.project
        in_path = _SCOPED_PATH.search(self.source.name)
        if org is None and in_path is not None:
            org, project = in_path.groups()
        given: dict[str, Plain] = {"orgIdentifier": org, "projectIdentifier": project}
        return said | {key: value for key, value in given.items() if value}

    # entities whose documents are generated from arguments

    def _generated(self, family: Kind, document: Document, path: Path, node: Mapping) -> Entity | None:
        plain = {k: v for k, v in documents.plain(node).items() if k not in ACCOUNT_KEYS}
        root, tag = _root(family), plain.get("type")
        if not isinstance(tag, str) or not tag:
            detail = f"The {family.entity} has no type, so it is not known what it is."
            self._refuse(f"Missing {family.entity} type", detail, document.span(node))
            return None
        known = _by_type(family.entity)
        kind = known.get(tag)
        if kind is None:
            hint = did_you_mean(tag, known)
            detail = f'There is no kind of {family.entity} with the type "{shortened(tag)}".{hint}'
            self._refuse(f"Unknown {family.entity} type", detail, document.span_at((*path, "type")))
            return None
        sent: dict[str, Plain] = {root: self._scoped(plain)}
        lost: list[Path] = []

        def locate(at: Path) -> Span:
            lost.append(at)
            return document.span_at((*path, *at[1:]))

        decoded, problems = decode(kind, sent, locate)
        if _as_text(sent, document, path[:-1], lost):
            lost.clear()
            decoded, problems = decode(kind, sent, locate)
        problems = [self._judged(problem, sent, at) for problem, at in zip(problems, lost, strict=True)]
        self.diagnostics += problems
        if has_errors(problems):
            return None
        place = document.span_at((*path, "identifier"))
        return Entity(kind, decoded.values, place, sent, frozenset(lost))

    def _judged(self, problem: Diagnostic, sent: dict[str, Plain], at: Path) -> Diagnostic:
        """A finding about what stands at the path `at` of `sent`: how much it weighs."""
        if problem.summary != UNMAPPED:
            return problem
        key = str(at[-1])
        if key in PLATFORM_DEFAULTS and _at(sent, at) == PLATFORM_DEFAULTS[key]:
            return warning("Platform default left out", f"{problem.detail} It only says the default.", problem.subject)
        if self.skip_unmapped:
            return warning(problem.summary, f"{problem.detail} It is left out.", problem.subject)
        hint = "Remove it from the file, or leave such fields out with -skip-unmapped."
        return replace(problem, detail=f"{problem.detail} {hint}")

    # entities with YAML that users write

    def _authored(self, kind: Kind, document: Document, path: Path, node: Mapping) -> Entity | None:
        assert kind.authored is not None
        root = _root(kind)
        text, origin, is_answer = self._text(kind, document, path, node)
        said = _fields(kind, node)
        beside: Attributes = {}
        if is_answer:
            plain = documents.plain(node)
            beside = _git_details(plain)
            is_known_store = bool(beside) or plain.get("storeType") == "INLINE"
            beside |= {argument: plain[key] for key, argument in _answered(kind).items() if plain.get(key)}
            known = (
                ANSWER_FIELDS
                | _field_names(kind)
                | _answered(kind).keys()
                | (GIT_ANSWER_FIELDS if is_known_store else frozenset())
            )
            before = len(self.diagnostics)
            for key, value in plain.items():
                if key not in known and value not in (None, "", [], {}):
                    detail = f'{kind.name} has no argument for "{root}.{shortened(key)}".'
                    unmapped = error(UNMAPPED, detail, document.span_at((*path, key)))
                    self.diagnostics.append(self._judged(unmapped, plain, (key,)))
            if has_errors(self.diagnostics[before:]):
                return None
        place = document.span_at((*path, "identifier"))
        sent: dict[str, Plain] = {root: self._scoped(said)}
        decoded, _ = decode(kind, sent)
        return self._with_yaml(kind, decoded.values | beside, text, origin, place, sent)

    def _by_path(self, document: Document) -> None:
        """Adopt a file whose path is that of a document without a root key."""
        for kind in kinds.families().values():
            in_path = attributes_of_file(kind, self.source.name) if kind.authored and not _root(kind) else None
            if in_path is None or not isinstance(document.root, Mapping) or not document.root.entries:
                continue
            self.has_any = True
            place = document.span(next(iter(document.root.entries.values())).key)
            scope = {"org_id": self.scope.org, "project_id": self.scope.project} if "org_id" not in in_path else {}
            plain = documents.plain(document.root)
            is_generated = plain.keys() <= _field_names(kind)
            decoded, _ = decode(kind, plain if is_generated else {})
            named = kind.names({})  # follows from the path
            attributes = {name: value for name, value in decoded.values.items() if name not in named} | scope | in_path
            text, origin = None if is_generated else _whole(self.source.text), TextOrigin.of_file(self.source)
            entity = self._with_yaml(kind, attributes, text, origin, place, plain)
            if entity is not None:
                self.entities.append(entity)

    def _with_yaml(
        self,
        kind: Kind,
        attributes: Attributes,
        text: str | None,
        origin: TextOrigin,
        place: Span,
        sent: dict[str, Plain],
    ) -> Entity | None:
        """An entity with the YAML `text`, and the references in it; None if the YAML is not valid."""
        assert kind.authored is not None
        argument = kind.authored.argument
        attributes = attributes | {argument: text}
        if text is None:
            return Entity(kind, attributes, place, sent)
        authored, problems = read_authored(kind, text, origin, attributes)
        self.diagnostics += problems
        if has_errors(problems):
            return None
        if authored is None:  # The text holds no document, so the entity has none.
            return Entity(kind, attributes | {argument: None}, place, sent)
        uses = {}
        for link in authored.links:
            where = authored.document.at(link.path)
            family = kinds.family(link.entity)
            has_document = family is not None and family.document is not None
            if not has_document or not isinstance(link.target, Reference) or where is None:
                continue
            written = text[where.start : where.end]
            begin = where.start + written.rfind(link.target.identifier)
            if written.strip("\"'") == link.text:
                uses[begin] = Use(begin, begin + len(link.target.identifier), link.target.identity(link.entity))
        return Entity(kind, attributes, place, sent, uses=tuple(uses[begin] for begin in sorted(uses)))

    def _text(self, kind: Kind, document: Document, path: Path, node: Mapping) -> tuple[str | None, TextOrigin, bool]:
        """The entity's own YAML, where it was written, and whether that is a field of an answer or missing."""
        own = node.get("yaml")
        if isinstance(own, Scalar) and not own.is_null and own.text.strip():
            return _whole(normalized(own.text)), TextOrigin(document.span(own)), True
        origin = TextOrigin(document.span(node))
        definition = kind.authored.definition if kind.authored is not None else ""
        is_answer = "yaml" in node.entries or not ACCOUNT_KEYS.isdisjoint(node.entries)
        if definition not in node.entries if definition else is_answer:
            return None, origin, True
        is_json = self.source.text.lstrip().startswith("{")
        if len(path) == 1 and not is_json and isinstance(document.root, Mapping) and len(document.root.entries) == 1:
            return _whole(self.source.text), TextOrigin.of_file(self.source), False
        plain = {k: v for k, v in documents.plain(node).items() if k not in ACCOUNT_KEYS}
        return documents.write({_root(kind): plain}), origin, False


def _root(kind: Kind) -> str:
    return kind.document.root if kind.document is not None else ""


def _as_text(sent: dict[str, Plain], document: Document, path: Path, lost: Iterable[Path]) -> bool:
    """Make texts of numbers that no argument takes, as the platform does where a text is meant; whether there are any.

    `lost` are their paths in `sent`, whose key is at `path` of the document.
    """
    is_any = False
    for at in lost:
        node = document.at((*path, *at))
        if isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            container: Any = sent
            for step in at[:-1]:
                container = container[step]
            container[at[-1]] = node.text
            is_any = True
    return is_any


def _holders(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    """Where entities are: the path of the mapping that holds one, and its key."""
    match node:
        case Mapping():
            found = [root for root in _roots() if isinstance(node.get(root), Mapping)]
            for root in found:
                yield path, root
            for key in () if found else WRAPPERS:
                inner = node.get(key)
                if inner is not None:
                    yield from _holders(inner, (*path, key))
        case Sequence():
            for index, item in enumerate(node.items):
                yield from _holders(item, (*path, index))
        case _:
            pass


def _at(plain: Any, path: Path) -> Plain:
    for step in path:
        plain = plain[step]
    return cast("Plain", plain)


def _git_details(answer: dict[str, Any]) -> Attributes:
    """The block `git_details` of an entity whose definition is in Git; nothing for any other."""
    if answer.get("storeType") != "REMOTE":
        return {}
    found: Attributes = {}
    for path, name in GIT_FIELDS.items():
        value: Any = answer
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and value:
            found[name] = value
    return {"git_details": [found]}


def _why_nothing(document: Document) -> str:
    *roots, last = (f"`{root}`" for root in sorted(_roots()))
    expected = (
        f"A file to adopt holds an entity under the key {', '.join(roots)} or {last}, a list of them, or an answer."
    )
    match document.root:
        case Mapping(entries=entries) if "status" in entries and "message" in entries:
            message = documents.plain(entries["message"].value)
            return f'The file holds an answer that tells of an error: "{shortened(str(message))}".'
        case Mapping(entries=entries):
            names = ", ".join(f'"{shortened(key, 40)}"' for key in list(entries)[:5])
            return f"{expected} This one has {names or 'no keys at all'}."
        case _:
            return expected


@cache
def _field_names(kind: Kind) -> frozenset[str]:
    """The fields of an entity's YAML that arguments repeat."""
    return frozenset(place.keys[0] for a in kind.common.attributes.values() for place in a.places if place.keys)


@cache
def _answered(kind: Kind) -> dict[str, str]:
    """The fields of an answer that are in no document, and their arguments, such as the color of an environment."""
    body = kind.wire.body if kind.wire is not None else {}
    argument = kind.authored.argument if kind.authored is not None else ""
    return {key: name for key, name in body.items() if name != argument and key not in _field_names(kind)}


def _fields(kind: Kind, node: Mapping) -> dict[str, Plain]:
    """What an entity says of itself; scalars as text, since the platform takes a number for an identifier."""
    said: dict[str, Plain] = {}
    for key, entry in node.entries.items():
        if key in _field_names(kind):
            value = entry.value
            if isinstance(value, Scalar):
                said[key] = None if value.is_null else value.text
            else:
                said[key] = documents.plain(value)
    return said


def _whole(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
