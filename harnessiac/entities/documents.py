"""What an instance's attributes mean on the platform: its identity, its document, and attributes read back from one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import Any

from harnessiac import documents, kinds
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, has_errors
from harnessiac.documents.image import DocumentImage
from harnessiac.schema.mapping import ResourceValues, aligned, decode, encode, identity
from harnessiac.schema.nodes import Block, Body, Kind
from harnessiac.source import SourceFile, Span
from harnessiac.values.conversion import convert
from harnessiac.values.plain import from_plain
from harnessiac.values.types import ListType, ObjectType, SetType, Type
from harnessiac.values.value import NO_MARKS, SENSITIVE_MARKS, STRING, Value, null, unknown

FINGERPRINT_ROUNDS = 20_000
FINGERPRINT = "pbkdf2:"
SERVICE = "harness_platform_service"


def path_of(type: str, attributes: Attributes) -> str | None:
    """The path of the instance's document inside the documents folder; None if its kind has no document."""
    kind = kinds.find(type)
    return identity(kind, attributes).path if kind is not None else None


def authored_text(type: str, attributes: Attributes) -> str | None:
    """The YAML that the author of a service gave; its document is this text as it is, comments and all.

    None if there is none: for other kinds, and for a text that holds no YAML (such as `null`).
    """
    text = attributes.get("yaml") if type == SERVICE else None
    if not isinstance(text, str) or not text.strip() or text.strip() in ("null", "~"):
        return None
    return text if text.endswith("\n") else text + "\n"


def document_of(type: str, attributes: Attributes) -> DocumentImage | None:
    """The finished document of an instance; None if its kind has none."""
    kind = kinds.find(type)
    path = path_of(type, attributes)
    if kind is None or path is None:
        return None
    text = authored_text(type, attributes)
    return DocumentImage(path, documents.write(encode(kind, ResourceValues(attributes))) if text is None else text)


def read_back(type: str, attributes: Attributes, name: str, text: str) -> tuple[Attributes | None, list[Diagnostic]]:
    """The attributes that a document found on disk stands for; what it cannot say is taken from `attributes`.

    None if it cannot be read; then, and for fields that no argument maps to, the diagnostics say why.
    """
    kind = kinds.find(type)
    if kind is None:
        return None, []
    document, found = documents.read(SourceFile(name, text))
    if document is None or has_errors(found):
        return None, found
    if authored_text(type, attributes) is not None:
        return {**attributes, "yaml": text}, []
    plain = document.plain()
    if not isinstance(plain, dict):
        return None, found

    def locate(path: tuple[str | int, ...]) -> Span | None:
        return document.span_at(path)

    decoded, unmapped = decode(kind, plain, locate)
    written = _written_names(kind)
    return {**attributes, **{k: v for k, v in decoded.values.items() if k in written}}, [*found, *unmapped]


@lru_cache(maxsize=256)
def secret_paths(type: str) -> tuple[Path, ...]:
    """The arguments of a resource type that are secret whoever gave their value; states of others do not mark them."""
    kind = kinds.find(type)
    return tuple((a.name,) for a in kind.body.attributes.values() if a.sensitive) if kind is not None else ()


def in_words_of(type: str, attributes: Attributes, other: Attributes) -> Attributes:
    """The attributes of an instance that another program recorded, spelled as `other` spells what means the same."""
    kind = kinds.find(type)
    if kind is None:
        return attributes
    same = aligned(kind, attributes, ResourceValues(other))
    plain = {k: v for k, v in same.items() if not (isinstance(v, str) and v.startswith(FINGERPRINT))}
    return {**same, **without_secrets(kind, plain)}


@lru_cache(maxsize=256)
def _written_names(kind: Kind) -> frozenset[str]:
    """The arguments and blocks that a document of the kind can say; the rest lives in the state only."""
    silent = {a.name for a in kind.body.attributes.values() if not a.places and a.name not in _selectors(kind.body)}
    return frozenset({"id", *kind.body.names} - silent)


def _selectors(body: Body) -> set[str]:
    return {selector.name for _, selector, _ in body.selected}


def same_document(left: str | None, right: str | None) -> bool:
    """Whether two texts are documents that mean the same, whatever their layout and comments."""
    if left == right:
        return True
    from harnessiac.entities import yaml_differences  # nearly all documents are as they were written

    return yaml_differences.same_document(left, right)


def without_secrets(kind: Kind, attributes: Attributes) -> Attributes:
    """The attributes as plan and state keep them: of an argument that is secret only a fingerprint.

    It tells whether the secret changed and nothing else. PBKDF2 makes guessing it from a committed state slow.
    """
    secret = [a.name for a in kind.body.attributes.values() if a.sensitive and isinstance(attributes.get(a.name), str)]
    if not secret:
        return attributes
    salt = f"{kind.name}/{identity(kind, attributes).import_id}".encode()
    prints = {
        name: FINGERPRINT + pbkdf2_hmac("sha256", attributes[name].encode(), salt, FINGERPRINT_ROUNDS).hex()
        for name in secret
    }
    return {**attributes, **prints}


# What a reference to an instance sees


@lru_cache(maxsize=256)
def unknown_values(kind: Kind) -> Mapping[str, Value]:
    """Every argument and block of a kind as a value of its type of which nothing is known."""
    blocks = {name: unknown(_block_type(block)) for name, block in kind.body.blocks.items()}
    return {"id": unknown(STRING), **{name: unknown(a.type) for name, a in kind.body.attributes.items()}, **blocks}


def instance_value(kind: Kind, attributes: ResourceValues) -> Value:
    """The object that a reference to the instance gives: every attribute, with its marks, unknown where not known."""
    return _object(kind.body, attributes.values, (), frozenset(attributes.sensitive), frozenset(attributes.unknown))


def _object(
    body: Body, values: Mapping[str, Any], at: Path, sensitive: frozenset[Path], unknown_paths: frozenset[Path]
) -> Value:
    out: dict[str, Value] = {}
    for name in sorted({*body.names, *(("id",) if not at else ())}):
        here = (*at, name)
        marks = SENSITIVE_MARKS if here in sensitive else NO_MARKS
        block = body.blocks.get(name)
        if block is not None:
            value = _nested(block, values.get(name), here, sensitive, unknown_paths)
        else:
            type = body.attributes[name].type if name in body.attributes else STRING
            plain = values.get(name)
            if here in unknown_paths:
                value = unknown(type)
            else:
                value = null(type) if plain is None else convert(from_plain(plain), type)
        out[name] = value.marked(marks)
    return Value(ObjectType(tuple((name, value.type) for name, value in out.items())), out)


def _nested(block: Block, values: Any, at: Path, sensitive: frozenset[Path], unknown_paths: frozenset[Path]) -> Value:
    type = _block_type(block)
    if at in unknown_paths:
        return unknown(type)
    items = tuple(_object(block.body, item, (*at, i), sensitive, unknown_paths) for i, item in enumerate(values or ()))
    return Value(type, items)


def _block_type(block: Block) -> Type:
    inner = ObjectType(
        tuple(
            (
                name,
                _block_type(block.body.blocks[name]) if name in block.body.blocks else block.body.attributes[name].type,
            )
            for name in block.body.names
        )
    )
    return SetType(inner) if block.nesting == "set" else ListType(inner)
