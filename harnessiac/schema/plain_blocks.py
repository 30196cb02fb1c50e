"""Blocks made of plain attributes, for callers that have values and no configuration files; and paths of findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harnessiac.attributes import Path, dotted
from harnessiac.diagnostics import Diagnostic
from harnessiac.schema.nodes import Body
from harnessiac.source import SourceFile, Span
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.plain import from_plain
from harnessiac.values.value import Value


def block_of(body: Body, attributes: Mapping[str, Any]) -> EvaluatedBlock:
    """Return the block that says these attributes: null ones are absent, lists of mappings are nested blocks.

    Places are in a text of no file that lists the paths, so that each finding has a place of its own.
    """
    paths = list(_paths(body, attributes, ()))
    text = "".join(f"{dotted(path)}\n" for path in [(), *paths])
    source = SourceFile("attributes", text)
    places: dict[Path, Span] = {}
    start = 0
    for path in [(), *paths]:
        end = start + len(dotted(path))
        places[path] = source.span(start, end)
        start = end + 1
    return _block(body, attributes, (), places)


def _paths(body: Body, attributes: Mapping[str, Any], at: Path) -> Iterator[Path]:
    for name, value in attributes.items():
        if value is None:
            continue
        declared = body.blocks.get(name)
        if declared is None:
            yield (*at, name)
            continue
        for index, item in enumerate(_items(value)):
            yield (*at, name, index)
            yield from _paths(declared.body, item, (*at, name, index))


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def _block(body: Body, attributes: Mapping[str, Any], at: Path, places: Mapping[Path, Span]) -> EvaluatedBlock:
    arguments: dict[str, EvaluatedArgument] = {}
    blocks: dict[str, list[EvaluatedBlock]] = {}
    for name, value in attributes.items():
        if value is None:
            continue
        declared = body.blocks.get(name)
        if declared is None:
            place = places[(*at, name)]
            arguments[name] = EvaluatedArgument(name, _value(body, name, value), place, place)
        elif items := _items(value):
            blocks[name] = [_block(declared.body, item, (*at, name, index), places) for index, item in enumerate(items)]
    return EvaluatedBlock(places[at], places[at], arguments, blocks)


def _value(body: Body, name: str, value: Any) -> Value:
    given = from_plain(value)
    attribute = body.attributes.get(name)
    try:
        return convert(given, attribute.type) if attribute is not None else given
    except ConversionError:
        return given


def with_paths(block: EvaluatedBlock, findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return findings about a block with the paths of the attributes that they point at."""
    if not findings:
        return findings
    paths: dict[tuple[str, int, int], Path] = {}
    _index(block, (), paths)

    def path_of(finding: Diagnostic) -> Path:
        return paths.get(_key(finding.subject), ()) if finding.subject is not None else ()

    return [finding if finding.attribute else replace(finding, attribute=path_of(finding)) for finding in findings]


def _key(span: Span) -> tuple[str, int, int]:
    return (span.filename, span.start, span.end)


def _index(block: EvaluatedBlock, at: Path, paths: dict[tuple[str, int, int], Path]) -> None:
    for name, argument in block.arguments.items():
        for span in (argument.name_span, argument.span):
            paths.setdefault(_key(span), (*at, name))
    for name, nested in block.blocks.items():
        for index, inner in enumerate(nested):
            for span in (inner.header_span, inner.span):
                paths.setdefault(_key(span), (*at, name, index))
            _index(inner, (*at, name, index), paths)
