"""Files of existing YAML that are to be adopted: those named, and those in folders named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.source import SourceFile
from harnessiac.storage import files

LIMIT = 10_000_000
"""The largest file that is read, in bytes."""

_DEPTH = 32
_SUFFIXES = (".yaml", ".yml", ".json")
_SUMMARY = "Failed to read file"


@dataclass(frozen=True, slots=True)
class EntityFile:
    """A file's text, and whether the file was named or found in a folder that was."""

    source: SourceFile
    named: bool


def read(paths: Iterable[str]) -> list[EntityFile]:
    """Every file of `paths`; of a folder all that end in .yaml, .yml or .json, sorted by name, each file once.

    Symbolic links, and hidden folders other than .harness, are passed over. Raises Failed with every file that cannot
    be read.
    """
    found: dict[Path, bool] = {}
    diagnostics: list[Diagnostic] = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            for one in _inside(path):
                found.setdefault(one, False)
        else:
            found[path] = True
    read: list[EntityFile] = []
    for path, named in found.items():
        try:
            content = files.read(path, LIMIT)
            read.append(EntityFile(SourceFile(files.shown(path.as_posix()), content.decode()), named))
        except FileNotFoundError:
            diagnostics.append(error(_SUMMARY, f"There is no file {files.shown(path)}."))
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be read: {files.reason(problem)}."
            diagnostics.append(error(_SUMMARY, detail))
        except UnicodeDecodeError as problem:
            if named:
                line = content.count(b"\n", 0, problem.start) + 1
                detail = f"Line {line} of the file {files.shown(path)} is not valid UTF-8."
                diagnostics.append(error(_SUMMARY, detail))
            else:
                read.append(EntityFile(SourceFile(files.shown(path.as_posix()), ""), named))
    if diagnostics:
        raise Failed(*diagnostics)
    return read


def _inside(folder: Path, depth: int = 0) -> Iterator[Path]:
    folders = []
    with files.failing(_SUMMARY, f"folder {files.shown(folder)} could not be read"), os.scandir(folder) as entries:
        names = sorted(entries, key=lambda entry: entry.name)
    for entry in names:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") or entry.name == ".harness":
                folders.append(path)
        elif entry.name.endswith(_SUFFIXES) and not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
            yield path
    for inner in folders if depth < _DEPTH else ():
        yield from _inside(inner, depth + 1)
