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
    try:
        content = tree.read(path, _LIMIT)
    except FileNotFoundError:
        if path.is_symlink():
            raise Failed(_unreadable(path, "it is a symbolic link to nothing")) from None
        return _settings(directory, {})
    except OSError as problem:
        raise Failed(_unreadable(path, files.reason(problem))) from None
    source, table = _parsed(files.shown(path), content)
    found: dict[str, str] = {}
    diagnostics = []
    foreign = table.pop("foreign", None)
    problem_text = _foreign_problem(foreign)
    if problem_text is not None:
        diagnostics.append(error(_SUMMARY, problem_text, _place(source, "foreign")))
    findings = table.pop("findings", {})
    for place, problem_text in _findings_problems(findings):
        diagnostics.append(error(_SUMMARY, problem_text, _place(source, place)))
    encryption = None
    if "encryption" in table:
        from harnessiac.storage.encryption import key_sources  # most repositories encrypt nothing

        encryption, wrong = key_sources.read(table.pop("encryption"))
        diagnostics += [error(_SUMMARY, text, _place_in(source, "encryption", keys)) for keys, text in wrong]
    policies = table.pop("policies", {})
    for place, problem_text in _policies_problems(policies):
        diagnostics.append(error(_SUMMARY, problem_text, _place(source, place)))
    for key, value in table.items():
        problem_text = _problem(key, value)
        if problem_text is None:
            found[key] = value
        else:
            diagnostics.append(error(_SUMMARY, problem_text, _place(source, key)))
    if diagnostics:
        raise Failed(*diagnostics)
    ignore = isinstance(foreign, dict) and foreign.get("resources") == "ignore"
    levels = {_rule(name): level for name, level in findings.items()}
    if "documents" in found:
        found["documents"] = found["documents"].replace(WORKSPACE, workspace)
    return _settings(directory, found, ignore_foreign=ignore, findings=levels, encryption=encryption, policies=policies)


def _settings(
    directory: Path,
    values: dict[str, str],
    *,
    ignore_foreign: bool = False,
    findings: Mapping[str, str] | None = None,
    encryption: EncryptionSettings | None = None,
    policies: Mapping[str, Any] | None = None,
) -> Settings:
    folders = {**_DEFAULTS, **values}
    configuration, state, documents = (directory / folders[name] for name in _DEFAULTS)
    judged = policies or {}
    judging = PolicySettings(directory / judged.get("folder", "policies"), judged.get("required", True))
    return Settings(configuration, state, documents, ignore_foreign, findings or {}, encryption, judging)


def _policies_problems(policies: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the table [policies], each with the key to point at."""
    if not isinstance(policies, dict):
        yield "policies", '"policies" must be a table: [policies], and below it lines such as folder = "policies".'
        return
    for key, value in policies.items():
        if key == "required":
            if not isinstance(value, bool):
                yield key, 'The setting "required" of [policies] must be true or false.'
        elif key != "folder":
            known = ("folder", "required")
            hint = did_you_mean(key, known)
            yield key, f'"{key}" is not a setting of [policies]. The settings are folder, required.{hint}'
        elif not isinstance(value, str) or not value.strip() or any(ord(char) < 32 for char in value):
            yield key, 'The setting "folder" of [policies] must be the path of a folder, relative to this file.'


def _foreign_problem(foreign: Any) -> str | None:
    """What is wrong with the table [foreign], if it is there."""
    if foreign is None:
        return None
    if not isinstance(foreign, dict):
        return '"foreign" must be a table: [foreign], and below it resources = "ignore" or "refuse".'
    unknown = [key for key in foreign if key != "resources"]
    if unknown:
        return f'"{unknown[0]}" is not a setting of [foreign]. The setting is resources.'
    if foreign.get("resources", "refuse") not in ("ignore", "refuse"):
        return 'The setting "resources" of [foreign] must be "ignore" or "refuse".'
    return None


def _findings_problems(findings: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the table [findings], each with the key to point at."""
    if not isinstance(findings, dict):
        yield (
            "findings",
            '"findings" must be a table: [findings], and below it lines such as "HIAC-SVC-014" = "ignore".',
        )
        return
    if not findings:
        return
    from harnessiac.codes import (
        catalog,
        rules,  # most repositories silence nothing
    )

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
