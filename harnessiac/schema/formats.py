"""What identifiers may look like: they become parts of document paths, so nothing else is safe."""

from __future__ import annotations

import re

from harnessiac.schema.nodes import Format

_PATTERN = re.compile(r"[a-zA-Z_][0-9a-zA-Z_$]{0,127}")

RESERVED = frozenset(
    {
        "or",
        "and",
        "eq",
        "ne",
        "lt",
        "gt",
        "le",
        "ge",
        "div",
        "mod",
        "not",
        "null",
        "true",
        "false",
        "new",
        "var",
        "return",
        "step",
        "parallel",
        "stepGroup",
        "org",
        "account",
        "class",
        "shellScriptProvisioner",
        "status",
        "liteEngineTask",
        "_harness_system",
    }
)
"""Words of the platform's expression language: it refuses them as identifiers."""


def _identifier_problem(value: str) -> str | None:
    if value in RESERVED:
        return f'"{value}" is a word that the platform reserves, so it cannot be an identifier.'
    if _PATTERN.fullmatch(value):
        return None
    if not value:
        return "An identifier cannot be empty."
    if len(value) > 128:
        return f"An identifier has at most 128 characters, this one has {len(value)}."
    return (
        f"{_shown(value)} is not an identifier: it starts with a letter or an underscore, and after that "
        "only letters, digits, underscores and dollar signs are allowed."
    )


def _scope_problem(value: str) -> str | None:
    return _identifier_problem(value) if value else None


def _shown(value: str) -> str:
    short = value if len(value) <= 40 else value[:40] + "…"
    return '"' + "".join(c if c.isprintable() else "?" for c in short) + '"'


IDENTIFIER = Format("identifier", _identifier_problem)
SCOPE = Format("scope", _scope_problem)
"""An organization or project: an identifier, or empty for none."""
