"""Findings about comments and settings that silence findings (HIAC-CFG-001 and on)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

NO_CODE = Code(
    "HIAC-CFG-001",
    Severity.WARNING,
    "Ignore comment without a code",
    "A comment that silences a finding names it by its code; without one it silences nothing.",
    wrong="# hiac:ignore the tag is set by the pipeline\n",
    right="# hiac:ignore HIAC-SVC-014 the source is chosen by the pipeline\n",
    language="terraform",
)
UNKNOWN_CODE = Code(
    "HIAC-CFG-002",
    Severity.WARNING,
    "Unknown finding code",
    "A comment names a finding that hiac does not have, so it silences nothing.",
    wrong="# hiac:ignore HIAC-SVC-14\n",
    right="# hiac:ignore HIAC-SVC-014\n",
    language="terraform",
)
UNUSED = Code(
    "HIAC-CFG-003",
    Severity.WARNING,
    "Ignore comment silences nothing",
    "A comment names a finding that its resource does not have (any more). Left in place, it would hide the next one "
    "of its sort. Remove it.",
)

CODES: tuple[Code, ...] = (NO_CODE, UNKNOWN_CODE, UNUSED)
