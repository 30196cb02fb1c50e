"""hiac fmt"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from harnessiac.cli import options
from harnessiac.cli.console import Console, show_findings
from harnessiac.cli.exits import Exit
from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.formatting.files import format_text
from harnessiac.storage import files
from harnessiac.storage.configuration import sources

NOT_FORMATTED = 2
"""Exit code: something could not be read, parsed or written. Terraform's, and fmt's alone."""

_ENDINGS = (".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl")
_STANDARD_INPUT = "-"


@options.command("fmt")
@click.argument("target", nargs=-1)
@options.switch("list", "List the files whose formatting differs.", default=True, parameter="lists")
@options.switch("write", "Write the files (never with -check or standard input).", default=True, parameter="writes")
@options.switch("diff", "Show what changes.", parameter="diffs")
@options.switch("check", "Only check; exit code 3 if a file is not formatted.")
@options.switch("recursive", "Format the folders in a folder as well.")
@options.NO_COLOR
def command(*, target: tuple[str, ...], check: bool, recursive: bool, no_color: bool, **asked: bool) -> int:
    """Rewrite configuration files (.tf, .tfvars, .tftest.hcl, .tfmock.hcl) in the canonical format.

    TARGET is a file, a folder (without one, the working directory), or - for standard input.
    """
    reads_input = target[:1] == (_STANDARD_INPUT,)
    lists = asked["lists"] and not reads_input
    formatter = _Formatter(
        lists=lists,
        writes=asked["writes"] and not check and not reads_input,
        diffs=asked["diffs"] and (lists or not check),
        prints=not check,
    )
    if reads_input:
        formatter.standard_input()
    for path in () if reads_input else target or (".",):
        formatter.target(os.path.relpath(path or "."), recursive=recursive)
    if not (check and formatter.found):
        for piece in formatter.output:
            click.echo(piece, nl=not piece.endswith(b"\n"))
    if formatter.found:
        show_findings(formatter.found, Console.open(no_color=no_color))
        return NOT_FORMATTED
    return Exit.UNFORMATTED if check and formatter.differs else Exit.DONE


@dataclass(slots=True)
class _Formatter:
    """What to do with files whose formatting differs, and the outcome.

    `differs`: some did; `output` is to be printed; `found` are the errors. Without anything else to do, `prints` prints
    the text.
    """

    lists: bool
    writes: bool
    diffs: bool
    prints: bool
    differs: bool = False
    output: list[bytes] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def standard_input(self) -> None:
        content = sys.stdin.buffer.read(sources.LIMIT + 1)
        if len(content) > sources.LIMIT:
            detail = f"Standard input has more than the {sources.LIMIT} bytes that are allowed."
            self.found.append(error("Failed to read <stdin>", detail))
        else:
            self._format("<stdin>", content)

    def target(self, path: str, *, recursive: bool) -> None:
        if not Path(path).exists():
            self.found.append(error(f"No file or directory at {files.shown(path)}"))
        elif Path(path).is_dir():
            for file in self._folder(path, recursive=recursive):
                self._file(file)
        elif path.endswith(_ENDINGS):
            self._file(path)
        else:
            self.found.append(error("Only .tf, .tfvars, and .tftest.hcl files can be processed with hiac fmt"))

    def _folder(self, folder: str, *, recursive: bool) -> Iterator[str]:
        """Yield the files to format in a directory by name; subdirectories at their position."""
        pending = [self._entries(folder)]
        while pending:
            if not pending[-1]:
                pending.pop()
                continue
            entry = pending[-1].pop()
            path = os.path.normpath(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if recursive:
                    pending.append(self._entries(path))
            elif entry.name.endswith(_ENDINGS):
                yield path

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return the entries of a directory that are not ignored, the last name first."""
        try:
            with os.scandir(folder) as entries:
                kept = [entry for entry in entries if not sources.is_ignored(entry.name)]
        except OSError as problem:
            detail = f"The folder {files.shown(folder)} could not be read: {files.reason(problem)}."
            self.found.append(error("Cannot read directory", detail))
            return []
        return sorted(kept, key=lambda entry: os.fsencode(entry.name), reverse=True)

    def _file(self, path: str) -> None:
        try:
            content = files.read(path, sources.LIMIT)
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be read: {files.reason(problem)}."
            self.found.append(error("Failed to read file", detail))
            return
        self._format(path, content)

    def _format(self, path: str, content: bytes) -> None:
        name = files.shown(path)
        try:
            source = sources.decoded(name, content)
        except Failed as failure:
            self.found.extend(failure.diagnostics)
            return
        text, found = format_text(source)
        if text is None:
            self.found.extend(found)
            return
        formatted = text.encode()
        if formatted != content:
            self.differs = True
            if self.lists:
                self.output.append(f"{name}\n".encode())
            if self.writes:
                self._write(path, formatted)
            if self.diffs:
                from harnessiac.reports.text.unified_diff import unified

                self.output.append(unified(content.decode(), text, name).encode())
        if self.prints and not (self.lists or self.writes or self.diffs):
            self.output.append(formatted)

    def _write(self, path: str, content: bytes) -> None:
        place = files.target(Path(path))
        try:
            if not os.access(place, os.W_OK):
                raise PermissionError(errno.EACCES, "")
            files.replace(place, content, None)
        except OSError as problem:
            detail = f"The file {files.shown(path)} could not be written: {files.reason(problem)}."
            self.found.append(error("Failed to write file", detail))
