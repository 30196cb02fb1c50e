"""Plan files on disk: readable by their owner only, since they may hold variable values in clear."""

from __future__ import annotations

import re
from pathlib import Path

from harnessiac.diagnostics import Failed, error
from harnessiac.plan import saved
from harnessiac.plan.saved import SavedPlan
from harnessiac.storage import files
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher

LIMIT = 2_000_000_000
"""The largest plan file that is read, in bytes."""

_ENCRYPTED = b'{"meta":'
"""How an encrypted plan begins; a state names its serial first."""

_ZIP = b"PK\x03\x04"
"""How Terraform's plans begin."""

_MODE = 0o600

_JSON = re.compile(rb'\s*\{\s*"(format_version|applyable)"')
"""How a plan begins that is written as JSON for other programs, also if one of them has sorted its keys."""


def save(path: Path, plan: SavedPlan, cipher: Cipher = PLAIN) -> None:
    """Write a plan file whole, over one that is there, or into a device or pipe. Raises Failed.

    A file that is there and holds anything but a plan is not overwritten: it may be one of the configuration.
    """
    content = cipher.encrypt(saved.write(plan))
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            files.write_into(path, content)
            return
        place = files.target(path)
        if not _may_be_replaced(place):
            raise files.Refused("it is there already and is no plan file, so it is not overwritten")
        files.replace(place, content, _MODE)
    except OSError as problem:
        detail = f"The plan file {files.shown(path)} could not be written: {files.reason(problem)}."
        raise Failed(error("Failed to write plan file", detail)) from None


def load(path: Path, cipher: Cipher = PLAIN) -> SavedPlan:
    """Read a plan file. Raises Failed."""
    name = files.shown(path)
    try:
        content = files.read(path, LIMIT)
    except OSError as problem:
        detail = f"The file {name} could not be read: {files.reason(problem)}."
        raise Failed(error("Failed to read plan file", detail)) from None
    plan, diagnostics = saved.read(name, cipher.decrypt(f"plan file {name}", content).data)
    if plan is None:
        raise Failed(*diagnostics)
    return plan


def _may_be_replaced(path: Path) -> bool:
    """Whether nothing is there, or a plan, of Terraform as well. Raises OSError."""
    try:
        start = files.read_start(path, len(saved.START))
    except FileNotFoundError:
        return True
    return not start or start.startswith((saved.START, _ENCRYPTED, _ZIP))


def is_plan(path: Path) -> bool:
    """Whether the file begins as plan files do, encrypted or not; one that cannot be read does not."""
    try:
        return files.read_start(path, len(saved.START)).startswith((saved.START, _ENCRYPTED))
    except OSError:
        return False


def published(path: Path) -> str | None:
    """The text of a file with a plan's JSON; None if it begins otherwise or cannot be read. Raises Failed."""
    try:
        if not _JSON.match(files.read_start(path, 200)):
            return None
    except OSError:
        return None
    try:
        return files.read(path, LIMIT).decode()
    except UnicodeDecodeError:
        detail = f"The file {files.shown(path)} is not UTF-8."
    except OSError as problem:
        detail = f"The file {files.shown(path)} could not be read: {files.reason(problem)}."
    raise Failed(error("Failed to read plan JSON", detail))
