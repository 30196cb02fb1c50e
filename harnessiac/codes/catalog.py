"""All findings that have a code: each has a stable code, a severity and a page.

Codes are declared by subject, one module each; a check imports only the modules it needs, this one imports them all.
"""

from __future__ import annotations

from importlib import import_module

from harnessiac.diagnostics import Code

OF_ENTITIES = ("structure", "artifacts", "references", "expressions", "rendering")
"""Modules of findings inside the YAML of entities, in the order of their numbers."""
MODULES = ("silencing", "connectors", *OF_ENTITIES)
"""Modules of this package that hold a table `CODES`, in the order of their numbers."""


def _codes(modules: tuple[str, ...]) -> tuple[Code, ...]:
    return tuple(code for name in modules for code in import_module(f"harnessiac.codes.{name}").CODES)


def of_entities() -> tuple[Code, ...]:
    """The codes of findings inside the YAML of entities, in the order of their numbers."""
    return _codes(OF_ENTITIES)


def every() -> dict[str, Code]:
    """All codes by their ids, in order."""
    return {code.id: code for code in _codes(MODULES)}


def find(id: str) -> Code | None:
    """Return the code with that id, in any case and with or without `HIAC-` in front; None if it does not exist."""
    return every().get("HIAC-" + id.upper().removeprefix("HIAC-"))
