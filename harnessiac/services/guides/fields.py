"""The fields of an artifact source as rows, read from its declaration."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from harnessiac.services.artifacts import ArtifactSource
from harnessiac.shapes.vocabulary import Anything, Field, Flag, Items, Record, Text, Texts


class Row(Struct, frozen=True):
    """A field: `name` with what leads to it, in `spec.` for those that a format adds; `when` is that format."""

    name: str
    type: str
    required: bool
    options: tuple[str, ...] = ()
    when: str = ""


class Choice(Struct, frozen=True):
    """Fields that exclude each other. `required`: one must be there."""

    names: tuple[str, ...]
    required: bool
    when: str = ""


def rows(source: ArtifactSource) -> list[Row]:
    """Every field, in the order declared, and after them those that depend on another field."""
    return list(_rows(source.spec))


def choices(source: ArtifactSource) -> list[Choice]:
    """What excludes what."""
    found = [Choice(one.names, one.needed) for one in source.spec.choices]
    for holds, when, record in _picked(source.spec):
        found += [Choice(tuple(f"{holds}.{name}" for name in one.names), one.needed, when) for one in record.choices]
    return found


def _rows(record: Record, prefix: str = "", when: str = "") -> Iterator[Row]:
    for field in record.fields:
        yield _row(field, prefix, when)
        if isinstance(field.shape, Record):
            yield from _rows(field.shape, f"{prefix}{field.name}.", when)
    for holds, format, inner in _picked(record):
        yield from _rows(inner, f"{prefix}{holds}.", format)


def _picked(record: Record) -> Iterator[tuple[str, str, Record]]:
    for one in record.picked:
        for value, shape in one.shapes().items():
            inner = shape()
            if isinstance(inner, Record):
                yield one.holds, f"{one.by}: {value}", inner


def _row(field: Field, prefix: str, when: str) -> Row:
    shape = field.shape
    match shape:
        case Text():
            type = "text or number" if shape.takes_numbers else "text"
        case Flag():
            type = "true or false"
        case Texts():
            type = "list of texts"
        case Items():
            type = "list of " + ", ".join(shape.item.names)
        case Anything():
            type = "mapping or list"
        case Record():
            type = "mapping"
    return Row(f"{prefix}{field.name}", type, field.required, shape.options if isinstance(shape, Text) else (), when)
