"""One writer of a documents folder at a time, whichever state and checkout it works for.

The system's lock (flock) on the folder itself: it ends with its holder and leaves no file to commit.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends import waiting
from harnessiac.storage.backends.lock_info import LockInfo


@contextlib.contextmanager
def held(folder: Path, *, timeout: float = 0.0) -> Iterator[None]:
    """Hold the folder, which is made if it is missing and goes if nothing was put into it. Raises Failed."""
    try:
        made = files.make_folders(folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as problem:
        detail = f"The documents folder {files.shown(folder)} cannot be used: {files.reason(problem)}."
        raise Failed(error("Failed to open documents folder", detail)) from None
    try:
        waiting.acquire(
            lambda: None if files.flocked(descriptor) else LockInfo(""),
            timeout=timeout,
            pause=0.02,
            refused=lambda _: _refusal(folder),
        )
        yield
    finally:
        os.close(descriptor)
        for one in reversed(made):
            with contextlib.suppress(OSError):
                one.rmdir()


def _refusal(folder: Path) -> Diagnostic:
    detail = (
        f"Another hiac is writing to the documents folder {files.shown(folder)}, for another state than this one. Try "
        "again when it is done, or wait for it with -lock-timeout."
    )
    return error("Documents folder in use", detail)
