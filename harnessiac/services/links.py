"""References from inside a service's YAML to connectors: what Terraform cannot see, and the graph needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.nodes import Path
from harnessiac.documents.reading import shortened
from harnessiac.source import Span

CONNECTOR_KEY = "connectorRef"

_IDENTIFIER = re.compile(r"[a-zA-Z_][0-9a-zA-Z_$]{0,127}\Z")


class Scope(Enum):
    """How a reference says where its target is; the value is the prefix without its dot."""

    ACCOUNT = "account"
    ORGANISATION = "org"
    PROJECT = ""


class Reference(Struct, frozen=True):
    """An entity by its identifier in a scope: `org` and `project` are None where the scope is wider than them."""

    scope: Scope
    identifier: str
    org: str | None
    project: str | None

    def __str__(self) -> str:
        return f"{self.scope.value}.{self.identifier}" if self.scope.value else self.identifier


class RuntimeInput(Struct, frozen=True):
    """A reference that only a pipeline run knows: `<+input>` or text with any other `<+...>` expression."""

    text: str


class Malformed(Struct, frozen=True):
    """No reference: why not, as sentences for a diagnostic."""

    reason: str


Target = Reference | RuntimeInput | Malformed


class Link(Struct, frozen=True):
    """One `connectorRef`: its path in the document, what it says, where, and what that means."""

    path: Path
    text: str
    span: Span
    target: Target


def parse_reference(text: str, org: str | None, project: str | None) -> Target:
    """What `text` refers to in an entity of `org` and `project` (None or empty: the entity is in a wider scope).

    A bare identifier is looked for in the project, `org.` and `account.` name the wider scopes.
    """
    if "<+" in text:
        return RuntimeInput(text)
    if not text.strip():
        return Malformed("A reference must not be empty.")
    prefix, dot, identifier = text.rpartition(".")
    scopes = {"account": Scope.ACCOUNT, "org": Scope.ORGANISATION}
    scope = scopes.get(prefix) if dot else Scope.PROJECT
    shown = shortened(text)
    if scope is None or not _IDENTIFIER.match(identifier):
        return Malformed(
            f'"{shown}" is no reference. Write IDENTIFIER for an entity of the same project, org.IDENTIFIER or '
            "account.IDENTIFIER for one of a wider scope. An identifier starts with a letter or `_` and "
            "holds up to 128 letters, digits, `_` and `$`."
        )
    match scope:
        case Scope.ACCOUNT:
            return Reference(scope, identifier, None, None)
        case Scope.ORGANISATION if org:
            return Reference(scope, identifier, org, None)
        case Scope.ORGANISATION:
            return Malformed(
                f'"{shown}" refers to the organisation, but this belongs to the account: '
                "a wider scope cannot use what is in a narrower one. Use account.IDENTIFIER."
            )
        case Scope.PROJECT if org and project:
            return Reference(scope, identifier, org, project)
        case Scope.PROJECT:
            owner = "an organisation" if org else "the account"
            return Malformed(
                f'"{shown}" refers to a project, but this belongs to {owner}: '
                "a wider scope cannot use what is in a narrower one. "
                f"Use {'org.IDENTIFIER or ' if org else ''}account.IDENTIFIER, or set org_id and project_id."
            )


def find_links(document: Document, org: str | None, project: str | None) -> tuple[list[Link], list[Diagnostic]]:
    """Every `connectorRef` in the document, in order, and an error for each that is no reference."""
    links: list[Link] = []
    findings: list[Diagnostic] = []
    for path, node in _connector_refs(document.root, ()):
        span = document.span(node)
        if isinstance(node, Scalar):
            text = "" if node.is_null else node.text
            target = parse_reference(text, org, project)
        else:
            text = ""
            target = Malformed("A reference must be a string.")
        links.append(Link(path, text, span, target))
        if isinstance(target, Malformed):
            findings.append(error("Invalid connector reference", target.reason, span))
    return links, findings


def _connector_refs(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Depth first, without recursion beyond the depth that reading allows."""
    match node:
        case Mapping():
            for key, entry in node.entries.items():
                if key == CONNECTOR_KEY:
                    yield (*path, key), entry.value
                elif not isinstance(entry.value, Scalar):
                    yield from _connector_refs(entry.value, (*path, key))
        case Sequence():
            for index, item in enumerate(node.items):
                if not isinstance(item, Scalar):
                    yield from _connector_refs(item, (*path, index))
