"""YAML that the user writes for an entity: identity, shape, references and expressions are checked."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Arguments
from typing import Any

from msgspec import Struct

from harnessiac import documents
from harnessiac.codes import structure as codes
from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.documents import Document, Mapping, Scalar
from harnessiac.documents.reading import shortened
from harnessiac.entities.links import Link
from harnessiac.entities.yaml_links import find_links
from harnessiac.expressions import checking as expressions
from harnessiac.schema.nodes import Agreement, Kind
from harnessiac.shapes.checking import Report, check
from harnessiac.shapes.items import shape_of
from harnessiac.source import SourceFile, TextOrigin


class AuthoredDocument(Struct, frozen=True):
    """YAML of an entity, and the references in it."""

    document: Document
    links: tuple[Link, ...]


def read_authored(
    kind: Kind, text: str, origin: TextOrigin, arguments: Arguments[str, Any]
) -> tuple[AuthoredDocument | None, list[Diagnostic]]:
    """Read the YAML `text`, written at `origin`, of a resource with these arguments; and everything wrong with it.

    None without a finding: the text holds no document (it is empty or only comments), so there is no YAML.
    """
    authored = kind.authored
    assert authored is not None
    assert kind.document is not None
    document, findings = documents.read(SourceFile(origin.whole.filename, text), origin=origin)
    if document is None or (isinstance(document.root, Scalar) and document.root.is_null):
        return None, findings
    entity = _entity(kind, document, findings)
    if entity is None:
        return None, findings
    for agreement in authored.agrees:
        findings += _compared(kind, document, entity, agreement, _text(arguments, agreement.argument))
    report = Report(document, kind.entity)
    root = kind.document.root
    shape = authored.shape()
    check(shape_of(shape, root) if root else shape, entity, root or kind.entity, report)
    links, broken = find_links(document, kind, _text(arguments, "org_id"), _text(arguments, "project_id"))
    own = authored.own_names(entity) if authored.own_names is not None else None
    findings += [*report.findings, *broken, *expressions.check(document, kind.entity, own)]
    return AuthoredDocument(document, tuple(links)), findings


def _entity(kind: Kind, document: Document, findings: list[Diagnostic]) -> Mapping | None:
    """The mapping with the fields of the entity: the value of the document's one key, or the document itself."""
    key = kind.document.root if kind.document is not None else ""
    root, article = document.root, "An" if kind.entity[0] in "aeiou" else "A"
    if not isinstance(root, Mapping):
        one_key = f" with the one key `{key}`" if key else ""
        detail = f"{article} {kind.entity}'s YAML must be a mapping{one_key}."
        findings.append(codes.NO_SERVICE.at(document.span(root), detail, kind.entity))
        return None
    if not key:
        return root
    if key not in root.entries:
        near = next((text for name in root.entries if (text := did_you_mean(name, [key]))), "")
        detail = f"{article} {kind.entity}'s YAML must have the key `{key}` at its top.{near}"
        place = next((document.span(entry.key) for entry in root.entries.values()), document.span(root))
        findings.append(codes.NO_SERVICE.at(place, detail, kind.entity))
        return None
    entry = root.entries[key]
    if not isinstance(entry.value, Mapping):
        *names, last = _required(kind)
        listed = f"{', '.join(names)} and {last}" if names else last
        detail = f"The key `{key}` must hold a mapping with {listed}."
        findings.append(codes.NO_SERVICE.at(document.span(entry.key), detail, kind.entity))
        return None
    return entry.value


def _required(kind: Kind) -> Iterator[str]:
    """The fields that tell what an entity is."""
    if kind.authored is not None:
        yield from (agreement.key for agreement in kind.authored.agrees if agreement.required)
        if kind.authored.definition:
            yield kind.authored.definition


def _compared(
    kind: Kind, document: Document, entity: Mapping, agreement: Agreement, ours: str | None
) -> list[Diagnostic]:
    """Whether the YAML and the resource agree; of what is not required the YAML may say nothing."""
    key, word, name = agreement.key, agreement.word, kind.entity
    entry = entity.entries.get(key)
    node = entry.value if entry is not None else None
    theirs = node.text if isinstance(node, Scalar) and not node.is_null else None
    summary = f"{name.capitalize()} {word} differs from its YAML"
    if entry is None or theirs is None:
        if not agreement.required or not ours or (entry and not isinstance(entry.value, Scalar)):
            return []  # that it is no string is found where the shape of the document is checked
        place = entry.key if entry else next((e.key for e in entity.entries.values()), entity)
        detail = f'The YAML must give the {name} the {word} of its resource, "{shortened(ours)}", with the key `{key}`.'
        return [error(summary, detail, document.span(place), code=codes.IDENTITY.id)]
    if theirs == (ours or "") or (agreement.required and not ours):
        return []
    article = "an" if name[0] in "aeiou" else "a"
    given = f'the resource gives "{shortened(ours)}"' if ours else "the resource gives none"
    detail = (
        f'The YAML gives the {word} "{shortened(theirs)}", {given}. Harness refuses {article} {name} whose two '
        "disagree."
    )
    return [error(summary, detail, document.span(entry.value), code=codes.IDENTITY.id)]


def _text(values: Arguments[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) and value else None
