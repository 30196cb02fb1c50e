"""What services ask for, as a tree, as JSON, and as the YAML that answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harnessiac import documents
from harnessiac.advice.inputs import ServiceInputs
from harnessiac.documents.reading import shortened
from harnessiac.reports.text.reference_tree import span_range, tree
from harnessiac.reports.unprintable import visible
from harnessiac.services.inputs import Asked, skeleton

NONE = "Nothing is asked for.\n"


def as_tree(services: Iterable[ServiceInputs]) -> str:
    """For each service what it asks for, with what may be given and where it is written."""
    groups = {str(one.address): [_line(asked) for asked in one.asked] for one in services if one.asked}
    return tree(groups) if groups else NONE


def as_json(services: Iterable[ServiceInputs]) -> dict[str, Any]:
    """One object for each input; `required` says that it has no default."""
    return {"format_version": "1.0", "inputs": [_as_json(one, asked) for one in services for asked in one.asked]}


def as_yaml(services: Iterable[ServiceInputs]) -> str:
    """For each service that asks for something the part `service` of a pipeline's stage, a document each."""
    parts = []
    for one in services:
        if one.asked:
            text = documents.write({"service": {"serviceRef": one.ref, "serviceInputs": skeleton(one.document)}})
            parts.append(f"# {visible(str(one.address))}\n{text}")
    return "---\n".join(parts)


def _line(asked: Asked) -> str:
    return f"{asked.name}: {'; '.join(_words(asked))}; {asked.span.filename} line {asked.span.line}"


def _words(asked: Asked) -> list[str]:
    """`one of a, b`, `default a`."""
    said, words = asked.input, []
    if said.choice is not None:
        words.append(f"{'any' if said.choice == 'selectManyFrom' else 'one'} of {', '.join(said.allowed)}")
    elif said.regex is not None:
        words.append(f"matching {said.regex}")
    elif asked.choices:
        one_of = "one of the sources" if len(asked.choices) > 1 else "the source"
        words.append(f"{one_of} {', '.join(shortened(name) for name in asked.choices)}")
    else:
        words.append("any value")
    words.append("required" if said.default is None else f"default {said.default}")
    if said.execution:
        words.append("asked when the step runs")
    if asked.template is not None:
        words.append(f"for the template {shortened(asked.template)}")
    return words


def _as_json(service: ServiceInputs, asked: Asked) -> dict[str, Any]:
    said = asked.input
    return {
        "address": str(service.address),
        "name": asked.name,
        "path": list(asked.path),
        "text": asked.text,
        "required": asked.is_required,
        "modifier": said.choice or ("regex" if said.regex is not None else None),
        "allowed": list(said.allowed) if said.choice is not None else None,
        "regex": said.regex,
        "default": said.default,
        "execution_input": said.execution,
        "sources": list(asked.choices) if asked.choices else None,
        "template": asked.template,
        "range": span_range(asked.span),
    }
