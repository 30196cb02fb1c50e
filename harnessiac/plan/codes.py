"""Every sort of finding that has a code, wherever it is found, and those about silencing them.

What can be wrong inside a service is declared in `services/codes/`, what can be wrong with a connector's arguments in
`kinds/_codes.py`.
"""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity
from harnessiac.kinds._codes import CODES as CONNECTORS
from harnessiac.services import codes as services
from harnessiac.services.codes import rendering

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

OF_RENDERING = frozenset(code.id for code in rendering.CODES)
"""What hiac render alone finds: a comment that names one of these is not known to be without use."""


def every() -> dict[str, Code]:
    """All codes by their names, in order."""
    return {code.id: code for code in (*CODES, *CONNECTORS, *services.every())}


def find(id: str) -> Code | None:
    """The code of that name, in whichever case it is written, with or without `HIAC-` in front."""
    return every().get("HIAC-" + id.upper().removeprefix("HIAC-"))
