"""Which workspace is worked in: TF_WORKSPACE, else the one that `workspace select` noted in `.hiac/environment`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from harnessiac.diagnostics import Failed, error
from harnessiac.storage.backends.store import DEFAULT, is_name
from harnessiac.storage.state.data_directory import DataDirectory

VARIABLE: Final = "TF_WORKSPACE"
_FILE = "environment"


def read(directory: DataDirectory, environment: Mapping[str, str]) -> str:
    """The name of the selected workspace, whether or not it exists. Raises Failed for one that cannot be a name."""
    given = environment.get(VARIABLE, "")
    if given:
        if not is_name(given):
            raise Failed(error("Invalid workspace name", f"{_not_allowed(given)} It is set by {VARIABLE}."))
        return given
    content = directory.read(_FILE)
    name = content.decode("utf-8", "replace").strip() if content is not None else ""
    if not name:
        return DEFAULT
    if not is_name(name):
        detail = (
            f"{_not_allowed(name)} It stands in {directory.path / _FILE}: remove that file to work in {DEFAULT} again."
        )
        raise Failed(error("Invalid workspace name", detail))
    return name


def select(directory: DataDirectory, name: str) -> None:
    """Work in this workspace from now on. Raises Failed."""
    if name == DEFAULT:
        directory.remove(_FILE)
    else:
        directory.write(_FILE, name.encode())


def check_name(text: str) -> None:
    """Raises Failed if no workspace can have this name."""
    if not is_name(text):
        raise Failed(error("Invalid workspace name", _not_allowed(text)))


def _not_allowed(text: str) -> str:
    shown = "".join(char if char.isprintable() else "?" for char in text[:100])
    return (
        f'The workspace name "{shown}" is not allowed. The name must contain only URL safe characters, and no path '
        "separators; it has at most 90 characters."
    )
