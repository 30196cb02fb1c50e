"""Values files with the artifact in them: the text, what is left to the pipeline, and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harnessiac.cli.console import Console
from harnessiac.diagnostics import Diagnostic, in_order
from harnessiac.documents.reading import shortened
from harnessiac.reports import findings
from harnessiac.reports.unprintable import visible
from harnessiac.services.filling import Filled, Place
from harnessiac.services.outcomes import Known, Open
from harnessiac.workflow import Rendered


def text(files: list[Filled]) -> str:
    """One file as it is; several as YAML documents, each after a comment with its name."""
    if len(files) == 1:
        return files[0].text
    parts = []
    for one in files:
        end = "" if one.text.endswith("\n") or not one.text else "\n"
        parts.append(f"---\n# {visible(one.source.name)}\n{one.text.removeprefix(_BOM)}{end}")
    return "".join(parts)


_BOM = "\ufeff"


def notes(files: Iterable[Filled], found: Iterable[Diagnostic], console: Console) -> str:
    """Warnings, then every expression that is left as it is, with its place."""
    lines = findings.every(in_order(found), console.errors, console.width, console.words)
    left = [place for file in files for place in file.places if isinstance(place.answer, Open)]
    if left:
        lines += ["", "Left to the pipeline:"]
        lines += [f"  {_left(place)}" for place in left[:_MOST]]
        if len(left) > _MOST:
            lines.append(f"  and {len(left) - _MOST} more")
    return "".join(f"{line}\n" for line in lines)


_MOST = 100


def _left(place: Place) -> str:
    reason = place.answer.reason if isinstance(place.answer, Open) else ""
    return visible(f"{place.span.filename} line {place.span.line}: {shortened(place.expression)}: {reason}")


def as_json(rendered: Rendered | None, found: Iterable[Diagnostic]) -> dict[str, Any]:
    """The same for programs; without what was rendered if something is wrong."""
    return {
        "format_version": "1.0",
        "service": str(rendered.service) if rendered is not None else None,
        "files": [
            {
                "filename": file.source.name,
                "text": file.text,
                "expressions": [_expression(place) for place in file.places],
            }
            for file in (rendered.files if rendered is not None else ())
        ],
        "diagnostics": [findings.as_json(finding) for finding in in_order(found)],
    }


def _expression(place: Place) -> dict[str, Any]:
    first = place.span.first
    told: dict[str, Any] = {"expression": place.expression, "line": first.line, "column": first.column}
    match place.answer:
        case Known(text=value):
            told["value"] = value
        case Open(reason=reason):
            told["left"] = reason
        case _:
            pass
    return told
