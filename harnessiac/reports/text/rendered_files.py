"""Values files with the artifact of a service filled in: as text, as JSON, and the expressions left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from harnessiac.addresses import InstanceAddress
from harnessiac.diagnostics import Diagnostic, in_order
from harnessiac.documents.reading import shortened
from harnessiac.reports import findings
from harnessiac.reports.unprintable import visible
from harnessiac.services.filling import Filled, Place
from harnessiac.services.outcomes import Known, Open

_BOM = "\ufeff"
_MOST = 100
"""Expressions listed as left to the pipeline."""


def text(files: Sequence[Filled]) -> str:
    """Return the only file unchanged, or several as YAML documents, each below a comment with its name."""
    if len(files) == 1:
        return files[0].text
    parts = []
    for file in files:
        end = "" if file.text.endswith("\n") or not file.text else "\n"
        parts.append(f"---\n# {visible(file.source.name)}\n{file.text.removeprefix(_BOM)}{end}")
    return "".join(parts)


def unresolved(files: Iterable[Filled]) -> list[str]:
    """Return a list of the expressions that only a pipeline can evaluate, with their places; empty without any."""
    left = [place for file in files for place in file.places if isinstance(place.answer, Open)]
    if not left:
        return []
    more = [f"  and {len(left) - _MOST} more"] if len(left) > _MOST else []
    return ["", "Left to the pipeline:", *(f"  {_unresolved(place)}" for place in left[:_MOST]), *more]


def _unresolved(place: Place) -> str:
    reason = place.answer.reason if isinstance(place.answer, Open) else ""
    return visible(f"{place.span.filename} line {place.span.line}: {shortened(place.expression)}: {reason}")


def as_json(
    service: InstanceAddress | None, files: Iterable[Filled], diagnostics: Iterable[Diagnostic]
) -> dict[str, Any]:
    """Return the files, their expressions and the diagnostics; `service` is None if nothing was rendered."""
    return {
        "format_version": "1.0",
        "service": str(service) if service is not None else None,
        "files": [
            {
                "filename": file.source.name,
                "text": file.text,
                "expressions": [_expression(place) for place in file.places],
            }
            for file in files
        ],
        "diagnostics": [findings.as_json(finding) for finding in in_order(diagnostics)],
    }


def _expression(place: Place) -> dict[str, Any]:
    first = place.span.first
    out: dict[str, Any] = {"expression": place.expression, "line": first.line, "column": first.column}
    match place.answer:
        case Known(text=value):
            out["value"] = value
        case Open(reason=reason):
            out["left"] = reason
        case _:
            pass
    return out
