"""The files of a configuration folder, in Terraform's order."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.configuration.file_tree import DISK, FileTree

LIMIT = 64_000_000
"""The largest configuration or variables file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class ConfigurationFiles:
    """`primary` files, then `overrides` (override.tf, *_override.tf, also .json), each in order of name."""

    primary: tuple[SourceFile, ...]
    overrides: tuple[SourceFile, ...] = ()


def read_configuration(folder: Path, tree: FileTree = DISK) -> ConfigurationFiles:
    """Read a folder's configuration files; names are the folder's as given, with the file's.

    As in Terraform, hidden files, editors' backups (`x~`, `#x#`) and folders are passed over. Raises Failed with
    every file that cannot be read.
    """
    names = [name for name in _names(folder, tree) if name.endswith((".tf", ".tf.json"))]
    read = dict(zip(names, _read_all(folder, names, tree), strict=True))
    return ConfigurationFiles(
        tuple(source for name, source in read.items() if not _is_override(name)),
        tuple(source for name, source in read.items() if _is_override(name)),
    )


def read_variables(folder: Path, tree: FileTree = DISK) -> tuple[SourceFile, ...]:
    """The variables files that are read unasked, weakest first: terraform.tfvars(.json), then *.auto.tfvars(.json).

    Raises Failed with every file that cannot be read.
    """
    names = _names(folder, tree)
    wanted: list[str] = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    wanted += [name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json"))]
    return tuple(_read_all(folder, wanted, tree))


TEST_SUFFIXES = (".tftest.hcl", ".tftest.json")


def read_tests(folder: Path, inner: str) -> tuple[SourceFile, ...]:
    """The test files of a folder and of the folder `inner` in it, by name. Raises Failed."""
    places = [(folder, name) for name in _names(folder) if name.endswith(TEST_SUFFIXES)]
    nested = folder / inner
    if nested != folder and nested.is_dir():
        places += [(nested, name) for name in _names(nested) if name.endswith(TEST_SUFFIXES)]
    found: list[SourceFile] = []
    for place in dict.fromkeys(place for place, _ in places):
        found += _read_all(place, [name for of, name in places if of == place])
    return tuple(sorted(found, key=lambda source: os.fsencode(source.name)))


def read_variables_file(path: Path, tree: FileTree = DISK) -> SourceFile:
    """A file named by -var-file. Raises Failed."""
    if not tree.exists(path):
        detail = f"Given variables file {files.shown(path)} does not exist."
        raise Failed(error("Failed to read variables file", detail))
    return read_text(path, tree)


def read_text(path: Path, tree: FileTree = DISK) -> SourceFile:
    """A UTF-8 file under the name `path`; a byte order mark is left out. Raises Failed."""
    name = files.shown(path)
    try:
        content = tree.read(path, LIMIT)
    except FileNotFoundError:
        why = "it is a symbolic link to nothing" if path.is_symlink() else "there is no such file"
        raise Failed(_unreadable(name, why)) from None
    except OSError as problem:
        raise Failed(_unreadable(name, files.reason(problem))) from None
    return decoded(name, content)


def decoded(name: str, content: bytes) -> SourceFile:
    """The text of a configuration file. Raises Failed at the first byte that is not UTF-8."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return SourceFile(name, content.decode())
    except UnicodeDecodeError as problem:
        at = len(content[: problem.start].decode())
    place = SourceFile(name, content.decode("utf-8", "replace")).span(at, at + 1)
    detail = "All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor."
    raise Failed(error("Invalid character encoding", detail, place))


def _unreadable(name: str, why: str) -> Diagnostic:
    return error("Failed to read file", f"The file {name} could not be read: {why}.")


def _names(folder: Path, tree: FileTree = DISK) -> list[str]:
    """What is in the folder and not passed over, in order of name (by bytes, as Terraform sorts)."""
    try:
        names = [name for name in tree.names(folder) if not is_ignored(name)]
    except FileNotFoundError:
        detail = f"The folder {files.shown(folder)} does not exist."
        raise Failed(error("Failed to read module directory", detail)) from None
    except OSError as problem:
        detail = f"The folder {files.shown(folder)} could not be read: {files.reason(problem)}."
        raise Failed(error("Failed to read module directory", detail)) from None
    except ValueError:  # a zero byte
        detail = f"The folder {files.shown(folder)} could not be read: no folder can have this name."
        raise Failed(error("Failed to read module directory", detail)) from None
    return sorted(names, key=os.fsencode)


def is_ignored(name: str) -> bool:
    """Hidden files and editors' backups, which Terraform does not read either."""
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def _is_override(name: str) -> bool:
    base = name.removesuffix(".json")
    return base == "override.tf" or base.endswith("_override.tf")


def _read_all(folder: Path, names: Iterable[str], tree: FileTree = DISK) -> list[SourceFile]:
    sources = []
    diagnostics: list[Diagnostic] = []
    for name in names:
        try:
            sources.append(read_text(folder / name, tree))
        except Failed as failure:
            diagnostics.extend(failure.diagnostics)
    if diagnostics:
        raise Failed(*diagnostics)
    return sources
