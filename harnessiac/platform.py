"""What the engine knows of the platform: the one interface to resource types and their entities.

Every front end and the engine talk to it in values: resource types by name, attributes as plain data in the shape of
Terraform's state, documents as text. It reads and writes no file. Compare OpenTofu's `providers.Interface`.

* `schema` gives the declaration of a resource type, None where there is no such type.
* `validate` checks a block, its YAML included; findings carry the path of the attribute concerned.
* `plan` compares one prior resource with the wanted one: attributes after, paths that force a replacement, document.
* `document`, `read`, `import_document` lead from attributes to documents and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from harnessiac import kinds
from harnessiac.attributes import Attributes, Path, value_at
from harnessiac.diagnostics import Diagnostic, error, has_errors, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.entities import documents as entity_documents
from harnessiac.entities.identity import Identity, attributes_at, identity, path_of, paths
from harnessiac.entities.identity import from_import_id as identity_of_import_id
from harnessiac.entities.identity import import_id_forms as forms
from harnessiac.entities.links import Link
from harnessiac.entities.yaml_reading import Forgetful, Readings, links_and_findings
from harnessiac.schema import attributes as schema_attributes
from harnessiac.schema import validation
from harnessiac.schema.attributes import ResourceValues
from harnessiac.schema.decoding import WRONG_TYPE
from harnessiac.schema.encoding import encode
from harnessiac.schema.nodes import Kind
from harnessiac.schema.plain_blocks import block_of, with_paths
from harnessiac.source import SourceFile, TextOrigin
from harnessiac.values.blocks import EvaluatedBlock

if TYPE_CHECKING:
    from harnessiac.entities.yaml_differences import FieldDifference

SCOPE: tuple[Path, ...] = (("org_id",), ("project_id",))
"""Attributes whose change replaces an entity: the provider updates in place and leaves the old entity behind."""


def schema(type: str) -> Kind | None:
    """Return the declaration of a resource type; None for a type that the platform does not have."""
    return kinds.find(type)


def types() -> tuple[str, ...]:
    """Return the names of all resource types, sorted."""
    return kinds.names()


# Blocks


class Checked(Struct, frozen=True):
    """A block as the platform reads it: its attributes, the references in its YAML, and everything wrong with it.

    `findings` are about the arguments, `yaml_findings` about what is in the YAML: those may be silenced.
    """

    values: ResourceValues
    findings: tuple[Diagnostic, ...] = ()
    links: tuple[Link, ...] = ()
    yaml_findings: tuple[Diagnostic, ...] = ()


def validate(
    kind: Kind,
    block: EvaluatedBlock,
    origin: Callable[[str], Callable[[], TextOrigin]] | None = None,
    readings: Readings | None = None,
) -> Checked:
    """Check a block against the declaration of its resource type, and its YAML against what the platform takes.

    Findings have the attribute's path in `attribute`; those inside YAML point into its text. `origin` gives the place
    where a text was written, by default nowhere; `readings` keeps what was read of texts before.
    """
    findings = with_paths(block, validation.validate(kind, block))
    values = schema_attributes.attributes(kind, block)
    if has_errors(findings) or values.unknown:
        return Checked(values, tuple(findings))
    links, in_yaml = read_yaml(kind, values.values, origin, readings)
    return Checked(values, tuple(findings), links, tuple(in_yaml))


def read_yaml(
    kind: Kind,
    attributes: Attributes,
    origin: Callable[[str], Callable[[], TextOrigin]] | None = None,
    readings: Readings | None = None,
) -> tuple[tuple[Link, ...], list[Diagnostic]]:
    """Return the references in the YAML that the user wrote for a resource, and everything wrong with it."""
    argument = kind.authored.argument if kind.authored is not None else ""
    text = attributes.get(argument)
    if not isinstance(text, str):
        return (), []
    written = origin(text) if origin is not None else partial(TextOrigin.of_file, SourceFile(argument, text))
    links, findings = links_and_findings(kind, text, written, attributes, readings or Forgetful())
    return links, [replace(finding, attribute=(argument,)) for finding in findings]


def validate_attributes(type: str, attributes: Attributes) -> list[Diagnostic]:
    """Check plain attributes as `validate` checks a block, their YAML included; for callers without configuration."""
    kind = kinds.find(type)
    if kind is None:
        return [error("Invalid resource type", f'The provider harness/harness does not support "{type}".')]
    checked = validate(kind, block_of(kind.body, attributes))
    return [*checked.findings, *checked.yaml_findings]


# Identities and documents


def document_path(type: str, attributes: Attributes) -> str | None:
    """Return the path of a resource's document; None if its type has no documents."""
    kind = kinds.find(type)
    return path_of(kind, attributes) if kind is not None else None


