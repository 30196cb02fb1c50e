"""What an instance's attributes mean on the platform: its identity, its document, and attributes read back from one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import Any

from harnessiac import documents
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Diagnostic, has_errors
from harnessiac.documents.image import DocumentImage
from harnessiac.entities.identity import identity, path_of
from harnessiac.schema.mapping import ResourceValues, aligned, decode, encode
from harnessiac.schema.nodes import Block, Body, Kind
from harnessiac.source import SourceFile, Span
from harnessiac.values.conversion import convert
from harnessiac.values.plain import from_plain
from harnessiac.values.types import ListType, ObjectType, SetType, Type
from harnessiac.values.value import NO_MARKS, SENSITIVE_MARKS, STRING, Value, null, unknown

FINGERPRINT_ROUNDS = 20_000
FINGERPRINT = "pbkdf2:"


def authored_text(kind: Kind | None, attributes: Attributes) -> str | None:
    """Return the YAML that the user wrote for an entity; its document is this text as it is, comments included.

    None if there is none: for kinds without such an argument, and for a text that holds no YAML (such as `null`).
    """
    if kind is None or kind.authored is None:
        return None
    text = attributes.get(kind.authored.argument)
    if not isinstance(text, str) or not text.strip() or text.strip() in ("null", "~"):
        return None
    return text if text.endswith("\n") else text + "\n"


def document_of(kind: Kind, attributes: Attributes) -> DocumentImage | None:
    """Return the finished document of an instance; None if its kind has none."""
    path = path_of(kind, attributes)
    if path is None:
        return None
    text = authored_text(kind, attributes)
    return DocumentImage(path, documents.write(encode(kind, ResourceValues(attributes))) if text is None else text)


def read_back(kind: Kind, attributes: Attributes, name: str, text: str) -> tuple[Attributes | None, list[Diagnostic]]:
    """Return the attributes that a document represents; what it cannot say is taken from `attributes`.

    None if it cannot be read; then, and for fields that no argument maps to, the diagnostics say why.
    """
    document, problems = documents.read(SourceFile(name, text))
    if document is None or has_errors(problems):
        return None, problems
    if kind.authored is not None and authored_text(kind, attributes) is not None:
        return {**attributes, kind.authored.argument: text}, []
    plain = document.plain()
    if not isinstance(plain, dict):
        return None, problems

    def locate(path: Path) -> Span | None:
        return document.span_at(path)

    decoded, unmapped = decode(kind, plain, locate)
    written = _written_names(kind)
    values = {name: value for name, value in decoded.values.items() if name in written}
    return {**attributes, **values}, [*problems, *unmapped]


def in_words_of(kind: Kind, attributes: Attributes, other: Attributes) -> Attributes:
    """Return attributes that another program recorded, spelled as `other` spells what means the same."""
    same = aligned(kind, attributes, ResourceValues(other))
    plain = {k: v for k, v in same.items() if not (isinstance(v, str) and v.startswith(FINGERPRINT))}
    return {**same, **without_secrets(kind, plain)}


def repeated_arguments(kind: Kind, text: str) -> Attributes:
    """Return the arguments that the YAML of an entity repeats, such as its name."""
    document, _ = documents.read(SourceFile("", text))
    root = kind.document.root if kind.document is not None else ""
    agrees = kind.authored.agrees if kind.authored is not None and document is not None else ()
    repeated: Attributes = {}
    for agreement in agrees:
        node = document.at((root, agreement.key)) if document is not None else None
        if isinstance(node, documents.Scalar) and not node.is_null:
            repeated[agreement.argument] = node.text
    return repeated


@lru_cache(maxsize=256)
def _written_names(kind: Kind) -> frozenset[str]:
    """The arguments and blocks that a document of the kind can say; the rest lives in the state only."""
    silent = {a.name for a in kind.body.attributes.values() if not a.places and a.name not in _selectors(kind.body)}
    return frozenset({"id", *kind.body.names} - silent)


def _selectors(body: Body) -> set[str]:
    return {selector.name for _, selector, _ in body.selected}


def same_text(kind: Kind, left: str | None, right: str | None) -> bool:
    """Return whether two texts are documents of a kind that mean the same, whatever their layout and comments."""
    if left == right:
        return True
    if left is None or right is None:
        return False
    from harnessiac.entities import yaml_differences  # nearly all documents are as they were written

    return yaml_differences.differences(left, right, kind) == ()


def without_secrets(kind: Kind, attributes: Attributes) -> Attributes:
    """The attributes as plan and state keep them: of an argument that is secret only a fingerprint.

    It tells whether the secret changed and nothing else. PBKDF2 makes guessing it from a committed state slow.
    """
    secret = [name for name in kind.secrets if isinstance(attributes.get(name), str)]
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
