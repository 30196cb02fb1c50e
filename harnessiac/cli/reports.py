"""-format: the formats of a run's report and the files they are written to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import click
from msgspec import Struct
from msgspec.structs import replace

from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.options import F, switch, together
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan.definition import Plan
from harnessiac.reports.baseline import Since
from harnessiac.reports.formats import DIFFERENCES, FORMATS, ONLY_PLANS, renderer
from harnessiac.reports.report import Report, report
from harnessiac.reports.text import human
from harnessiac.storage import files
from harnessiac.storage.repository import folder_in_repository

_INVALID = "Invalid -format option"
_STDOUT: Final = ("-", "/dev/stdout", "/dev/fd/1")
_OPEN_FILE = re.compile(r"/dev/(?:fd/(\d{1,9})|stderr)")
"""An open file of this process, by its descriptor: written to, never replaced."""

_NOT_REPORTS: Final = (
    *(".tf", ".tf.json", ".tfvars", ".tfvars.json", ".tftest.hcl", ".tftest.json", ".hcl", ".rego"),
    *(".tfstate", ".tfstate.json", ".toml", ".yaml", ".yml"),
)
"""Endings of files with other purposes: no report may be written to them."""


def options(command: str) -> Callable[[F], F]:
    """Declare -format with the formats of a command, and -max-bytes."""
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
    """Return the formats of a command."""
    if command == "diff":
        return list(DIFFERENCES)
    return [name for name in FORMATS if command != "validate" or name not in ONLY_PLANS]


SENSITIVE = switch("show-sensitive", "Show sensitive values.")


class Output(Struct, frozen=True):
    """A format and the file it is written to, or None for standard output."""

    format: str
    path: Path | None = None


class Reports(Struct, frozen=True):
    """The outputs of a command; without one for standard output, text for people is printed there.

    `limit` is the size in bytes that the format markdown may have; `folder` is where file names start.
    """

    command: str
    outputs: tuple[Output, ...] = ()
    limit: int = 65_000
    folder: str = ""
    show_sensitive: bool = False
    compact_warnings: bool = False

    @property
    def for_people(self) -> bool:
        """Whether text for people is printed on standard output."""
        return all(output.format == "human" for output in self.outputs if output.path is None)

    def report(
        self,
        plan: Plan | None,
        findings: Iterable[Diagnostic],
        configuration: Callable[[], ModuleTree | None] = lambda: None,
        since: Since | None = None,
    ) -> Report:
        """Return the report on a plan and its findings."""
        return report(
            self.command,
            plan,
            findings,
            show_sensitive=self.show_sensitive,
            configuration=configuration,
            folder=self.folder,
            limit=self.limit,
            since=since,
        )

    def failed(self, findings: Iterable[Diagnostic], console: Console) -> Exit:
        """Deliver errors without a plan. Raises Failed if they are to be printed for people."""
        made = self.report(None, findings)
        self.deliver(made, console)
        if self.for_people:
            raise Failed(*made.findings)
        return Exit.ERROR

    def deliver(self, report: Report, console: Console) -> None:
        """Write the files, then standard output. Raises Failed, after writing the others, if a file cannot be written.

        Errors are not printed for people: the caller raises them.
        """
        report = replace(report, words=console.words)
        problems: list[Diagnostic] = []
        for output in self.outputs:
            if output.path is not None:
                problems += _written(output.path, renderer(output.format)(report), secret=report.shows_secrets)
        for output in self.outputs:
            if output.path is None and output.format != "human":
                console.data(renderer(output.format)(report))
        if self.for_people:
            console.out(human.of_report(report, console.palette), end="")
        if self.for_people and not report.errored:
            show_findings(report.findings, console, compact_warnings=self.compact_warnings)
        if problems:
            raise Failed(*(report.findings if self.for_people and report.errored else ()), *problems)


def chosen(asked: dict[str, Any], command: str, machine: str) -> Reports:
    """Return what -format, -json and related options ask for; -json is the format `machine`. Raises Failed."""
    outputs = [_output(text, command) for text in asked["format"]]
    if asked.get("as_json"):
        outputs.append(Output(machine))
    outputs = list(dict.fromkeys(outputs))
    problems = list(_conflicts(outputs, asked))
    if problems:
        raise Failed(*problems)
    return Reports(
        command,
        tuple(outputs),
        asked["max_bytes"],
        "" if command == "show" else folder_in_repository(Path()),
        asked.get("show_sensitive", False),
        asked.get("compact_warnings", False),
    )


def _output(text: str, command: str) -> Output:
    format, equals, path = text.partition("=")
    known = _known(command)
    if format not in known:
        hint = did_you_mean(format, known)
        detail = f'There is no format "{format[:60]}" for hiac {command}.{hint} The formats are {", ".join(known)}.'
        raise Failed(error(_INVALID, detail))
    if equals and not path:
        raise Failed(error(_INVALID, f"Write -format={format}=FILE, or -format={format} for standard output."))
    if not equals or path in _STDOUT:
        return Output(format)
    target = Path(path)
    reason = _why_not(target)
    if reason is not None:
        raise Failed(error(_INVALID, f"The format {format} cannot be written to {files.shown(target)}: {reason}."))
    return Output(format, target)


def _why_not(path: Path) -> str | None:
    """Return why no report may be written to a path, or None."""
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


def _conflicts(outputs: Iterable[Output], asked: dict[str, Any]) -> Iterable[Diagnostic]:
    """Yield errors where two outputs, or an output and the file of another option, are the same."""
    seen: dict[Path | None, str] = {}
    for option in ("out", "generate_config_out"):
        if asked.get(option):
            seen[Path(asked[option]).resolve()] = f"-{option.replace('_', '-')}"
    for output in outputs:
        other = seen.setdefault(output.path and output.path.resolve(), output.format)
        if other != output.format:
            where = "standard output" if output.path is None else files.shown(output.path)
            detail = f"Both {other} and {output.format} would go to {where}. Give one of them another FILE."
            yield error(_INVALID, detail)


def _written(path: Path, text: str, *, secret: bool) -> list[Diagnostic]:
    """Write a report; return the error, if any."""
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
