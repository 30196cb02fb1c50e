"""What an instance's attributes mean on the platform: its identity, its document, and attributes read back from one."""

from __future__ import annotations

from typing import Any

from harnessiac import documents, kinds
from harnessiac.diagnostics import Diagnostic, has_errors
from harnessiac.plan.definition import Attributes, DocumentImage
from harnessiac.schema.mapping import decode, encode, identity
from harnessiac.source import SourceFile


def path_of(type: str, attributes: Attributes) -> str | None:
    """The path of the instance's document inside the documents folder; None if its kind has no document."""
    kind = kinds.find(type)
    return identity(kind, attributes).path if kind is not None else None


def document_of(type: str, attributes: Attributes) -> DocumentImage | None:
    """The finished document of an instance; None if its kind has none.

    A service whose author gave its YAML keeps that text as it is, comments and all.
    """
    kind = kinds.find(type)
    if kind is None:
        return None
    path = identity(kind, attributes).path
    if path is None:
        return None
    text = kind.authored_text(attributes)
    return DocumentImage(path, documents.write(encode(kind, attributes)) if text is None else text)


def read_back(type: str, attributes: Attributes, name: str, text: str) -> tuple[Attributes | None, list[Diagnostic]]:
    """The attributes that a document found on disk stands for; what it does not say is taken from `attributes`.

    None if it cannot be read; then, and for fields no argument maps to, the diagnostics say why.
    """
    kind = kinds.find(type)
    if kind is None:
        return None, []
    if kind.authored_text(attributes) is not None:
        return {**attributes, "yaml": text}, []
    document, found = documents.read(SourceFile(name, text))
    if document is None or has_errors(found):
        return None, found
    plain = document.plain()
    if not isinstance(plain, dict):
        return None, found
    decoded, unmapped = decode(kind, plain)
    return {**attributes, **decoded}, [*found, *unmapped]


def same_document(left: str | None, right: str | None) -> bool:
    """Whether two texts are the same YAML, whatever their layout and comments."""
    if left is None or right is None:
        return left is right
    return left == right or _plain(left) == _plain(right)


def _plain(text: str) -> Any:
    document, found = documents.read(SourceFile("", text))
    return text if document is None or has_errors(found) else _typed(document.plain())


def _typed(value: Any) -> Any:
    """Numbers and booleans told apart, so that 1 is not true."""
    match value:
        case dict():
            return {k: _typed(v) for k, v in value.items()}
        case list():
            return [_typed(v) for v in value]
        case _:
            return (type(value).__name__, value)
