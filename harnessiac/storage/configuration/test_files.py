"""The test files of a project, and the report of their results."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.language.syntax import Body
from harnessiac.language.testfiles import TestFile, read_test_file
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.caches import parsed_files
from harnessiac.storage.configuration import sources
from harnessiac.storage.project import Project

DEFAULT_FOLDER = "tests"


def read_test_files(project: Project, folder: str) -> tuple[list[TestFile], list[Diagnostic]]:
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
    if folder != DEFAULT_FOLDER and not (project.settings.configuration / inner).is_dir():
        detail = f"The requested test directory {folder} does not exist."
        diagnostics.append(warning("Missing test directory", detail))
    for source in sources.read_tests(project.settings.configuration, folder):
        body, problems = _syntax(source)
        file, wrong = read_test_file(source, body)
        found.append(file)
        diagnostics += [*problems, *wrong]
    return found, diagnostics


def _syntax(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    if not source.name.endswith(".json"):
        return parsed_files.parsed(source)
    from harnessiac.language.json_syntax import parse_tests

    return parse_tests(source)


def write_report(path: Path, text: str) -> None:
    """Write the results to a file. Raises Failed."""
    try:
        files.replace(files.target(path), text.encode(), 0o644)
    except OSError as problem:
        detail = f"The file {files.shown(path)} could not be written: {files.reason(problem)}."
        raise Failed(error("Failed to write the report", detail)) from None
