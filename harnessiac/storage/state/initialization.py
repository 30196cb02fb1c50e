"""Which backend a working directory uses: its block as it is now, and what `hiac init` recorded in `.hiac/`.

A backend that is not local is used only as `hiac init` recorded it, so that a changed block never makes a plan read
an empty state; for a local one, the record only says where states were (`local_location`). Secrets are not recorded in
the working directory: they are in a directory that only the user can read, or come from the environment each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends.declaration import BackendBlock, InitializedBackend, are_same, settings_without_secrets
from harnessiac.storage.state import local_location
from harnessiac.storage.state.data_directory import DataDirectory

_FILE = "backend.json"
_LIMIT = 1_000_000
_VERSION: Final = 1


def current(block: BackendBlock | None, recorded: InitializedBackend | None) -> InitializedBackend | None:
    """Return the backend to use, None for a local one. Raises Failed where the block is not what was initialized."""
    if recorded is not None and recorded.type == "local":
        recorded = None  # where files were; every other backend is still to be initialized
    if block is None or block.type == "local":
        if recorded is not None:
            raise Failed(_needs_init(f'Unsetting the previously set backend "{recorded.type}"', block))
        return None
    if recorded is None:
        raise Failed(_needs_init(f'Initial configuration of the requested backend "{block.type}"', block))
    if recorded.type != block.type:
        raise Failed(_needs_init(f'Backend type changed from "{recorded.type}" to "{block.type}"', block))
    if not are_same(block.type, block.settings, recorded.block):
        reason = f'Backend configuration block has changed for backend type "{block.type}"'
        raise Failed(_needs_init(reason, block))
    return InitializedBackend(block.type, block.settings, recorded.given)


def _needs_init(reason: str, block: BackendBlock | None) -> Diagnostic:
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
        block.span if block is not None else None,
    )


def read(directory: DataDirectory, environment: Mapping[str, str]) -> InitializedBackend | None:
    """Return the backend that was recorded last; None if there is none. Raises Failed."""
    content = directory.read(_FILE)
    if content is None:
        return None
    path = directory.path / _FILE
    data = _object(content)
    if data is None or not _is_record(data):
        detail = (
            f'The file {files.shown(path)} is not as hiac wrote it. Run "hiac init -reconfigure" to write it anew from '
            "the configuration."
        )
        raise Failed(error("Failed to read the backend's configuration", detail))
    block, given = dict(data["block"]), dict(data["given"])
    if data["secrets"]:
        kept = _read_secrets(directory, environment)
        block |= {name: value for name, value in kept.get("block", {}).items() if f"block.{name}" in data["secrets"]}
        given |= {name: value for name, value in kept.get("given", {}).items() if f"given.{name}" in data["secrets"]}
    return InitializedBackend(data["type"], block, given)


def record(directory: DataDirectory, environment: Mapping[str, str], backend: InitializedBackend) -> None:
    """Use this backend from now on. Raises Failed."""
    secret_file = _secret_file(directory, environment)
    if backend.type == "local" and backend.block == local_location.STANDARD:
        directory.remove(_FILE)
        if secret_file is not None:
            with contextlib.suppress(OSError):
                secret_file.unlink(missing_ok=True)
        return
    block, block_secrets = settings_without_secrets(backend.type, backend.block)
    given, given_secrets = settings_without_secrets(backend.type, backend.given)
    secrets = {
        "block": {name: backend.block[name] for name in block_secrets},
        "given": {name: backend.given[name] for name in given_secrets},
    }
    names = [f"{part}.{name}" for part, values in secrets.items() for name in values]
    if names:
        _write_secrets(secret_file, secrets)
    content = {"version": _VERSION, "type": backend.type, "block": block, "given": given, "secrets": names}
    directory.write(_FILE, json.dumps(content, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _is_record(data: dict[str, Any]) -> bool:
    from harnessiac.storage.backends.arguments import ARGUMENTS

    type, block, given, secrets = (data.get(name) for name in ("type", "block", "given", "secrets"))
    if data.get("version") != _VERSION or not isinstance(type, str) or type not in ARGUMENTS:
        return False
    if not isinstance(block, dict) or not isinstance(given, dict) or not isinstance(secrets, list):
        return False
    if type == "local":
        return local_location.is_location(block) and not given and not secrets
    known = {argument.name for argument in ARGUMENTS[type]}
    return all(
        name in known and isinstance(value, (str, bool, int, float, dict))
        for name, value in [*block.items(), *given.items()]
    )


def _secret_file(directory: DataDirectory, environment: Mapping[str, str]) -> Path | None:
    """Return the user's own file for this working directory; None where the user has no home."""
    for variable, inner in (("XDG_STATE_HOME", "hiac"), ("HOME", ".local/state/hiac")):
        root = Path(environment.get(variable, ""))
        if root.is_absolute():
            name = hashlib.sha256(str(directory.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
            return root / inner / f"{name}.json"
    return None


def _read_secrets(directory: DataDirectory, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    secret_file = _secret_file(directory, environment)
    content = b""
    if secret_file is not None:
        with contextlib.suppress(OSError):
            content = files.read(secret_file, _LIMIT)
    parts = _object(content) or {}
    return {part: values for part, values in parts.items() if isinstance(values, dict)}


def _write_secrets(secret_file: Path | None, secrets: dict[str, dict[str, Any]]) -> None:
    if secret_file is None:
        detail = (
            "The backend's configuration holds a secret, and there is no place of your own to keep it: neither "
            "XDG_STATE_HOME nor HOME is set. Give the secret in the environment instead."
        )
        raise Failed(error("No place for secrets", detail))
    with files.failing("Failed to write file", f"file {files.shown(secret_file)} could not be written"):
        secret_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.replace(secret_file, json.dumps(secrets).encode(), 0o600)
