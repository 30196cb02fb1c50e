"""What hiac reads in a service's YAML: who it says it is, and which connectors it uses."""

from __future__ import annotations

from msgspec import Struct

from harnessiac import documents
from harnessiac.codes import structure as codes
from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.documents import Document, Mapping, Scalar
from harnessiac.documents.reading import shortened
from harnessiac.entities.authored_identity import ServiceIdentity
from harnessiac.entities.links import Link
from harnessiac.entities.yaml_links import find_links
from harnessiac.expressions import checking
from harnessiac.services.structure import SERVICE
from harnessiac.shapes.checking import Report, check
from harnessiac.source import SourceFile, TextOrigin

__all__ = ["ServiceDocument", "ServiceIdentity", "read_service"]


class ServiceDocument(Struct, frozen=True):
    """A service's YAML, what it says of itself (None: nothing), and its connector references."""

    document: Document
    identity: ServiceIdentity
    links: tuple[Link, ...]


def read_service(
    text: str, origin: TextOrigin, resource: ServiceIdentity
) -> tuple[ServiceDocument | None, list[Diagnostic]]:
    """The service document `text`, written down at `origin` as the `yaml` of `resource`, and all that is wrong with it.

    None without a finding: the text holds no document (it is empty or only comments), so there is no YAML.
    """
    document, findings = documents.read(SourceFile(origin.whole.filename, text), origin=origin)
    if document is None or (isinstance(document.root, Scalar) and document.root.is_null):
        return None, findings
    service = _service_of(document, findings)
    if service is None:
        return None, findings
    said = ServiceIdentity(
        _said(service, "identifier"),
        _said(service, "name"),
        _said(service, "orgIdentifier"),
        _said(service, "projectIdentifier"),
    )
    for key, what, ours, theirs, is_required in (
        ("identifier", "identifier", resource.identifier, said.identifier, True),
        ("name", "name", resource.name, said.name, True),
        ("orgIdentifier", "organisation", resource.org, said.org, False),
        ("projectIdentifier", "project", resource.project, said.project, False),
    ):
        findings += _compare(document, service, key, what, ours, theirs, is_required=is_required)
    report = Report(document)
    check(SERVICE, service, "service", report)
    links, broken = find_links(document, resource.org, resource.project)
    findings += [*report.findings, *broken, *checking.check(document, service)]
    return ServiceDocument(document, said, tuple(links)), findings


def _service_of(document: Document, findings: list[Diagnostic]) -> Mapping | None:
    root = document.root
    if not isinstance(root, Mapping):
        detail = "A service's YAML must be a mapping with the one key `service`."
        findings.append(codes.NO_SERVICE.at(document.span(root), detail))
        return None
    if "service" not in root.entries:
        near = next((text for key in root.entries if (text := did_you_mean(key, ["service"]))), "")
        detail = f"A service's YAML must have the key `service` at its top.{near}"
        place = next((document.span(entry.key) for entry in root.entries.values()), document.span(root))
        findings.append(codes.NO_SERVICE.at(place, detail))
        return None
    entry = root.entries["service"]
    if not isinstance(entry.value, Mapping):
        detail = "The key `service` must hold a mapping with identifier, name and serviceDefinition."
        findings.append(codes.NO_SERVICE.at(document.span(entry.key), detail))
        return None
    return entry.value


def _said(service: Mapping, key: str) -> str | None:
    """The text of a scalar, as the platform takes a number where a string is meant; None if absent or null."""
    node = service.get(key)
    return node.text if isinstance(node, Scalar) and not node.is_null else None


def _compare(
    document: Document,
    service: Mapping,
    key: str,
    what: str,
    ours: str | None,
    theirs: str | None,
    *,
    is_required: bool,
) -> list[Diagnostic]:
    """Whether the YAML and the resource agree; of org and project the YAML may say nothing."""
    entry = service.entries.get(key)
    summary = f"Service {what} differs from its YAML"
    if entry is None or theirs is None:
        if not is_required or not ours or (entry and not isinstance(entry.value, Scalar)):
            return []  # that it is no string is found where the shape of the document is checked
        place = entry.key if entry else next((e.key for e in service.entries.values()), service)
        detail = (
            f'The YAML must give the service the {what} of its resource, "{shortened(ours)}", with the key `{key}`.'
        )
        return [error(summary, detail, document.span(place), code=codes.IDENTITY.id)]
    if theirs == (ours or "") or (is_required and not ours):
        return []
    given = f'the resource gives "{shortened(ours)}"' if ours else "the resource gives none"
    detail = f'The YAML gives the {what} "{shortened(theirs)}", {given}. Harness refuses a service whose two disagree.'
    return [error(summary, detail, document.span(entry.value), code=codes.IDENTITY.id)]
