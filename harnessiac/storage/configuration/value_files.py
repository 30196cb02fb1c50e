"""Values files and manifests: files that hiac reads and never writes, so that their bytes are kept as they are."""

from __future__ import annotations

from pathlib import Path

from harnessiac.diagnostics import Failed, error
from harnessiac.source import SourceFile
from harnessiac.storage import files

LIMIT = 10_000_000
"""The largest file that is read, in bytes."""

_SUMMARY = "Failed to read file"


def read(path: str) -> SourceFile:
    """The text of a file. Raises Failed."""
    name = files.shown(path)
    with files.failing(_SUMMARY, f"file {name} could not be read"):
        try:
            return decoded(name, files.read(Path(path), LIMIT))
        except FileNotFoundError:
            raise Failed(error(_SUMMARY, f"There is no file {name}.")) from None


def decoded(name: str, content: bytes) -> SourceFile:
    """The text of a file with this content. Raises Failed at the first byte that is not UTF-8, or if it is too much."""
    if len(content) > LIMIT:
        raise Failed(error(_SUMMARY, f"{name} has more than the {LIMIT} bytes that are allowed."))
    try:
        return SourceFile(name, content.decode())
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Failed(error(_SUMMARY, f"Line {line} of {name} is not valid UTF-8.")) from None
