"""Findings about expressions and runtime inputs (HIAC-SVC-080 to 099)."""

from __future__ import annotations

from harnessiac.services.codes.code import Code

CODES: tuple[Code, ...] = ()
