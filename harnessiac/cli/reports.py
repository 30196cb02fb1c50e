"""-format: which formats a run is reported in, and where each goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from harnessiac.cli.console import Console
from harnessiac.cli.options import F, switch, together
from harnessiac.cli.views import findings, human
from harnessiac.cli.views.formats import DIFFERENCES, FORMATS, ONLY_PLANS, renderer
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.plan.report import Report
from harnessiac.storage import files

_INVALID = "Invalid -format option"


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
        """Write the files, then standard output. Raises Failed if a file cannot be written.

        Errors are not shown to people here: they are raised, and shown at the end.
        """
        for one in self.wanted:
            if one.path is not None:
                _write(one.path, renderer(one.format)(report), secret=report.shows_secrets)
        for one in self.wanted:
            if one.path is None and one.format != "human":
                console.data(renderer(one.format)(report))
        if self.for_people:
            console.out(human.of_report(report, console.palette), end="")
        if self.for_people and not report.errored:
            findings.show(report.findings, console, compact_warnings=compact_warnings)


def chosen(asked: dict[str, Any], command: str, machine: str) -> Reports:
    """What -format and -json ask for; -json stands for the format `machine`. Raises Failed."""
    wanted = [_wanted(text, command) for text in asked["format"]]
    if asked.get("as_json"):
        wanted.append(Wanted(machine))
    problems = list(_conflicts(wanted))
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
    target = Path(path) if equals else None
    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        detail = f"The format {format} cannot be written to {files.shown(target)}: "
        detail += "it is a directory." if target.is_dir() else f"there is no directory {files.shown(target.parent)}."
        raise Failed(error(_INVALID, detail))
    return Wanted(format, target)


def _conflicts(wanted: Iterable[Wanted]) -> Iterable[Diagnostic]:
    seen: dict[Path | None, str] = {}
    for one in wanted:
        other = seen.setdefault(one.path, one.format)
        if other != one.format:
            where = "standard output" if one.path is None else files.shown(one.path)
            detail = f"Both {other} and {one.format} would go to {where}. Give one of them another FILE."
            yield error(_INVALID, detail)


def _write(path: Path, text: str, *, secret: bool) -> None:
    content = text.encode("utf-8", "surrogateescape")
    try:
        if path.exists() and not path.is_file():
            files.write_into(path, content)
        else:
            files.replace(files.target(path), content, 0o600 if secret else None)
    except OSError as problem:
        detail = f"The file {files.shown(path)} cannot be written: {files.reason(problem)}."
        raise Failed(error("Failed to write report", detail)) from None
