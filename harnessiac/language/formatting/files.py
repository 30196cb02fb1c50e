"""A configuration file in canonical form."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, has_errors
from harnessiac.language.formatting.layout import laid_out
from harnessiac.language.formatting.spelling import respelled
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile


def format_text(source: SourceFile) -> tuple[str | None, list[Diagnostic]]:
    """The text of a configuration file in canonical form; None, with the errors, if it is no configuration."""
    body, found = parse(source)
    if has_errors(found):
        return None, found
    return laid_out(respelled(source, body)), found
