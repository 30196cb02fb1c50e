"""Findings about what a service refers to: connectors, templates, secrets, files (HIAC-SVC-060 to 079)."""

from __future__ import annotations

from harnessiac.services.codes.code import Code

CODES: tuple[Code, ...] = ()
