"""The policies of a repository: their files, and their evaluation by a process that is confined and watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.configuration import sources
from harnessiac.storage.configuration.settings import PolicySettings

_SUFFIX: Final = ".rego"
_TESTS: Final = "_test.rego"
_LIMIT: Final = 1_000_000
"""The largest policy, in bytes."""
_MOST_FILES: Final = 1_000
_DEPTH: Final = 16
_TIMEOUT: Final = 60
_BYTES_A_SECOND: Final = 300_000
"""Of the plan, for each of which there is another second."""
_LARGEST_ANSWER: Final = 50_000_000
_PROGRAM: Final = Path(__file__).with_name("rego.py")
_SUMMARY: Final = "Policies cannot be evaluated"


class Evaluated(Struct, frozen=True):
    """The values of rules as JSON texts, None where undefined, and why some could not be evaluated, by reference."""

    values: tuple[str | None, ...]
    failures: dict[str, str]


def read(folder: Path, repository: Path) -> list[SourceFile]:
    """All policies in a folder and below, by name; none if it is not there. Tests of policies are passed over.

    Links are followed as long as they end in the folder or in `repository`: findings quote what they lead to. Raises
    Failed.
    """
    found = sorted(_below(folder, 0), key=os.fsencode)
    if len(found) > _MOST_FILES:
        detail = f"The folder {files.shown(folder)} holds {len(found)} policies; no more than {_MOST_FILES} are read."
        raise Failed(error(_SUMMARY, detail))
    read: list[SourceFile] = []
    problems: list[Diagnostic] = []
    for path in found:
        if path.is_symlink() and not _stays_in(path, (folder, repository)):
            problems.append(_leads_out(path))
            continue
        try:
            read.append(sources.read_text(path))
        except Failed as failure:
            problems.extend(failure.diagnostics)
    problems += [_too_large(source) for source in read if len(source.text) > _LIMIT]
    if problems:
        raise Failed(*problems)
    return read


def _stays_in(path: Path, folders: Sequence[Path]) -> bool:
    """Whether what a link ends in is in one of the folders."""
    end = Path(os.path.realpath(path))
    return not end.exists() or any(end.is_relative_to(os.path.realpath(folder)) for folder in folders)


def _leads_out(path: Path) -> Diagnostic:
    detail = (
        f"The policy {files.shown(path)} is a symbolic link that leads out of the repository, so it is not followed. "
        "Copy the file, or name its folder with `folder` in [policies] of hiac.toml."
    )
    return error(_SUMMARY, detail)


def _too_large(source: SourceFile) -> Diagnostic:
    return error(_SUMMARY, f"The policy {source.name} has more than the {_LIMIT} characters that are allowed.")


def _below(folder: Path, depth: int) -> list[Path]:
    with files.failing(_SUMMARY, f"folder {files.shown(folder)} could not be read"):
        try:
            with os.scandir(folder) as listed:
                entries = list(listed)
        except (FileNotFoundError, NotADirectoryError):
            if depth == 0 and folder.is_symlink():
                raise Failed(error(_SUMMARY, f"{files.shown(folder)} is a symbolic link to nothing.")) from None
            return []
    found: list[Path] = []
    for entry in entries:
        if sources.is_ignored(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False) and depth < _DEPTH:
            found += _below(folder / entry.name, depth + 1)
        elif entry.name.endswith(_SUFFIX) and not entry.name.endswith(_TESTS):
            found.append(folder / entry.name)
    return found


def missing(settings: PolicySettings, count: int) -> Diagnostic | None:
    """What to say if the library that evaluates policies is not there; None if it is."""
    if find_spec("regopy") is not None:
        return None
    what = "is a policy" if count == 1 else f"are {count} policies"
    detail = (
        f"There {what} in {files.shown(settings.folder)}, but the library is not installed with which they are "
        "evaluated. Install hiac with it, as with: pip install 'harnessiac[policy]'."
    )
    if settings.required:
        return error(_SUMMARY, f"{detail} To go on without, set required = false below [policies] in hiac.toml.")
    return warning(
        "Policies not evaluated", f"{detail} As hiac.toml says that they are not required, nothing else is done."
    )


def evaluate(policies: Sequence[SourceFile], references: Sequence[str], document: str) -> Evaluated:
    """Evaluate rules, given by their references in Rego, for a plan as JSON text.

    Raises Failed with everything that is wrong in the policies.
    """
    asked = {
        "modules": [source.text for source in policies],
        "input": document,
        "rules": list(references),
    }
    answer = _answer(json.dumps(asked).encode("ascii"), _TIMEOUT + len(document) // _BYTES_A_SECOND)
    if answer["errors"]:
        raise Failed(*dict.fromkeys(_invalid(policies, one) for one in answer["errors"]))
    return Evaluated(tuple(answer["results"]), answer["failures"])


def _answer(asked: bytes, timeout: int) -> dict[str, Any]:
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(error(_SUMMARY, f"They took more than {timeout} seconds. A rule may have no end.")) from None
    except OSError as problem:
        detail = f"The program that evaluates them could not be run: {files.reason(problem)}."
        raise Failed(error(_SUMMARY, detail)) from None
    if ended.returncode != 0 or len(ended.stdout) > _LARGEST_ANSWER:
        detail = (
            "They took more time or memory than they may, or the library that evaluates them failed. Look for a rule "
            "that goes through very many values, or finds very many."
        )
        raise Failed(error(_SUMMARY, detail))
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def _invalid(policies: Sequence[SourceFile], problem: dict[str, Any]) -> Diagnostic:
    source = policies[problem["module"]]
    start = _characters(source.text, problem["offset"])
    end = _characters(source.text, problem["offset"] + problem["length"])
    said = str(problem["message"])[:500].strip().rstrip(".") or "It is nested too deeply, or no Rego"
    return error("Invalid policy", f"{said[:1].upper()}{said[1:]}.", source.span(start, end))


def _characters(text: str, offset: int) -> int:
    """The place of a byte of UTF-8, in characters."""
    return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore"))
