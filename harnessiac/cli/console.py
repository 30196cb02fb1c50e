"""The terminal: streams, colors and printed findings."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from shutil import get_terminal_size

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, in_order
from harnessiac.reports.text.messages import HIAC, Wording, wording
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.reports.unprintable import inert


class Console(Struct, frozen=True):
    """Where a command prints and in whose words: results to standard output, errors to standard error."""

    palette: Palette
    errors: Palette
    width: int = 78
    words: Wording = HIAC

    @staticmethod
    def open(*, no_color: bool = False) -> Console:
        """Return the terminal; colored only if it has colors and neither CI, NO_COLOR nor -no-color is set."""
        colored = not no_color and _is_for_people()

        def palette(stream: object) -> Palette:
            terminal = hasattr(stream, "isatty") and stream.isatty()
            return Palette() if terminal and colored else PLAIN

        width = get_terminal_size((78, 24)).columns if sys.stdout.isatty() else 78
        return Console(palette(sys.stdout), palette(sys.stderr), width, wording(os.environ.get("HIAC_COMPAT")))

    def out(self, text: str = "", *, end: str = "\n") -> None:
        """Print text for people."""
        sys.stdout.write(inert(text) + end)

    def data(self, text: str) -> None:
        """Print what a program reads, as it is."""
        sys.stdout.write(text)

    def json(self, value: object) -> None:
        """Print plain data as JSON."""
        self.data(json.dumps(value, indent=2, ensure_ascii=False) + "\n")

    def err(self, text: str = "", *, end: str = "\n") -> None:
        """Print an error, after what was printed before."""
        sys.stdout.flush()
        sys.stderr.write(inert(text) + end)


def show_findings(diagnostics: Iterable[Diagnostic], console: Console, *, compact_warnings: bool = False) -> None:
    """Print warnings to standard output and errors to standard error, those that mean the same once."""
    from harnessiac.reports import findings

    ordered = in_order(diagnostics)
    errors = [finding for finding in ordered if finding.is_error]
    warnings = [finding for finding in ordered if not finding.is_error]
    if compact_warnings and warnings and not errors:
        for line in findings.compact(warnings, console.words):
            console.out(line)
        return
    for text in findings.every(warnings, console.palette, console.width, console.words):
        console.out(text)
    for text in findings.every(errors, console.errors, console.width, console.words):
        console.err(text)


def _is_for_people() -> bool:
    """Return whether the environment is that of a person: pipelines set CI and may have a terminal."""
    environment = os.environ
    is_pipeline = environment.get("CI", "").lower() not in ("", "0", "false")
    return not (is_pipeline or environment.get("NO_COLOR") or environment.get("TERM") == "dumb")
