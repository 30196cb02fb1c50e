"""The test files of a project, and the report of their results."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.language.configuration.test_files import TestFile, read_test_file
from harnessiac.language.syntax.nodes import Body
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.configuration import sources
from harnessiac.storage.configuration.directory import ConfigurationDirectory

DEFAULT_FOLDER = "tests"


def read_test_files(configuration: ConfigurationDirectory, folder: str) -> tuple[list[TestFile], list[Diagnostic]]:
    """Every test file beside the configuration and in `folder` below it, by name. Raises Failed."""
    inner = PurePosixPath(folder)
    if inner.is_absolute() or ".." in inner.parts:
        detail = (
            "The testing directory must be a relative path pointing to a directory local to the configuration "
            "directory."
        )
        raise Failed(error("Invalid testing directory", detail))
    found: list[TestFile] = []
    diagnostics: list[Diagnostic] = []
    if folder != DEFAULT_FOLDER and not (configuration.path / inner).is_dir():
        detail = f"The requested test directory {folder} does not exist."
        diagnostics.append(warning("Missing test directory", detail))
    for source in sources.read_tests(configuration.path, folder):
        body, problems = _syntax(source, configuration)
        file, wrong = read_test_file(source, body)
        found.append(file)
        diagnostics += [*problems, *wrong]
    return found, diagnostics


def _syntax(source: SourceFile, configuration: ConfigurationDirectory) -> tuple[Body, list[Diagnostic]]:
    if not source.name.endswith(".json"):
        return configuration.cache.parsed(source)
    from harnessiac.language.configuration.json_syntax import parse_tests

    return parse_tests(source)


def write_report(path: Path, text: str) -> None:
    """Write the results to a file. Raises Failed."""
    with files.failing("Failed to write the report", f"file {files.shown(path)} could not be written"):
        files.replace(files.target(path), text.encode(), 0o644)
