"""The runtime inputs of services as a tree, as JSON, and as YAML to fill in."""

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
    """Return the inputs by service, with allowed values, defaults and places."""
    groups = {str(service.address): [_line(asked) for asked in service.asked] for service in services if service.asked}
    return tree(groups) if groups else NONE


def as_json(services: Iterable[ServiceInputs]) -> dict[str, Any]:
    """Return an object for each input; `required` means that it has no default."""
    return {
        "format_version": "1.0",
        "inputs": [_as_json(service, asked) for service in services for asked in service.asked],
    }


def as_yaml(services: Iterable[ServiceInputs]) -> str:
    """Return the `service` part of a pipeline's stage for each service with inputs, as a YAML document each."""
    parts = []
    for service in services:
        if service.asked:
            text = documents.write(
                {"service": {"serviceRef": service.ref, "serviceInputs": skeleton(service.document)}}
            )
            parts.append(f"# {visible(str(service.address))}\n{text}")
    return "---\n".join(parts)


def _line(asked: Asked) -> str:
    return f"{asked.name}: {'; '.join(_words(asked))}; {asked.span.filename} line {asked.span.line}"


def _words(asked: Asked) -> list[str]:
    """`one of a, b`, `default a`."""
    declared, words = asked.input, []
    if declared.choice is not None:
        words.append(f"{'any' if declared.choice == 'selectManyFrom' else 'one'} of {', '.join(declared.allowed)}")
    elif declared.regex is not None:
        words.append(f"matching {declared.regex}")
    elif asked.choices:
        one_of = "one of the sources" if len(asked.choices) > 1 else "the source"
        words.append(f"{one_of} {', '.join(shortened(name) for name in asked.choices)}")
    else:
        words.append("any value")
    words.append("required" if declared.default is None else f"default {declared.default}")
    if declared.execution:
        words.append("asked when the step runs")
    if asked.template is not None:
        words.append(f"for the template {shortened(asked.template)}")
    return words


def _as_json(service: ServiceInputs, asked: Asked) -> dict[str, Any]:
    declared = asked.input
    return {
        "address": str(service.address),
        "name": asked.name,
        "path": list(asked.path),
        "text": asked.text,
        "required": asked.is_required,
        "modifier": declared.choice or ("regex" if declared.regex is not None else None),
        "allowed": list(declared.allowed) if declared.choice is not None else None,
        "regex": declared.regex,
        "default": declared.default,
        "execution_input": declared.execution,
        "sources": list(asked.choices) if asked.choices else None,
        "template": asked.template,
        "range": span_range(asked.span),
    }
