"""One sort of finding."""

from __future__ import annotations

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Severity
from harnessiac.source import Span


class Code(Struct, frozen=True):
    """`summary` is constant for all findings of the code. `page` is Markdown: why it matters and what to do.

    `wrong` and `right` are the smallest parts of a service's YAML that show it.
    """

    id: str
    severity: Severity
    summary: str
    page: str
    wrong: str = ""
    right: str = ""

    def at(self, span: Span | None, detail: str) -> Diagnostic:
        """A finding of this sort at a place."""
        return Diagnostic(self.severity, self.summary, detail, span, code=self.id)
