"""-format: which formats a run is reported in, and where each goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import click
from msgspec import Struct
from msgspec.structs import replace

from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.options import F, switch, together
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.reports.formats import DIFFERENCES, FORMATS, ONLY_PLANS, renderer
from harnessiac.reports.report import Report
from harnessiac.reports.text import human
from harnessiac.storage import files

_INVALID = "Invalid -format option"
_STDOUT: Final = ("-", "/dev/stdout", "/dev/fd/1")
_OPEN_FILE = re.compile(r"/dev/(?:fd/(\d{1,9})|stderr)")
"""A file that this process has open, by its descriptor. What it leads to is not replaced, even if that is a file."""

_NOT_REPORTS: Final = (
    *(".tf", ".tf.json", ".tfvars", ".tfvars.json", ".tftest.hcl", ".tftest.json", ".hcl", ".rego"),
    *(".tfstate", ".tfstate.json", ".toml", ".yaml", ".yml"),
)
"""How files are called that hiac reads or writes for other ends: no report goes by such a name."""


def options(command: str) -> Callable[[F], F]:
    """-format with the formats that the command has, and what goes with it."""
    known = ", ".join(_known(command))
    return together(
        click.option(
            "--format",
            "format",
            multiple=True,
            metavar="FORMAT[=FILE]",
            help=f"Report in this format, to a file or to standard output. May be repeated. Formats: {known}.",
        ),
        click.option(
            "--max-bytes",
            "max_bytes",
            type=click.IntRange(min=2_000),
            default=65_000,
            show_default=True,
            metavar="N",
            help="Room that the format markdown may take.",
        ),
    )


def _known(command: str) -> list[str]:
    """The formats of a command."""
    if command == "diff":
        return list(DIFFERENCES)
    return [name for name in FORMATS if command != "validate" or name not in ONLY_PLANS]


SENSITIVE = switch("show-sensitive", "Show sensitive values.")


class Wanted(Struct, frozen=True):
    """A format and the file it goes to; None: standard output."""

    format: str
    path: Path | None = None


class Reports(Struct, frozen=True):
    """Every format that was asked for. Without one on standard output, people are told there."""

    wanted: tuple[Wanted, ...]

    @property
    def for_people(self) -> bool:
        """Whether standard output is what a person reads."""
        return all(one.format == "human" for one in self.wanted if one.path is None)

    def deliver(self, report: Report, console: Console, *, compact_warnings: bool = False) -> None:
        """Write the files, then standard output. Raises Failed if a file cannot be written, after all the others.

        Errors are not shown to people here: they are raised, and shown at the end.
        """
        report = replace(report, words=console.words)
        problems: list[Diagnostic] = []
        for one in self.wanted:
            if one.path is not None:
                problems += _written(one.path, renderer(one.format)(report), secret=report.shows_secrets)
        for one in self.wanted:
            if one.path is None and one.format != "human":
                console.data(renderer(one.format)(report))
        if self.for_people:
            console.out(human.of_report(report, console.palette), end="")
        if self.for_people and not report.errored:
            show_findings(report.findings, console, compact_warnings=compact_warnings)
        if problems:
            raise Failed(*(report.findings if self.for_people and report.errored else ()), *problems)


def chosen(asked: dict[str, Any], command: str, machine: str) -> Reports:
    """What -format and -json ask for; -json stands for the format `machine`. Raises Failed."""
    wanted = [_wanted(text, command) for text in asked["format"]]
    if asked.get("as_json"):
        wanted.append(Wanted(machine))
    wanted = list(dict.fromkeys(wanted))
    problems = list(_conflicts(wanted, asked))
    if problems:
        raise Failed(*problems)
    return Reports(tuple(wanted))


def _wanted(text: str, command: str) -> Wanted:
    format, equals, path = text.partition("=")
    known = _known(command)
    if format not in known:
        hint = did_you_mean(format, known)
        detail = f'There is no format "{format[:60]}" for hiac {command}.{hint} The formats are {", ".join(known)}.'
        raise Failed(error(_INVALID, detail))
    if equals and not path:
        raise Failed(error(_INVALID, f"Write -format={format}=FILE, or -format={format} for standard output."))
    if not equals or path in _STDOUT:
        return Wanted(format)
    target = Path(path)
    reason = _why_not(target)
    if reason is not None:
        raise Failed(error(_INVALID, f"The format {format} cannot be written to {files.shown(target)}: {reason}."))
    return Wanted(format, target)


def _why_not(path: Path) -> str | None:
    """Why no report can be written there, as far as that can be told beforehand."""
    if path.is_dir():
        return "it is a directory"
    if not path.parent.is_dir():
        return f"there is no directory {files.shown(path.parent)}"
    if path.exists() and not path.is_file():
        return None
    if any(name.endswith(_NOT_REPORTS) for name in (path.name, files.target(path).name)):
        return "by its name it is no report, but a file of the configuration, the state or documents"
    from harnessiac.storage import plan_files

    return "it is a saved plan" if plan_files.is_plan(path) else None


def _conflicts(wanted: Iterable[Wanted], asked: dict[str, Any]) -> Iterable[Diagnostic]:
    """Where two things would be written to one place, also by the options that name files."""
    seen: dict[Path | None, str] = {}
    for option in ("out", "generate_config_out"):
        if asked.get(option):
            seen[Path(asked[option]).resolve()] = f"-{option.replace('_', '-')}"
    for one in wanted:
        other = seen.setdefault(one.path and one.path.resolve(), one.format)
        if other != one.format:
            where = "standard output" if one.path is None else files.shown(one.path)
            detail = f"Both {other} and {one.format} would go to {where}. Give one of them another FILE."
            yield error(_INVALID, detail)


def _written(path: Path, text: str, *, secret: bool) -> list[Diagnostic]:
    """Write a report; the problem with it, if there is one."""
    content = text.encode("utf-8", "surrogateescape")
    opened = _OPEN_FILE.fullmatch(str(path))
    try:
        if opened is not None:
            files.write(int(opened[1] or 2), content)
        elif path.exists() and not path.is_file():
            files.write_into(path, content)
        else:
            files.replace(files.target(path), content, 0o600 if secret else None)
    except OSError as problem:
        detail = f"The file {files.shown(path)} could not be written: {files.reason(problem)}."
        return [error("Failed to write report", detail)]
    return []
