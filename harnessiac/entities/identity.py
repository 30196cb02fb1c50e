"""Which entity of the platform something is, and where its document is: the one reader and the one writer of paths.

An identity is also the key by which entities are found: two resources with the same identity are one entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from msgspec import Struct

from harnessiac import kinds
from harnessiac.schema.formats import IDENTIFIER
from harnessiac.schema.nodes import Document, Kind

SCOPE = ("org_id", "project_id")
"""The arguments that name the organization and the project of an entity."""
EXTENSION = ".yaml"


class Identity(Struct, frozen=True):
    """An entity by its type, its identifier and the entities it is inside of.

    `parents` are the identifiers of its organization, its project and whatever else it is inside of, in this order;
    None for the organization and the project of an entity in a wider scope.
    """

    entity: str
    identifier: str
    parents: tuple[str | None, ...] = (None, None)

    @property
    def org(self) -> str | None:
        return self.parents[0]

    @property
    def project(self) -> str | None:
        return self.parents[1]

    @property
    def import_id(self) -> str:
        """The id by which the provider imports it: `ID`, `ORG/ID` or `ORG/PROJECT/ID`, further parents before ID."""
        return "/".join([*(parent for parent in self.parents if parent), self.identifier])

    def __str__(self) -> str:
        return f'{self.entity} "{self.import_id}"'


def identity(kind: Kind, attributes: Mapping[str, Any]) -> Identity:
    """Return the entity that a resource with these attributes is."""
    identifier = attributes.get("identifier") if kind.is_named_by_identifier else kind.names(attributes)["id"]
    parents: tuple[str | None, ...] = (_text(attributes, "org_id"), _text(attributes, "project_id"))
    if kind.inside:
        parents = (*parents, *(_text(attributes, name) for name in kind.inside))
    return Identity(kind.entity, identifier if isinstance(identifier, str) else "", parents)


def from_import_id(kind: Kind, id: str) -> Identity | None:
    """Return the entity that the provider's import id names; None if it has not the form of one."""
    *parents, identifier = id.split("/")
    inside = len(kind.inside)
    scope = parents[: len(parents) - inside] if inside else parents
    if (
        len(parents) < inside
        or len(scope) > len(SCOPE)
        or any(IDENTIFIER.problem(part) for part in (*parents, identifier))
    ):
        return None
    padded: list[str | None] = [*scope, None, None]
    return Identity(kind.entity, identifier, (*padded[: len(SCOPE)], *parents[len(parents) - inside :]))


def import_id_forms(kind: Kind) -> str:
    """The forms of an import id in words, such as `IDENTIFIER, ORG/IDENTIFIER or ORG/PROJECT/IDENTIFIER`."""
    last = "/".join([*(name.removesuffix("_id").upper() for name in kind.inside), "IDENTIFIER"])
    return f"{last}, ORG/{last} or ORG/PROJECT/{last}"


# Paths

_TOKEN = re.compile(r"\[(?P<optional>[^\]]*)\]|\{(?P<argument>\w+)\}|(?P<literal>[^\[{]+)")


class _Token(Struct, frozen=True):
    """A piece of a path: a literal, the value of an argument, or pieces that are left out with their argument."""

    literal: str = ""
    argument: str = ""
    optional: tuple[_Token, ...] = ()


@lru_cache(maxsize=256)
def _tokens(path: str) -> tuple[_Token, ...]:
    return tuple(
        _Token(match["literal"] or "", match["argument"] or "", _tokens(match["optional"]) if match["optional"] else ())
        for match in _TOKEN.finditer(path)
    )


def path_of(kind: Kind, attributes: Mapping[str, Any]) -> str | None:
    """Return the path of a resource's document below the documents directory; None if its kind has no document."""
    document = kind.document
    if document is None:
        return None
    parts = [_scope_directory(attributes)]
    for token in _tokens(document.path):
        if token.literal:
            parts.append(token.literal)
        elif token.argument and not document.words:
            parts.append(_text(attributes, token.argument) or "")
        else:
            parts.append(_written(token, attributes, document)[0])
    return f"{''.join(parts)}{EXTENSION}"


def paths(kind: Kind, attributes: Mapping[str, Any]) -> Iterator[str]:
    """Yield every path that the document may have as far as `attributes` decide it, the likeliest first.

    Arguments that choose among directories, such as the type of an environment, may be unknown.
    """
    document = kind.document
    if document is None:
        return
    scope = _scope_directory(attributes)
    for parts in product(*(_written(token, attributes, document) for token in _tokens(document.path))):
        yield f"{scope}{''.join(parts)}{EXTENSION}"


def _scope_directory(attributes: Mapping[str, Any]) -> str:
    org = attributes.get("org_id")
    if not org:
        return ""
    project = attributes.get("project_id")
    return f"orgs/{org}/projects/{project}/" if project else f"orgs/{org}/"


def _written(token: _Token, attributes: Mapping[str, Any], document: Document) -> tuple[str, ...]:
    """What a piece of a path can be."""
    if token.optional:
        if not all(_text(attributes, one.argument) for one in token.optional if one.argument):
            return ("",)
        return tuple("".join(parts) for parts in product(*(_written(t, attributes, document) for t in token.optional)))
    if not token.argument:
        return (token.literal,)
    value = _text(attributes, token.argument) or ""
    words = document.words.get(token.argument)
    if words is None:
        return (value,)
    return (words[value],) if value in words else tuple(words.values())


_SCOPE = r"(?:orgs/(?P<org_id>[^/]+)/(?:projects/(?P<project_id>[^/]+)/)?)?"


def attributes_at(kind: Kind, path: str) -> dict[str, str] | None:
    """Return the arguments that the path of a document gives; None for a path that the kind's documents do not have."""
    match = _pattern(kind).fullmatch(path)
    if match is None or kind.document is None:
        return None
    found = {name: value for name, value in match.groupdict().items() if value}
    for argument, words in kind.document.words.items():
        found[argument] = next(value for value, word in words.items() if word == found[argument])
    return found


def attributes_of_file(kind: Kind, name: str) -> dict[str, str] | None:
    """Return the arguments that a file's name gives, whichever directory the documents are below; and what they imply.

    None for a file that is no document of the kind.
    """
    steps = name.split("/")
    below = (attributes_at(kind, "/".join(steps[start:])) for start in range(len(steps)))
    found = next((attributes for attributes in below if attributes is not None), None)
    if found is None or kind.document is None or kind.document.implied is None:
        return found
    return {**found, **kind.document.implied(found)}


def from_path(path: str) -> tuple[Kind, Identity] | None:
    """Return the entity whose document has this path, with a kind of its family; None for any other file."""
    for kind in kinds.families().values():
        found = attributes_at(kind, path)
        if found is not None:
            return kind, identity(kind, found)
    return None


@lru_cache(maxsize=256)
def _pattern(kind: Kind) -> re.Pattern[str]:
    if kind.document is None:
        return re.compile("(?!)")
    body = "".join(_matching(token, kind.document) for token in _tokens(kind.document.path))
    return re.compile(_SCOPE + body + re.escape(EXTENSION))


def _matching(token: _Token, document: Document) -> str:
    if token.optional:
        return f"(?:{''.join(_matching(inner, document) for inner in token.optional)})?"
    if not token.argument:
        return re.escape(token.literal)
    words = document.words.get(token.argument)
    return f"(?P<{token.argument}>{'|'.join(map(re.escape, words.values())) if words else '[^/]+'})"


def _text(attributes: Mapping[str, Any], name: str) -> str | None:
    value = attributes.get(name)
    return value if isinstance(value, str) and value else None
