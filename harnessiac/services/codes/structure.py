"""Findings about the shape of a service document: keys, types, enumerations (HIAC-SVC-001 to 029)."""

from __future__ import annotations

from harnessiac.services.codes.code import Code

CODES: tuple[Code, ...] = ()
