"""Which backend a checkout works with: what its block says now, and what was noted down in `.hiac/`.

A backend that is not local is used only as `hiac init` noted it, so that a changed block never makes a plan look into
an empty state; for a local one, a note only says where states were (`places`). Secrets are not noted in the working
directory: they lie in a folder of the user's own, readable by nobody else, or come from the environment each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from harnessiac.diagnostics import Failed, error
from harnessiac.language.syntax import Body
from harnessiac.source import SourceFile, Span
from harnessiac.storage import files
from harnessiac.storage.backends.store import Backend
from harnessiac.storage.state import local_location
from harnessiac.storage.state.data_directory import DataFolder

if TYPE_CHECKING:
    from harnessiac.storage.backends.arguments import Settings

_FILE = "backend.json"
_LIMIT = 1_000_000
_VERSION: Final = 1


class Declared(Struct, frozen=True):
    """A backend block: its type and what it says."""

    type: str
    settings: Settings
    place: Span


class Noted(Struct, frozen=True):
    """A backend as it was initialised: what its block said and what -backend-config added, secrets included.

    Of a local one `block` is the place of its files, and nothing is `given`.
    """

    type: str
    block: Settings
    given: Settings

    @property
    def settings(self) -> Settings:
        return {**self.block, **self.given}


def declared(parsed: Iterable[tuple[SourceFile, Body]]) -> Declared | None:
    """The backend block of a configuration. Raises Failed with everything that is wrong in it."""
    for source, body in parsed:
        for block in (b for b in body.blocks if b.type == "terraform"):
            for nested in block.body.blocks:
                if nested.type != "backend" or not nested.labels:
                    continue
                from harnessiac.storage.backends import arguments  # most configurations have no such block

                type, place = nested.labels[0].text, source.span(nested.start, nested.header_end)
                arguments.check_type(type, source.span(nested.labels[0].start, nested.labels[0].end))
                return Declared(type, arguments.of_block(type, nested.body, source), place)
    return None


def opened(type: str, settings: Settings, environment: Mapping[str, str]) -> Backend:
    """A backend that is not local, with these settings. Nothing is connected to yet. Raises Failed."""
    from harnessiac.storage.backends.arguments import Configured

    configured = Configured(type, settings, environment)
    match type:
        case "pg":
            from harnessiac.storage.backends.pg import PgBackend

            return PgBackend(configured)
        case "s3":
            from harnessiac.storage.backends.s3 import S3Backend

            return S3Backend(configured)
        case "http":
            from harnessiac.storage.backends.http import HttpBackend

            return HttpBackend(configured)
        case _:
            raise AssertionError(type)


def agreed(found: Declared | None, noted: Noted | None) -> Noted | None:
    """The backend to work with, None for a local one. Raises Failed where the block is not what was initialised."""
    if noted is not None and noted.type == "local":
        noted = None  # where files were; every other backend is still to be initialised
    if found is None or found.type == "local":
        if noted is not None:
            raise Failed(_needs_init(f'Unsetting the previously set backend "{noted.type}"', found))
        return None
    if noted is None:
        raise Failed(_needs_init(f'Initial configuration of the requested backend "{found.type}"', found))
    if noted.type != found.type:
        reason = f'Backend type changed from "{noted.type}" to "{found.type}"'
        raise Failed(_needs_init(reason, found))
    if not _is_same(found.type, found.settings, noted.block):
        reason = f'Backend configuration block has changed for backend type "{found.type}"'
        raise Failed(_needs_init(reason, found))
    return Noted(found.type, found.settings, noted.given)


def _needs_init(reason: str, found: Declared | None) -> Any:
    is_first = reason.startswith("Initial")
    what_to_do = (
        'Run "hiac init": it connects to the backend, and copies a state that is already here if you want it to.'
        if is_first
        else 'Run "hiac init -migrate-state" to copy the state to where the configuration says, or "hiac init '
        '-reconfigure" to work with the backend as it is now and leave the old state where it is.'
    )
    return error(
        'Backend initialization required, please run "hiac init"',
        f"Reason: {reason}\n\nThe backend is where the state is kept. {what_to_do} Nothing was changed so far.",
        found.place if found is not None else None,
    )


def is_same(one: Noted, other: Noted) -> bool:
    """Whether both lead to the same place; other credentials for it make no difference."""
    return one.type == other.type and _is_same(one.type, one.settings, other.settings)


def _is_same(type: str, one: Settings, other: Settings) -> bool:
    return _without_secrets(type, one)[0] == _without_secrets(type, other)[0]


def _without_secrets(type: str, settings: Settings) -> tuple[Settings, list[str]]:
    if type == "local":
        return settings, []
    from harnessiac.storage.backends.arguments import without_secrets

    return without_secrets(type, settings)


# what is noted down


def noted(folder: DataFolder, environment: Mapping[str, str]) -> Noted | None:
    """What was noted last; None if nothing. Raises Failed."""
    content = folder.read(_FILE)
    if content is None:
        return None
    path = folder.path / _FILE
    data = _object(content)
    if data is None or not _is_note(data):
        detail = (
            f'The file {files.shown(path)} is not as hiac wrote it. Run "hiac init -reconfigure" to write it anew from '
            "the configuration."
        )
        raise Failed(error("Failed to read the backend's configuration", detail))
    block, given = dict(data["block"]), dict(data["given"])
    if data["secrets"]:
        kept = _kept_secrets(folder, environment)
        block |= {name: value for name, value in kept.get("block", {}).items() if f"block.{name}" in data["secrets"]}
        given |= {name: value for name, value in kept.get("given", {}).items() if f"given.{name}" in data["secrets"]}
    return Noted(data["type"], block, given)


def note(folder: DataFolder, environment: Mapping[str, str], backend: Noted) -> None:
    """Work with this backend from now on. Raises Failed."""
    place = _secret_file(folder, environment)
    if backend.type == "local" and backend.block == local_location.STANDARD:
        folder.remove(_FILE)
        if place is not None:
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)
        return
    block, block_secrets = _without_secrets(backend.type, backend.block)
    given, given_secrets = _without_secrets(backend.type, backend.given)
    secrets = {
        "block": {name: backend.block[name] for name in block_secrets},
        "given": {name: backend.given[name] for name in given_secrets},
    }
    names = [f"{part}.{name}" for part, values in secrets.items() for name in values]
    if names:
        _keep_secrets(place, secrets)
    content = {"version": _VERSION, "type": backend.type, "block": block, "given": given, "secrets": names}
    folder.write(_FILE, json.dumps(content, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _is_note(data: dict[str, Any]) -> bool:
    from harnessiac.storage.backends.arguments import ARGUMENTS

    type, block, given, secrets = (data.get(name) for name in ("type", "block", "given", "secrets"))
    if data.get("version") != _VERSION or not isinstance(type, str) or type not in ARGUMENTS:
        return False
    if not isinstance(block, dict) or not isinstance(given, dict) or not isinstance(secrets, list):
        return False
    if type == "local":
        return local_location.is_place(block) and not given and not secrets
    known = {one.name for one in ARGUMENTS[type]}
    return all(
        name in known and isinstance(value, (str, bool, int, float, dict))
        for name, value in [*block.items(), *given.items()]
    )


def _secret_file(folder: DataFolder, environment: Mapping[str, str]) -> Path | None:
    """A file of the user's own for this working directory; None where the user has no home."""
    for variable, inner in (("XDG_STATE_HOME", "hiac"), ("HOME", ".local/state/hiac")):
        root = Path(environment.get(variable, ""))
        if root.is_absolute():
            name = hashlib.sha256(str(folder.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
            return root / inner / f"{name}.json"
    return None


def _kept_secrets(folder: DataFolder, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    place = _secret_file(folder, environment)
    content = None
    if place is not None:
        with contextlib.suppress(OSError):
            content = files.read(place, _LIMIT)
    found = _object(content) if content is not None else None
    if found is None:
        return {}
    return {part: values for part, values in found.items() if isinstance(values, dict)}


def _keep_secrets(place: Path | None, secrets: dict[str, dict[str, Any]]) -> None:
    if place is None:
        detail = (
            "The backend's configuration holds a secret, and there is no place of your own to keep it: neither "
            "XDG_STATE_HOME nor HOME is set. Give the secret in the environment instead."
        )
        raise Failed(error("No place for secrets", detail))
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.replace(place, json.dumps(secrets).encode(), 0o600)
    except OSError as problem:
        detail = f"The file {files.shown(place)} could not be written: {files.reason(problem)}."
        raise Failed(error("Failed to write file", detail)) from None