def document(type: str, attributes: Attributes) -> DocumentImage | None:
    """Return the finished document of a resource; None if its type has no documents."""
    kind = kinds.find(type)
    return entity_documents.document_of(kind, attributes) if kind is not None else None


def authored_text(type: str, attributes: Attributes) -> str | None:
    """Return the YAML that the user wrote for a resource, which is its whole document; None if there is none."""
    return entity_documents.authored_text(kinds.find(type), attributes)


def authored_argument(type: str) -> str | None:
    """Return the argument in which the user writes the YAML of a resource of this type."""
    kind = kinds.find(type)
    return kind.authored.argument if kind is not None and kind.authored is not None else None


def same_document(type: str, left: str | None, right: str | None) -> bool:
    """Return whether two texts are documents of a resource type that mean the same."""
    kind = kinds.find(type)
    return left == right or (kind is not None and entity_documents.same_text(kind, left, right))


def yaml_differences(type: str, before: str, after: str) -> tuple[FieldDifference, ...] | None:
    """Return how two documents of a resource type differ, field by field; None if one of them is not YAML."""
    from harnessiac.entities.yaml_differences import differences  # most plans change no YAML

    return differences(before, after, kinds.find(type))


def read(type: str, attributes: Attributes, name: str, text: str) -> tuple[Attributes | None, list[Diagnostic]]:
    """Return the attributes that a document represents; what it cannot say is taken from `attributes`.

    None if it cannot be read; then, and for fields that no argument maps to, the diagnostics say why. `name` is the
    document's for messages.
    """
    kind = kinds.find(type)
    return entity_documents.read_back(kind, attributes, name, text) if kind is not None else (None, [])


def in_words_of(type: str, attributes: Attributes, other: Attributes) -> Attributes:
    """Return attributes recorded by another program, spelled as `other` spells what means the same."""
    kind = kinds.find(type)
    return entity_documents.in_words_of(kind, attributes, other) if kind is not None else attributes


@lru_cache(maxsize=256)
def secret_paths(type: str) -> tuple[Path, ...]:
    """Return the attributes of a resource type that are secret whatever their values are marked as."""
    kind = kinds.find(type)
    return tuple((name,) for name in kind.secrets) if kind is not None else ()


class Request(Struct, frozen=True):
    """What the provider sends to create an entity: POST of `body` as JSON to the `path` of the API.

    Where it `is_document`, the API takes the document as YAML just as well.
    """

    path: str
    body: dict[str, Any]
    is_document: bool = False


def create_request(type: str, attributes: Attributes) -> Request | None:
    """Return how the provider creates a resource; None for a type whose requests are not declared."""
    kind = kinds.find(type)
    if kind is None or kind.wire is None:
        return None
    if not kind.wire.body:
        return Request(kind.wire.path, encode(kind, ResourceValues(attributes)), is_document=True)
    values = ((field, attributes.get(argument)) for field, argument in kind.wire.body.items())
    return Request(kind.wire.path, {field: value for field, value in values if value})


# Plans


class Planned(Struct, frozen=True):
    """What becomes of one resource.

    `attributes` are those afterwards, `replaced` the paths whose change forces a replacement. `moves` says that the
    document gets another path, `keeps_text` that the YAML is written otherwise but means the same, so that the text
    stays.
    """

    attributes: Attributes
    replaced: tuple[Path, ...] = ()
    differs: bool = False
    moves: bool = False
    keeps_text: bool = False


def plan(type: str, prior: Attributes, wanted: Attributes, force_new: Iterable[Path], *, rewrites: bool) -> Planned:
    """Compare one resource as it is with what the configuration wants.

    `force_new` are the paths whose change replaces it beside its scope. With `rewrites` its document is written in any
    case, so that the text of the configuration counts.
    """
    after = wanted if rewrites else _keeping_text(type, prior, wanted)
    if after == prior and _same_types(after, prior):
        return Planned(after, keeps_text=after is not wanted)
    replaced = tuple(path for path in (*force_new, *SCOPE) if value_at(after, path) != value_at(prior, path))
    moves = document_path(type, after) != document_path(type, prior)
    return Planned(after, replaced, differs=True, moves=moves, keeps_text=after is not wanted)


def _keeping_text(type: str, prior: Attributes, wanted: Attributes) -> Attributes:
    """`wanted` with the YAML that the resource has already, if what is wanted means the same; else `wanted` itself."""
    argument = authored_argument(type)
    if argument is None:
        return wanted
    after, before = wanted.get(argument), prior.get(argument)
    if after == before or document_path(type, wanted) != document_path(type, prior):
        return wanted
    if isinstance(after, str) and isinstance(before, str) and same_document(type, before, after):
        return {**wanted, argument: before}
    return wanted


