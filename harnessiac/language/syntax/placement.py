"""Syntax trees and texts put elsewhere: several files as one, and nodes at other offsets.

A declaration holds one source for all of its expressions. Where parts of it stand in several files (override files) or
where its text was decoded first (JSON strings), its nodes are placed in one text that knows where each part is from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from harnessiac.source import SourceFile, Span

N = TypeVar("N", bound=msgspec.Struct)

_OFFSETS = frozenset({"start", "end", "name_end", "type_end", "header_end"})


@dataclass(frozen=True)
class JoinedSource(SourceFile):
    """The texts of several files, one after the other; a range of it is shown in the file it stands in.

    `parts` are the files with the offsets at which their texts begin, in order; the first begins at 0.
    """

    parts: tuple[tuple[int, SourceFile], ...] = ()

    def span(self, start: int, end: int | None = None) -> Span:
        found = bisect_right(self.parts, start, key=lambda part: part[0]) - 1
        at, source = self.parts[found]
        return source.span(start - at, None if end is None else end - at)


def joined(files: Iterable[SourceFile]) -> JoinedSource:
    """The files as one text, under the name of the first."""
    parts: list[tuple[int, SourceFile]] = []
    at = 0
    for source in files:
        parts.append((at, source))
        at += len(source.text) + 1
    return JoinedSource(parts[0][1].name, "\n".join(source.text for _, source in parts), tuple(parts))


def placed(node: N, place: Callable[[int], int]) -> N:
    """The same tree with every offset replaced by what `place` says of it.

    A tree may be as deep as a chain of operators is long, so nothing here calls itself.
    """
    nodes: list[msgspec.Struct] = [node]
    for one in nodes:
        for value in _values(one):
            if isinstance(value, msgspec.Struct):
                nodes.append(value)
            elif isinstance(value, tuple):
                nodes.extend(value)
    rebuilt: dict[int, Any] = {}
    for one in reversed(nodes):
        values: list[Any] = []
        for name, value in zip(one.__struct_fields__, _values(one), strict=True):
            if name in _OFFSETS:
                values.append(place(value))
            elif isinstance(value, tuple):
                values.append(tuple(rebuilt[id(inner)] for inner in value))
            else:
                values.append(rebuilt[id(value)] if isinstance(value, msgspec.Struct) else value)
        rebuilt[id(one)] = type(one)(*values)
    found: N = rebuilt[id(node)]
    return found


def _values(node: msgspec.Struct) -> list[Any]:
    return [getattr(node, name) for name in node.__struct_fields__]
