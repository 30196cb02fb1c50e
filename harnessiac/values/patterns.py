"""Regular expressions in RE2's language, which take linear time whatever the pattern: the one importer of the engine.

It is imported when the first pattern is compiled.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re2 import _Match as Match  # type: ignore[import-untyped]
    from re2 import _Regexp as Pattern

__all__ = ["InvalidPattern", "Match", "Pattern", "compiled"]

LONGEST_PATTERN = 20_000
MOST_GROUPS = 1_000

_WORDS = (
    ("missing ]", "missing closing ]"),
    ("missing )", "missing closing )"),
    ("bad repetition operator", "invalid nested repetition operator"),
    ("no argument for repetition operator", "missing argument to repetition operator"),
    ("invalid repetition size", "invalid repeat count"),
    ("invalid perl operator", "invalid or unsupported Perl syntax"),
    ("trailing \\", "trailing backslash at end of expression"),
    ("invalid named capture group", "invalid named capture"),
    ("invalid UTF-8", "invalid UTF-8"),
)


class InvalidPattern(Exception):
    """Why a text is no pattern, in the words of Go's engine, and which part of it is at fault (empty: the whole)."""

    def __init__(self, problem: str, part: str) -> None:
        super().__init__(f"{problem}: {part}" if part else problem)
        self.problem = problem
        self.part = part


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, ready to search with. Raises InvalidPattern."""
    import re2

    if len(pattern) > LONGEST_PATTERN:
        raise InvalidPattern(f"the pattern is longer than {LONGEST_PATTERN} characters", "")
    if pattern.count("(") > MOST_GROUPS:
        raise InvalidPattern(f"the pattern has more than {MOST_GROUPS} groups", "")
    if re.search(r"(?<!\\)(?:\\\\)*\\C", pattern):
        raise InvalidPattern("invalid escape sequence", "\\C")
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0]
        raw = message.decode(errors="replace") if isinstance(message, bytes) else str(message)
        for ours, known in _WORDS:
            if raw.startswith(ours):
                raise InvalidPattern(known, raw[len(ours) :].removeprefix(":").strip()) from error
        problem, _, part = raw.partition(": ")
        raise InvalidPattern(problem, part) from error
    except UnicodeEncodeError as error:
        raise InvalidPattern("invalid UTF-8", "") from error
