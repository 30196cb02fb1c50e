"""What a function may ask of the world around the expression: files, the plan's time, fresh identifiers, templates.

Nothing here touches the world itself. Whoever evaluates hands over a context; a function that needs something the
context does not have fails with a clear message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from harnessiac.source import SourceFile
from harnessiac.values.value import Value

UNDECLARED: Final = "undeclared"
"""The code of diagnostics about names that do not exist: neither try() nor an untaken branch excuses them."""


class FileKind(Enum):
    REGULAR = "a regular file"
    DIRECTORY = "a directory"
    OTHER = "not a regular file"


class FileAccess(Protocol):
    """The file system as functions see it. Paths are absolute, with forward slashes and without `.` or `..`."""

    def read(self, path: str) -> bytes:
        """The content of a file; OSError as `open` raises it."""

    def kind(self, path: str) -> FileKind | None:
        """What is at `path` (symbolic links followed), None when nothing is; OSError when that cannot be told."""

    def entries(self, path: str) -> Sequence[str]:
        """The names in a directory, in any order; empty when there is no such directory or it cannot be read."""


RenderTemplate = Callable[[SourceFile, Mapping[str, Value], "CallContext"], Value]
"""Parses and evaluates a template with only the given variables; raises diagnostics.Failed.

The context given is the one that functions called inside the template must get.
"""


@dataclass(frozen=True, slots=True)
class CallContext:
    """`base_directory` is the absolute directory that relative paths start from: where the command runs.

    `home` is what `~` stands for. `timestamp` is the time of the plan (RFC 3339, UTC, whole seconds); None: not known
    yet. `new_uuid` gives a fresh random UUID; None: not known yet. `new_salt` gives 16 random bytes for bcrypt.
    """

    base_directory: str = "/"
    files: FileAccess | None = None
    home: str | None = None
    timestamp: str | None = None
    new_uuid: Callable[[], str] | None = None
    new_salt: Callable[[], bytes] | None = None
    render_template: RenderTemplate | None = None
    inside_template: bool = False
    """Whether the call is made by a template that templatefile or templatestring renders."""


NO_CONTEXT = CallContext()
