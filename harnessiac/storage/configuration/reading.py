"""A folder of configuration, read: every file's syntax, JSON files and override files included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.syntax import Body
from harnessiac.phases import Phases
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.caches import parsed_files
from harnessiac.storage.configuration import sources
from harnessiac.storage.configuration.file_tree import DISK, FileTree

ParsedFile = tuple[SourceFile, Body]


@dataclass(frozen=True, slots=True)
class ConfigurationFolder:
    """`sources` are the files as they are on disk; `files` what they say, in pieces, with override files merged in."""

    sources: tuple[SourceFile, ...]
    files: tuple[ParsedFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_folder(folder: Path, phases: Phases, tree: FileTree = DISK) -> ConfigurationFolder:
    """Read a folder's configuration, in Terraform's order. Raises Failed with every file that cannot be read."""
    with phases.phase("read"):
        found = sources.read_configuration(folder, tree)
    diagnostics: list[Diagnostic] = []
    primary = [file for source in found.primary for file in _syntax(source, diagnostics)]
    overrides = [file for source in found.overrides for file in _syntax(source, diagnostics)]
    merged = primary
    if overrides:
        from harnessiac.language.overrides import merge

        merged, unmerged = merge(primary, overrides)
        diagnostics += unmerged
    if not merged and not diagnostics:
        detail = (
            f"The directory {files.shown(folder.absolute())} contains no hiac configuration (files that end in .tf or "
            ".tf.json)."
        )
        diagnostics.append(error("No configuration files", detail))
    return ConfigurationFolder((*found.primary, *found.overrides), tuple(merged), tuple(diagnostics))


def _syntax(source: SourceFile, diagnostics: list[Diagnostic]) -> list[ParsedFile]:
    """The file in pieces, each of which stands for a file of its own."""
    found, problems = parsed_files.parsed_pieces(source)
    diagnostics += problems
    return found
