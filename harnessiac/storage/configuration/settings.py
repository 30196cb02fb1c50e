"""`hiac.toml`: where a repository keeps its configuration, state and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.source import SourceFile, Span
from harnessiac.storage import files
from harnessiac.storage.configuration.file_tree import DISK, FileTree

if TYPE_CHECKING:
    from harnessiac.storage.encryption.key_sources import EncryptionSettings

FILE_NAME = "hiac.toml"
_DEFAULTS = {"configuration": ".", "state": "state", "documents": ".harness"}
WORKSPACE = "${workspace}"
"""Stands in the setting `documents` for the name of the selected workspace."""

_LIMIT = 1_000_000
_SUMMARY = "Invalid hiac.toml"


class PolicySettings(Struct, frozen=True):
    """Where policies are, as a path from where the user stands; whether it is an error if they cannot be evaluated."""

    folder: Path
    required: bool = True


class Settings(Struct, frozen=True):
    """Folders as paths from where the user stands (or absolute)."""

    configuration: Path
    state: Path
    documents: Path
    ignore_foreign: bool = False
    """Whether resources of other providers are let in, with nothing known of them."""
    findings: Mapping[str, str] = field(default_factory=dict)
    """By the code of a finding or the rule of a warning: `ignore`, `warning` or `error`."""
    encryption: EncryptionSettings | None = None
    policies: PolicySettings = PolicySettings(Path("policies"))


def load(directory: Path, workspace: str = "default", tree: FileTree = DISK) -> Settings:
    """The settings of the working directory; what its `hiac.toml` does not set, or without one, the defaults.

    `documents` may name the `workspace`, so that each has a folder of its own.
    Raises Failed with everything that is wrong in the file.
    """
    path = directory / FILE_NAME
    source, table = SourceFile(files.shown(path), ""), dict[str, Any]()
    try:
        source, table = _parsed(source.name, tree.read(path, _LIMIT))
    except FileNotFoundError:
        if path.is_symlink():
            raise Failed(_unreadable(path, "it is a symbolic link to nothing")) from None
    except OSError as problem:
        raise Failed(_unreadable(path, files.reason(problem))) from None
    checks = {"foreign": _foreign_problems, "findings": _findings_problems, "policies": _policies_problems}
    tables = {name: table.pop(name, {}) for name in checks}
    problems = [problem for name, check in checks.items() for problem in check(tables[name])]
    encryption, diagnostics = None, list[Diagnostic]()
    if "encryption" in table:
        from harnessiac.storage.encryption import key_sources  # most repositories encrypt nothing

        encryption, wrong = key_sources.read(table.pop("encryption"))
        diagnostics += [error(_SUMMARY, text, _place_in(source, "encryption", keys)) for keys, text in wrong]
    problems += [(key, text) for key, value in table.items() if (text := _problem(key, value)) is not None]
    diagnostics += [error(_SUMMARY, text, _place(source, key)) for key, text in problems]
    if diagnostics:
        raise Failed(*diagnostics)
    paths = {**_DEFAULTS, **table}
    paths["documents"] = paths["documents"].replace(WORKSPACE, workspace)
    configuration, state, documents = (directory / paths[name] for name in _DEFAULTS)
    ignore = tables["foreign"].get("resources") == "ignore"
    levels = {_rule(name): level for name, level in tables["findings"].items()}
    policies = PolicySettings(
        directory / tables["policies"].get("folder", "policies"), tables["policies"].get("required", True)
    )
    return Settings(configuration, state, documents, ignore, levels, encryption, policies)


def _policies_problems(policies: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the table [policies], each with the key to point at."""
    if not isinstance(policies, dict):
        yield "policies", '"policies" must be a table: [policies], and below it lines such as folder = "policies".'
        return
    for key, value in policies.items():
        if key == "required":
            if not isinstance(value, bool):
                yield key, 'The setting "required" of [policies] must be true or false.'
        elif key != "folder":
            hint = did_you_mean(key, ("folder", "required"))
            yield key, f'"{key}" is not a setting of [policies]. The settings are folder, required.{hint}'
        elif not isinstance(value, str) or not value.strip() or any(ord(char) < 32 for char in value):
            yield key, 'The setting "folder" of [policies] must be the path of a folder, relative to this file.'


