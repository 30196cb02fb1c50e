"""Plan files on disk: readable by their owner only, since they may hold variable values in clear."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harnessiac import __version__
from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan import saved
from harnessiac.plan.definition import Plan
from harnessiac.plan.saved import SavedPlan
from harnessiac.storage import files
from harnessiac.storage.configuration.directory import ConfigurationDirectory
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


@dataclass(frozen=True)
class PlanFiles:
    """Plan files of a configuration, encrypted with `cipher`; plans are made at `timestamp`."""

    configuration: ConfigurationDirectory
    cipher: Cipher
    timestamp: str

    def write(self, path: str, plan: Plan) -> None:
        """Save a plan with the hashes of the files it was made from. Raises Failed."""
        save(Path(path), SavedPlan(plan, self.configuration.hashes(), self.timestamp, __version__), self.cipher)

    def read(self, path: str) -> Plan:
        """Return the plan in a file. Raises Failed if a configuration or variables file has changed since."""
        saved_plan = load(Path(path), self.cipher)
        before, now = saved_plan.inputs, self.configuration.hashes()
        changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
        if changed:
            detail = (
                "The given plan file can no longer be applied because files it was made from were changed after the "
                f"plan was created: {', '.join(changed[:5])}."
            )
            raise Failed(error("Saved plan is stale", detail))
        return saved_plan.plan

    def show(self, path: str) -> tuple[Plan, Callable[[], ModuleTree | None]]:
        """Return the plan in a file, and a function that returns its configuration, None once that has changed.

        Raises Failed.
        """
        saved_plan = load(Path(path), self.cipher)

        def configuration() -> ModuleTree | None:
            root = self.configuration.root_module()
            return root if root is not None and self.configuration.hashes() == saved_plan.inputs else None

        return saved_plan.plan, configuration


def save(path: Path, plan: SavedPlan, cipher: Cipher = PLAIN) -> None:
    """Write a plan file whole, over one that is there, or into a device or pipe. Raises Failed.

    A file that is there and holds anything but a plan is not overwritten: it may be one of the configuration.
    """
    content = cipher.encrypt(saved.write(plan))
    with files.failing("Failed to write plan file", f"plan file {files.shown(path)} could not be written"):
        if path.exists() and not path.is_file() and not path.is_dir():
            files.write_into(path, content)
            return
        place = files.target(path)
        if not _may_be_replaced(place):
            raise files.Refused("it is there already and is no plan file, so it is not overwritten")
        files.replace(place, content, _MODE)


def load(path: Path, cipher: Cipher = PLAIN) -> SavedPlan:
    """Read a plan file. Raises Failed."""
    name = files.shown(path)
    with files.failing("Failed to read plan file", f"file {name} could not be read"):
        content = files.read(path, LIMIT)
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
    """Return the text of a file with a plan's JSON; None if it begins otherwise or cannot be read. Raises Failed."""
    try:
        if not _JSON.match(files.read_start(path, 200)):
            return None
    except OSError:
        return None
    summary = "Failed to read plan JSON"
    try:
        with files.failing(summary, f"file {files.shown(path)} could not be read"):
            return files.read(path, LIMIT).decode()
    except UnicodeDecodeError:
        raise Failed(error(summary, f"The file {files.shown(path)} is not UTF-8.")) from None