def kept_document(
    type: str, written: DocumentImage, existing: str | None, prior: Attributes, after: Attributes
) -> DocumentImage:
    """Return the document with its existing text, comments included, if it is the user's YAML and does not change."""
    argument = authored_argument(type)
    stays = (
        argument is not None and authored_text(type, after) is not None and after.get(argument) == prior.get(argument)
    )
    if stays and existing is not None and same_document(type, existing, written.text):
        return DocumentImage(written.path, existing)
    return written


def prior_as_written(type: str, existing: str | None, prior: Attributes, after: Attributes) -> Attributes:
    """Return the prior attributes, with the YAML as its document has it if that is about to be overwritten."""
    argument = authored_argument(type)
    if argument is None or existing is None:
        return prior
    text = prior.get(argument)
    if after.get(argument) == text or not isinstance(text, str) or not same_document(type, existing, text):
        return prior
    return {**prior, argument: existing}


def _same_types(left: object, right: object) -> bool:
    """Equal values may differ in type (True and 1): those are a change too."""
    if isinstance(left, dict) and isinstance(right, dict):
        return all(_same_types(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return all(_same_types(a, b) for a, b in zip(left, right, strict=True))
    return isinstance(left, bool) == isinstance(right, bool)


# Imports


def import_id(type: str, attributes: Attributes) -> str:
    """Return the id by which the provider imports a resource."""
    kind = kinds.find(type)
    return identity(kind, attributes).import_id if kind is not None else ""


def import_id_forms(type: str) -> str:
    """Return the forms of the import ids of a type in words."""
    kind = kinds.find(type)
    return forms(kind) if kind is not None else ""


def from_import_id(type: str, id: str) -> Identity | None:
    """Return the entity that an import id of a resource type names; None if it has not the form of one."""
    kind = kinds.find(type)
    return identity_of_import_id(kind, id) if kind is not None else None


def import_paths(
    type: str, entity: Identity, wanted: Attributes, existing: Callable[[], Iterable[str]] = tuple
) -> tuple[str, ...]:
    """Return the paths where the document of an entity to import may be, the likeliest first.

    What the id does not say, such as the type of an environment, is taken from the `wanted` attributes. An identifier
    made of several arguments does not give a path: then the paths of `existing` documents tell, unless `wanted` does.
    """
    kind = kinds.find(type)
    if kind is None:
        return ()
    if not kind.is_named_by_identifier:
        if wanted and identity(kind, wanted) == entity:
            return tuple(paths(kind, wanted))
        documents = ((path, attributes_at(kind, path)) for path in existing())
        return tuple(path for path, found in documents if found is not None and identity(kind, found) == entity)
    named = _named(kind, entity)
    likely = paths(kind, {**wanted, **named})
    chosen = dict.fromkeys(kind.document.words if kind.document is not None else ())
    return tuple(dict.fromkeys((*likely, *paths(kind, {**wanted, **named, **chosen}))))


def import_document(
    type: str, entity: Identity, wanted: Attributes, source: SourceFile
) -> tuple[Attributes | None, list[Diagnostic], bool]:
    """Return the attributes of the entity whose document is `source`, as the configuration wants it.

    What a document cannot say is as the configuration has it, so that a plan shows only what really differs. The last
    value is whether the document says all that the attributes do, and nothing else.
    """
    kind = kinds.find(type)
    attributes, problems = read(type, wanted, source.name, source.text)
    if kind is None or attributes is None or any(problem.summary == WRONG_TYPE for problem in problems):
        return None, problems, False
    if entity_documents.authored_text(kind, wanted) is not None:
        # Of a resource with YAML only that is compared with the document; who it is, the document's place says.
        attributes |= {**entity_documents.repeated_arguments(kind, source.text), **_named(kind, entity)}
        attributes |= kind.names(attributes)
    if identity(kind, attributes) != entity:
        detail = (
            f"The document {source.name} says that it is of another entity: its identifier, orgIdentifier and "
            "projectIdentifier must be those of its place in the documents folder."
        )
        notes = [warning(note.summary, note.detail, note.subject) for note in problems]
        return None, [*notes, error("Document of another entity", detail)], False
    image = entity_documents.document_of(kind, attributes)
    return attributes, problems, image is not None and entity_documents.same_text(kind, source.text, image.text)


def _named(kind: Kind, entity: Identity) -> dict[str, Any]:
    """The arguments that an identity gives; of an entity that several arguments name, only its scope."""
    scope: dict[str, Any] = dict(zip(("org_id", "project_id", *kind.inside), entity.parents, strict=False))
    return scope | ({"identifier": entity.identifier} if kind.named_by == ("identifier",) else {})