def _foreign_problems(foreign: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the table [foreign], each with the key to point at."""
    if not isinstance(foreign, dict):
        yield "foreign", '"foreign" must be a table: [foreign], and below it resources = "ignore" or "refuse".'
    elif unknown := [key for key in foreign if key != "resources"]:
        yield "foreign", f'"{unknown[0]}" is not a setting of [foreign]. The setting is resources.'
    elif foreign.get("resources", "refuse") not in ("ignore", "refuse"):
        yield "foreign", 'The setting "resources" of [foreign] must be "ignore" or "refuse".'


def _findings_problems(findings: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the table [findings], each with the key to point at."""
    if not isinstance(findings, dict):
        yield (
            "findings",
            '"findings" must be a table: [findings], and below it lines such as "HIAC-SVC-014" = "ignore".',
        )
        return
    if not findings:
        return
    from harnessiac.codes import catalog, rules  # most repositories silence nothing

    known, named = catalog.every(), rules.names()
    for code, level in findings.items():
        if code.upper() not in known and code.lower() not in named:
            hint = did_you_mean(code.upper(), known) or did_you_mean(code.lower(), named)
            yield code, f'There is no finding with the code "{code}", and no warning of that name.{hint}'
        elif level not in ("ignore", "warning", "error"):
            yield code, f'The finding "{code}" must be set to "ignore", "warning" or "error".'


def _rule(name: str) -> str:
    """A code in capitals, the name of a warning in small letters."""
    return name.upper() if name.upper().startswith("HIAC-") else name.lower()


def _unreadable(path: Path, why: str) -> Diagnostic:
    return error("Failed to read file", f"The file {files.shown(path)} could not be read: {why}.")


def _parsed(name: str, content: bytes) -> tuple[SourceFile, dict[str, Any]]:
    import tomllib

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        source = SourceFile(name, content.decode("utf-8", "replace"))
        before = len(content[: problem.start].decode("utf-8"))
        detail = "The file is not valid UTF-8. Save it with that encoding."
        raise Failed(error(_SUMMARY, detail, source.span(before, before + 1))) from None
    source = SourceFile(name, text)
    try:
        return source, tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message, offset = _decode_problem(source, str(problem))
        raise Failed(error(_SUMMARY, f"{message}.", source.span(offset, offset + 1))) from None
    except (RecursionError, ValueError):
        detail = "The file holds values that are nested too deeply or numbers that are too large."
        raise Failed(error(_SUMMARY, detail, source.span(0))) from None


def _decode_problem(source: SourceFile, message: str) -> tuple[str, int]:
    """What tomllib says, apart from the place it says it about."""
    found = re.fullmatch(r"(?s)(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if found is None:
        return message, 0
    if found[2] is None:
        return found[1], len(source.text)
    line = min(int(found[2]), source.line_count)
    return found[1], source.line_start(line) + int(found[3]) - 1


def _problem(key: str, value: Any) -> str | None:
    if key not in _DEFAULTS:
        return f'"{key}" is not a setting. The settings are {", ".join(_DEFAULTS)}.{did_you_mean(key, _DEFAULTS)}'
    if not isinstance(value, str):
        return f'The setting "{key}" must be a string: the path of a folder, relative to this file.'
    if not value.strip():
        return f'The setting "{key}" must not be empty. Leave it out to use "{_DEFAULTS[key]}".'
    if any(ord(char) < 32 for char in value):
        return f'The setting "{key}" holds a control character, which no path may.'
    if "${" in value.replace(WORKSPACE, "") or (WORKSPACE in value and key != "documents"):
        why = " The state of each workspace has a file of its own anyway." if key == "state" else ""
        return f'In the setting "{key}" nothing is filled in; only "documents" may hold {WORKSPACE}.{why}'
    return None


def _place(source: SourceFile, key: str) -> Span:
    """The line that sets `key`, or the table of that name; the start of the file if it is written in another way."""
    found = re.search(rf"(?m)^[ \t\[]*(?P<quote>[\"']?)({re.escape(key)})(?P=quote)(?!\w)", source.text)
    return source.span(found.start(2), found.end(2)) if found else source.span(0)


def _place_in(source: SourceFile, table: str, keys: Sequence[str]) -> Span:
    """As far as `keys` can be followed from a table on; below it they may stand on one line."""
    found = _place(source, table)
    for key in keys:
        pattern = rf"(?<![\w.\"'-])(?P<quote>[\"']?)({re.escape(key)})(?P=quote)(?=[ \t]*[.=\]])"
        match = re.compile(pattern).search(source.text, found.end)
        if match is None:
            break
        found = source.span(match.start(2), match.end(2))
    return found
