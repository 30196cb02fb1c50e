"""Errors and warnings as values: what is wrong, where, and what to do.

A summary is constant for its sort of problem; the detail is full sentences. Phases return diagnostics next to their
value; only the workflow decides to stop, and only the command line formats them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from harnessiac.attributes import Path
from harnessiac.source import SourceFile, Span

POLICY: Final = "policy:"
"""What the codes of findings start with that somebody's own policies made."""


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `subject` is the text at fault, `context` a wider range worth showing around it. `address` names the resource
    instance concerned. `values` are (expression text, statement) pairs such as ("var.x", "is null"), already free of
    secrets. `code` is a stable name for findings that can be silenced or looked up. `attribute` is the path of the
    attribute concerned, empty for the whole resource and for what is not about a resource.
    """

    severity: Severity
    summary: str
    detail: str = ""
    subject: Span | None = None
    context: Span | None = None
    address: str | None = None
    code: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    attribute: Path = ()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def page(self) -> str | None:
        """The code that `hiac explain` tells about; None for findings that have no page."""
        return self.code if self.code is not None and self.code.isupper() else None

    @property
    def rule(self) -> str:
        """A stable name for this sort of finding: its code, else its summary as one word."""
        if self.code is not None and (self.page is not None or self.code.startswith(POLICY)):
            return self.code
        return rule_of(self.summary)

    def at(self, subject: Span | None) -> Diagnostic:
        """The same finding at another place."""
        return replace(self, subject=subject)

    def about(self, address: str) -> Diagnostic:
        """The same finding, of the resource at `address` (unless it names one already)."""
        return self if self.address else replace(self, address=address)

    def sort_key(self) -> tuple[bool, tuple[str, int, int], str, str, str]:
        place = self.subject.sort_key() if self.subject else ("", -1, -1)
        return (not self.is_error, place, self.summary, self.detail, self.address or "")


@dataclass(frozen=True, slots=True)
class Code:
    """One sort of finding that has a stable code: `summary` is constant for all of the sort.

    A summary about "service YAML" is about that of any entity: findings name the one concerned. `page` is Markdown: why
    it matters and what to do. `wrong` and `right` are the smallest texts that show it.
    """

    id: str
    severity: Severity
    summary: str
    page: str
    wrong: str = ""
    right: str = ""
    language: str = "yaml"

    def at(self, span: Span | None, detail: str, entity: str = "service") -> Diagnostic:
        """A finding of this sort at a place in a resource, or in the YAML of an entity."""
        return Diagnostic(self.severity, self.summary_of(entity), detail, span, code=self.id)

    def summary_of(self, entity: str = "service") -> str:
        """The summary for a type of entity."""
        return self.summary.replace("service YAML", f"{entity} YAML")


def rule_of(summary: str) -> str:
    """A summary as one word, without what it quotes."""
    words = re.sub(r'"[^"]*"', " ", summary.lower())
    return "-".join(re.findall(r"[a-z0-9]+", words)) or "finding"


def error(
    summary: str,
    detail: str = "",
    subject: Span | None = None,
    *,
    context: Span | None = None,
    address: str | None = None,
    code: str | None = None,
    values: tuple[tuple[str, str], ...] = (),
) -> Diagnostic:
    return Diagnostic(Severity.ERROR, summary, detail, subject, context, address, code, values)


def warning(
    summary: str,
    detail: str = "",
    subject: Span | None = None,
    *,
    context: Span | None = None,
    address: str | None = None,
    code: str | None = None,
    values: tuple[tuple[str, str], ...] = (),
) -> Diagnostic:
    return Diagnostic(Severity.WARNING, summary, detail, subject, context, address, code, values)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.is_error for d in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors before warnings, each by place; equal findings once."""
    return sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)


_PLACES: Final = re.compile(r":\d+[,:]\d+(-\d+(,\d+)?)?|\bline \d+")
"""Lines and columns as details name them: `main.tf:1,5-12`, `main.tf:1:5`, `line 1`."""


def fingerprints(
    found: Iterable[tuple[Diagnostic, str]], line_of: Callable[[SourceFile, int], str] = SourceFile.line_text
) -> Iterator[str]:
    """For each finding, given with the path of its file, a hash that stays when lines move.

    The same finding on other lines has another, and so has one in a file or resource that goes by another name.
    `line_of` gives the text of a line as far as a hash of it may be shown.
    """
    from hashlib import sha256  # most runs compare no findings

    seen: Counter[tuple[str, ...]] = Counter()
    for finding, path in found:
        line = ""
        if finding.subject is not None:
            line = line_of(finding.subject.source, finding.subject.line).strip()
        key = (finding.rule, path, finding.address or "", line, _PLACES.sub("", finding.detail))
        seen[key] += 1
        yield sha256("\0".join([*key, str(seen[key])]).encode("utf-8", "surrogatepass")).hexdigest()


class Failed(Exception):
    """Carries diagnostics out of a computation that cannot give a value, to the phase that collects them."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.summary for d in diagnostics))
        self.diagnostics = diagnostics


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most likely meant to be: fewer than three slips, else much the same letters."""
    if len(name) > LONGEST_NAME:
        return None
    names = sorted(known)
    slips = {other: _slips(name, other) for other in names if _may_be_near(name, other)}
    best = min(slips, key=slips.__getitem__, default=None)
    if best is not None and slips[best] < min(MOST_SLIPS, max(len(name) // 3, 1) + 1):
        return best
    from difflib import get_close_matches  # only mistakes need it

    found = get_close_matches(name, names, n=1, cutoff=0.75)
    return found[0] if found else None


LONGEST_NAME = 200
MOST_SLIPS = 3


def _may_be_near(name: str, other: str) -> bool:
    """Whether there may be fewer than three slips: each adds or drops one letter at most."""
    if abs(len(other) - len(name)) >= MOST_SLIPS:
        return False
    mine, others = set(name), set(other)
    return len(mine - others) < MOST_SLIPS and len(others - mine) < MOST_SLIPS


def _slips(left: str, right: str) -> int:
    """How many letters must be added, dropped, changed or swapped with the next to make `left` into `right`."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?` with its leading space, or nothing."""
    near = nearest(name, known)
    return f' Did you mean "{near}"?' if near else ""
