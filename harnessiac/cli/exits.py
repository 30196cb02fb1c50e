"""Exit codes, which scripts rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """DONE: also no changes. CHANGES: only with -detailed-exitcode. UNFORMATTED: only with fmt -check."""

    DONE = 0
    ERROR = 1
    CHANGES = 2
    UNFORMATTED = 3
