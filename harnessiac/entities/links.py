"""How one entity of the platform refers to another: what Terraform cannot see, and the graph needs."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.documents.reading import shortened
from harnessiac.entities.identity import Identity
from harnessiac.shapes.vocabulary import Fitting
from harnessiac.source import Place, Span

_IDENTIFIER = re.compile(r"[a-zA-Z_][0-9a-zA-Z_$]{0,127}\Z")


CONNECTOR = "connector"
SECRET = "secret"
TEMPLATE = "template"
REGISTRY = "registry"
FILE = "file"
"""Types of entities that references name, beside those that resource types declare."""


class Scope(Enum):
    """How a reference says where its target is; the value is the prefix without its dot."""

    ACCOUNT = "account"
    ORGANIZATION = "org"
    PROJECT = ""


class Reference(Struct, frozen=True, array_like=True, tag=True):
    """An entity by its identifier in a scope: `org` and `project` are None where the scope is wider than them.

    `inside` are the entities of that scope that it is inside of, such as the environment of an infrastructure.
    """

    scope: Scope
    identifier: str
    org: str | None
    project: str | None
    inside: tuple[str, ...] = ()

    def identity(self, entity: str) -> Identity:
        """The entity of the type `entity` that the reference names."""
        return Identity(entity, self.identifier, (self.org, self.project, *self.inside))

    def __str__(self) -> str:
        return f"{self.scope.value}.{self.identifier}" if self.scope.value else self.identifier


class RuntimeInput(Struct, frozen=True, array_like=True, tag=True):
    """A reference that only a pipeline run knows: `<+input>` or text with any other `<+...>` expression."""

    text: str


class Malformed(Struct, frozen=True, array_like=True, tag=True):
    """No reference: why not, as sentences for a diagnostic."""

    reason: str


class FilePath(Struct, frozen=True, array_like=True, tag=True):
    """A file or folder of the file store, such as `/helm/values.yaml`."""

    scope: Scope
    path: str


Target = Reference | RuntimeInput | Malformed | FilePath


class Beside(Struct, frozen=True):
    """A text that stands beside a reference."""

    text: str
    place: Span | Place | None

    @property
    def span(self) -> Span | None:
        return self.place.span if isinstance(self.place, Place) else self.place


class Link(Struct, frozen=True):
    """One reference: what it says under which key, where, and what that means.

    `path` leads to the text that holds it, in a document or in a resource's arguments. `entity` is the type of what it
    names. `wanted` says which connectors fit (None: any). `version` is a template's. `official` is the image path
    beside a Docker source's connector, if it has no namespace.
    """

    path: Path
    text: str
    place: Span | Place | None
    target: Target
    entity: str = CONNECTOR
    key: str = "connectorRef"
    wanted: Fitting | None = None
    version: str | None = None
    official: Beside | None = None

    @property
    def span(self) -> Span | None:
        return self.place.span if isinstance(self.place, Place) else self.place


def parse_reference(text: str, org: str | None, project: str | None) -> Target:
    """What `text` refers to in an entity of `org` and `project` (None or empty: the entity is in a wider scope).

    A bare identifier is looked for in the project, `org.` and `account.` name the wider scopes.
    """
    if "<+" in text:
        return RuntimeInput(text)
    if not text.strip():
        return Malformed("A reference must not be empty.")
    prefix, dot, identifier = text.rpartition(".")
    scopes = {"account": Scope.ACCOUNT, "org": Scope.ORGANIZATION}
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
        case Scope.ORGANIZATION if org:
            return Reference(scope, identifier, org, None)
        case Scope.ORGANIZATION:
            return Malformed(
                f'"{shown}" refers to the organization, but this belongs to the account: '
                "a wider scope cannot use what is in a narrower one. Use account.IDENTIFIER."
            )
        case Scope.PROJECT if org and project:
            return Reference(scope, identifier, org, project)
        case Scope.PROJECT:
            owner = "an organization" if org else "the account"
            return Malformed(
                f'"{shown}" refers to a project, but this belongs to {owner}: '
                "a wider scope cannot use what is in a narrower one. "
                f"Use {'org.IDENTIFIER or ' if org else ''}account.IDENTIFIER, or set org_id and project_id."
            )


def parse_local(text: str, org: str | None, project: str | None) -> Target:
    """What `text` refers to where a bare identifier means the entity's own scope, whichever that is."""
    if "." in text or not _IDENTIFIER.match(text):
        return parse_reference(text, org, project)
    if org and project:
        return Reference(Scope.PROJECT, text, org, project)
    return Reference(Scope.ORGANIZATION, text, org, None) if org else Reference(Scope.ACCOUNT, text, None, None)


def parse_file_path(text: str) -> FilePath | RuntimeInput:
    """What `text` is in the file store: `/path` of the project, `org:/path` or `account:/path` of wider scopes."""
    if "<+" in text:
        return RuntimeInput(text)
    for scope in (Scope.ACCOUNT, Scope.ORGANIZATION):
        if text.startswith(f"{scope.value}:"):
            return FilePath(scope, text.removeprefix(f"{scope.value}:"))
    return FilePath(Scope.PROJECT, text)
