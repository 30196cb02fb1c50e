"""What reading the YAML of an entity gives, apart from its place: it can be kept, and found again elsewhere.

A text that was read before, for a resource of the same identity, is not read again. Places are offsets in the text;
where those are in a file is worked out when somebody asks, and mostly nobody does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.diagnostics import Diagnostic, Severity
from harnessiac.entities.links import Beside, Link, Target
from harnessiac.schema.nodes import Kind
from harnessiac.shapes.vocabulary import Fitting
from harnessiac.source import Place, Segment, SourceFile, Span, TextOrigin

Range = tuple[int, int]
"""Where something starts and ends in the text."""


class KeptLink(Struct, frozen=True, array_like=True):
    """A link with the range of its place."""

    path: Path
    text: str
    range: Range | None
    target: Target
    entity: str
    key: str
    wanted: Fitting | None
    version: str | None
    official: tuple[str, Range | None] | None


class KeptFinding(Struct, frozen=True, array_like=True):
    """A finding with the ranges of its places."""

    severity: Severity
    summary: str
    detail: str
    subject: Range | None
    context: Range | None
    address: str | None
    code: str | None
    values: tuple[tuple[str, str], ...]


class Reading(Struct, frozen=True, array_like=True):
    """The links in a text and what was found wrong with it."""

    links: tuple[KeptLink, ...] = ()
    findings: tuple[KeptFinding, ...] = ()

    def placed(self, origin: Callable[[], TextOrigin]) -> tuple[tuple[Link, ...], list[Diagnostic]]:
        """The links and findings of a text that was written down at `origin`."""
        links = tuple(
            [
                Link(
                    one.path,
                    one.text,
                    _placed(one.range, origin),
                    one.target,
                    one.entity,
                    one.key,
                    one.wanted,
                    one.version,
                    Beside(one.official[0], _placed(one.official[1], origin)) if one.official is not None else None,
                )
                for one in self.links
            ]
        )
        return links, list(self._findings(origin)) if self.findings else []

    def _findings(self, origin: Callable[[], TextOrigin]) -> Iterator[Diagnostic]:
        for one in self.findings:
            subject = origin().span(*one.subject) if one.subject is not None else None
            context = origin().span(*one.context) if one.context is not None else None
            yield Diagnostic(one.severity, one.summary, one.detail, subject, context, one.address, one.code, one.values)


class Readings(Protocol):
    """What was read before, by `key`."""

    def find(self, key: bytes) -> Reading | None: ...

    def add(self, key: bytes, reading: Reading) -> None: ...


class Forgetful:
    """Readings of which none is kept."""

    def find(self, key: bytes) -> Reading | None:
        return None

    def add(self, key: bytes, reading: Reading) -> None:
        pass


def links_and_findings(
    kind: Kind, text: str, origin: Callable[[], TextOrigin], arguments: Mapping[str, Any], readings: Readings
) -> tuple[tuple[Link, ...], list[Diagnostic]]:
    """The references in YAML of a resource with these arguments, and all that is wrong with it; see `read_authored`."""
    key = key_of(kind, text, arguments)
    reading = readings.find(key)
    if reading is None:
        reading = _read(kind, text, arguments)
        if reading is None:
            from harnessiac.entities.authored import read_authored

            authored, found = read_authored(kind, text, origin(), arguments)
            return authored.links if authored is not None else (), found
        readings.add(key, reading)
    return reading.placed(origin)


def key_of(kind: Kind, text: str, arguments: Mapping[str, Any]) -> bytes:
    """All that a reading depends on, save for the code that reads."""
    digest = hashlib.sha256()
    agrees = kind.authored.agrees if kind.authored is not None else ()
    names = dict.fromkeys(("org_id", "project_id", *(agreement.argument for agreement in agrees)))
    for part in (kind.name, *(arguments.get(name) for name in names), text):
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) and part else b""
        digest.update(b"-" if not content else b"%d " % len(content))
        digest.update(content)
    return digest.digest()


class _PlaceAsked(Exception):
    """What is said of a text depends on where it stands."""


class _Nowhere(SourceFile):
    """A file of which nothing is known but offsets in it."""

    def __init__(self) -> None:
        object.__setattr__(self, "name", _NAME)

    @property
    def text(self) -> str:
        raise _PlaceAsked

    @cached_property
    def _line_starts(self) -> list[int]:
        raise _PlaceAsked


_NAME = "\0"


def _read(kind: Kind, text: str, arguments: Mapping[str, Any]) -> Reading | None:
    """What there is to say of a text wherever it stands; None if that depends on the place (a finding names a line)."""
    from harnessiac.entities.authored import read_authored  # nothing that it needs is imported if all is known

    origin = TextOrigin(Span(_Nowhere(), 0, len(text)), (Segment(0, len(text), 0, len(text)),))
    try:
        authored, found = read_authored(kind, text, origin, arguments)
    except _PlaceAsked:
        return None
    findings = tuple(
        KeptFinding(d.severity, d.summary, d.detail, _range(d.subject), _range(d.context), d.address, d.code, d.values)
        for d in found
    )
    if any(_NAME in said for one in findings for said in (one.summary, one.detail)):
        return None
    links = tuple(
        KeptLink(
            one.path,
            one.text,
            _range(one.span),
            one.target,
            one.entity,
            one.key,
            one.wanted,
            one.version,
            (one.official.text, _range(one.official.span)) if one.official is not None else None,
        )
        for one in (authored.links if authored is not None else ())
    )
    return Reading(links, findings)


def _placed(range: Range | None, origin: Callable[[], TextOrigin]) -> Place | None:
    return Place(origin, *range) if range is not None else None


def _range(span: Span | None) -> Range | None:
    return (span.start, span.end) if span is not None else None
