"""What can be wrong inside a service document: each sort of finding has a stable code, a severity and a page.

Codes are declared by subject, a module each; `find` imports them all, a check only its own.
"""

from __future__ import annotations

from importlib import import_module

from harnessiac.services.codes.code import Code

MODULES = ("structure", "artifacts", "references", "expressions")
"""Modules of this package that hold a table `CODES`, in the order of their numbers."""


def every() -> dict[str, Code]:
    """All codes by their names, in order."""
    found: dict[str, Code] = {}
    for name in MODULES:
        for code in import_module(f"{__name__}.{name}").CODES:
            found[code.id] = code
    return found


def find(id: str) -> Code | None:
    """The code of that name, in whichever case it is written."""
    return every().get(id.upper())


__all__ = ["MODULES", "Code", "every", "find"]
