"""What can be wrong inside a service document: each sort of finding has a stable code, a severity and a page.

Codes are declared by subject, a module each; `every` imports them all, a check only its own.
"""

from __future__ import annotations

from importlib import import_module

from harnessiac.diagnostics import Code

MODULES = ("structure", "artifacts", "references", "expressions", "rendering")
"""Modules of this package that hold a table `CODES`, in the order of their numbers."""


def every() -> tuple[Code, ...]:
    """All codes, in the order of their numbers."""
    return tuple(code for name in MODULES for code in import_module(f"{__name__}.{name}").CODES)
