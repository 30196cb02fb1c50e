"""The terminal: streams, colour, and how a command ends."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size

from msgspec import Struct

from harnessiac.cli.palette import PLAIN, Palette
from harnessiac.cli.views.unprintable import inert


class Console(Struct, frozen=True):
    """Where a command prints. The plan goes to standard output, errors to standard error."""

    palette: Palette
    errors: Palette
    width: int = 78

    @staticmethod
    def open(*, no_color: bool = False) -> Console:
        """Colour only on a terminal, and not when NO_COLOR is set or -no-color given."""

        def palette(stream: object) -> Palette:
            terminal = hasattr(stream, "isatty") and stream.isatty()
            return Palette() if terminal and not no_color and not os.environ.get("NO_COLOR") else PLAIN

        width = get_terminal_size((78, 24)).columns if sys.stdout.isatty() else 78
        return Console(palette(sys.stdout), palette(sys.stderr), width)

    def out(self, text: str = "", *, end: str = "\n") -> None:
        """Print text for people."""
        sys.stdout.write(inert(text) + end)

    def data(self, text: str) -> None:
        """Print what a program reads, as it is."""
        sys.stdout.write(text)

    def err(self, text: str = "", *, end: str = "\n") -> None:
        """Print an error, after what was printed before."""
        sys.stdout.flush()
        sys.stderr.write(inert(text) + end)
