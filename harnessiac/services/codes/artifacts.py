"""Findings about artifact sources and deployment types (HIAC-SVC-030 to 059)."""

from __future__ import annotations

from harnessiac.services.codes.code import Code

CODES: tuple[Code, ...] = ()
