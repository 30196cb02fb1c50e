"""Findings that have the same message, grouped: an error in a thousand places is one thing to fix.

Text for people shows a group once, at its first place, and lists further places. Formats for programs have every
finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Severity

NAMED = 4
"""Places that are named besides the first."""

FEW = 5
"""Texts of which the same is said that are told one by one."""


class Repeated(Struct, frozen=True):
    """A group of `count` findings with the same message: the `first`, and one for each other place, in order.

    A place is a line of a file or, without one, a resource instance. `others` is the number of further instances at the
    first place, as for_each multiplies findings. With `similar`, the others share only the summary with the first, and
    their places are not listed.
    """

    first: Diagnostic
    count: int = 1
    others: int = 0
    elsewhere: tuple[Diagnostic, ...] = ()
    similar: bool = False

    def places(self, name: Callable[[Diagnostic], str]) -> str:
        """Return a sentence that lists the other places by the name that `name` gives them; empty without any."""
        if not self.elsewhere:
            return ""
        named = [name(finding) for finding in self.elsewhere[:NAMED]]
        left = len(self.elsewhere) - len(named)
        if left:
            return f"Also at {', '.join(named)} and {left:,} more place{'s' if left > 1 else ''}."
        *some, last = named
        return f"Also at {', '.join(some)} and {last}." if some else f"Also at {last}."


def place(finding: Diagnostic) -> str:
    """Return a place as it is listed: `services.tf:12`, or the address of an instance."""
    span = finding.subject
    return f"{span.filename}:{span.line}" if span is not None else finding.address or ""


def repeated(findings: Iterable[Diagnostic]) -> list[Repeated]:
    """Group findings, given in order, that differ only in place and instance.

    If the texts at fault differ, they are grouped only if there are many of them and the detail names none.
    """
    keyed = [
        ((finding.severity, finding.code, finding.summary, finding.detail, finding.values), finding)
        for finding in findings
    ]
    texts: dict[object, set[str]] = {}
    for key, finding in keyed:
        texts.setdefault(key, set()).add(_text(finding))
    groups: dict[object, list[Diagnostic]] = {}
    for key, finding in keyed:
        text = "" if finding.detail and len(texts[key]) > FEW else _text(finding)
        groups.setdefault((key, text), []).append(finding)
    return [_group(same) for same in groups.values()]


def consolidated(findings: Iterable[Diagnostic]) -> list[Repeated]:
    """Group findings as Terraform does: warnings by their summary, except those of checks; errors not at all."""
    groups: dict[object, list[Diagnostic]] = {}
    for finding in findings:
        if _is_consolidated(finding):
            key: object = finding.summary
        else:
            key = (finding.severity, finding.summary, finding.detail, finding.subject or finding.address)
        groups.setdefault(key, []).append(finding)
    return [
        Repeated(same[0], len(same), similar=True) if len(same) > 1 and _is_consolidated(same[0]) else _group(same)
        for same in groups.values()
    ]


def _is_consolidated(finding: Diagnostic) -> bool:
    return not finding.is_error and finding.subject is not None and finding.summary != _OF_CHECKS


def counted(severity: Severity, findings: Sequence[Diagnostic]) -> str:
    """Return what is counted in a total: `error`, `warnings (2 different)`, `errors (all the same)`."""
    noun = f"{severity.value}{'' if len(findings) == 1 else 's'}"
    different = len(repeated(findings))
    if different == len(findings):
        return noun
    return f"{noun} (all the same)" if different == 1 else f"{noun} ({different} different)"


_OF_CHECKS = "Check block assertion failed"


def _text(finding: Diagnostic) -> str:
    return finding.subject.text if finding.subject is not None else ""


def _group(same: list[Diagnostic]) -> Repeated:
    first = same[0]
    if len(same) == 1:
        return Repeated(first)
    places: dict[str, Diagnostic] = {}
    instances: set[str | None] = set()
    here = place(first)
    for finding in same:
        there = place(finding)
        places.setdefault(there, finding)
        if there == here:
            instances.add(finding.address)
    _, *elsewhere = places.values()
    return Repeated(first, len(same), len(instances) - 1, tuple(elsewhere))
