"""What differs between two versions of a YAML document, field by field, for people and for machines.

Documents are compared by what they mean: comments, layout and the order of keys do not count. What a service document
declares is used: the items of its lists are matched by identifier or name, and where the platform finds items that way
their order does not count either. Other lists are aligned. Numbers must be written alike, as some are read as text:
1.10 is not 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from harnessiac import documents
from harnessiac.diagnostics import has_errors
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.text_diff import alignment
from harnessiac.schema.nodes import Kind as EntityKind
from harnessiac.shapes.items import UNKNOWN, Member, members, shape_of, unwrapped
from harnessiac.shapes.vocabulary import Items, Shape
from harnessiac.source import SourceFile

_NAME = re.compile(r"[A-Za-z_][\w$-]*\Z", re.ASCII)


class Kind(Enum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """An item of a list whose order counts stands elsewhere among its neighbours; what changes in it is said apart."""


class Item(Struct, frozen=True):
    """A step into a list. `name` tells the item apart from the others; without one only its place does.

    `before` and `after` are its places (from 0) in the list before and after, None where it is not there. `inside` is
    the key below which its fields are, as `manifest` in `manifests`.
    """

    name: str | None
    before: int | None
    after: int | None
    inside: str = ""

    def __str__(self) -> str:
        if self.name is None:
            return f"[{self.after if self.after is not None else self.before}]"
        return f"[{_quoted(self.name)}]"


Step = str | Item
"""A step from the root of a document: the key of a mapping, or into a list."""


class Written(Struct, frozen=True):
    """A value in a document.

    `value` is plain data. `text` is its YAML as it is written there, comments inside it included, without the
    indentation of its place. `lines` are the first and the last line that it takes (from 1), its key's included.
    """

    value: Any
    text: str
    lines: tuple[int, int]

    @property
    def is_scalar(self) -> bool:
        return not isinstance(self.value, dict | list) or not self.value

    @property
    def is_long(self) -> bool:
        """Whether it takes more than one line to show."""
        return "\n" in self.value if isinstance(self.value, str) else not self.is_scalar


class FieldDifference(Struct, frozen=True):
    """One difference. `before` is None for what was added, `after` for what was removed.

    What was added or removed is one difference with all that is in it.
    """

    steps: tuple[Step, ...]
    kind: Kind
    before: Written | None
    after: Written | None
    root: str = ""

    @property
    def path(self) -> str:
        """The steps below the root key: serviceDefinition.spec.artifacts.primary.sources[nginx].spec.tag"""
        steps = self.steps[1:] if self.steps[:1] == (self.root,) and len(self.steps) > 1 else self.steps
        return "".join(str(step) if isinstance(step, Item) else f".{_quoted(step)}" for step in steps).lstrip(".")


def _quoted(name: str) -> str:
    return name if _NAME.match(name) else json.dumps(name, ensure_ascii=False)


_KEPT = 20_000
"""Comparisons that are remembered: whoever decides that a service changes makes one, and each view needs it again."""


@lru_cache(maxsize=_KEPT)
def differences(before: str, after: str, kind: EntityKind | None) -> tuple[FieldDifference, ...] | None:
    """What differs between two documents of a kind, in the order of `after`; None if one of them is not YAML."""
    if before == after:
        return ()
    left, right = _read(before), _read(after)
    if left is None or right is None:
        return None
    authored, document = (kind.authored, kind.document) if kind is not None else (None, None)
    comparison = _Comparison(left, right, document.root if document is not None else "")
    shape = authored.shape() if authored is not None else UNKNOWN
    comparison.nodes((), left.root, right.root, shape, (left.root, right.root))
    return tuple(comparison.found)


def _read(text: str) -> Document | None:
    document, problems = documents.read(SourceFile("", text))
    return None if has_errors(problems) else document


# Equality


def _same(left: Node, right: Node, shape: Shape) -> bool:
    match left, right:
        case Scalar(), Scalar():
            return _meaning(left) == _meaning(right)
        case Mapping(), Mapping():
            return left.entries.keys() == right.entries.keys() and all(
                _same(entry.value, right.entries[key].value, shape_of(shape, key, right, left))
                for key, entry in left.entries.items()
            )
        case Sequence(), Sequence():
            return _same_lists(left, right, shape)
        case _:
            return False


def _same_lists(left: Sequence, right: Sequence, shape: Shape) -> bool:
    if len(left.items) != len(right.items):
        return False
    if isinstance(shape, Items) and not shape.ordered:
        old, new = members(shape, left), members(shape, right)
        if old is not None and new is not None:
            return old.keys() == new.keys() and all(_same(old[n].node, new[n].node, shape.item) for n in old)
    return all(_same(*_inner(x, y, shape)) for x, y in zip(left.items, right.items, strict=True))


def _inner(left: Node, right: Node, shape: Shape) -> tuple[Node, Node, Shape]:
    """Two items of a list with their shape: without the key that wraps them if it wraps both."""
    if not isinstance(shape, Items):
        return left, right, UNKNOWN
    old, new = unwrapped(shape, left), unwrapped(shape, right)
    return (left, right, UNKNOWN) if old is None or new is None else (old, new, shape.item)


def _meaning(scalar: Scalar) -> tuple[str, Hashable]:
    """Something equal for scalars that mean the same."""
    is_number = isinstance(scalar.value, int | float) and not isinstance(scalar.value, bool)
    return type(scalar.value).__name__, scalar.text if is_number else scalar.value


def _key(node: Node) -> Hashable:
    """Something equal for nodes that mean the same wherever they stand."""
    match node:
        case Scalar():
            return _meaning(node)
        case Sequence():
            return tuple(_key(item) for item in node.items)
        case Mapping():
            return frozenset((key, _key(entry.value)) for key, entry in node.entries.items())


# Differences

_Pair = tuple[Node, Node]


class _Comparison(Struct):
    """Walks two documents at once. With each pair of nodes goes the pair of what begins where their key stands."""

    before: Document
    after: Document
    root: str
    found: list[FieldDifference] = field(default_factory=list)

    def nodes(self, steps: tuple[Step, ...], left: Node, right: Node, shape: Shape, wholes: _Pair) -> None:
        match left, right:
            case Mapping(), Mapping():
                self._mappings(steps, left, right, shape)
            case Sequence(), Sequence():
                if not _same_lists(left, right, shape):
                    self._lists(steps, left, right, shape)
            case _:
                if not _same(left, right, shape):
                    self._add(steps, Kind.CHANGED, (wholes[0], left), (wholes[1], right))

    def _mappings(self, steps: tuple[Step, ...], left: Mapping, right: Mapping, shape: Shape) -> None:
        for key, entry in right.entries.items():
            old = left.entries.get(key)
            if old is None:
                self._add((*steps, key), Kind.ADDED, None, (entry.key, entry.value))
            else:
                inner = shape_of(shape, key, right, left)
                self.nodes((*steps, key), old.value, entry.value, inner, (old.key, entry.key))
        for key, entry in left.entries.items():
            if key not in right.entries:
                self._add((*steps, key), Kind.REMOVED, (entry.key, entry.value), None)

    def _lists(self, steps: tuple[Step, ...], left: Sequence, right: Sequence, shape: Shape) -> None:
        old, new = members(shape, left), members(shape, right)
        if isinstance(shape, Items) and old is not None and new is not None:
            self._named(steps, old, new, shape)
        else:
            for x, y in _pairs(left, right):
                step = Item(None, x, y)
                if x is not None and y is not None:
                    one, other, inner = _inner(left.items[x], right.items[y], shape)
                    step = Item(None, x, y, shape.inside if isinstance(shape, Items) and inner is not UNKNOWN else "")
                    self.nodes((*steps, step), one, other, inner, (left.items[x], right.items[y]))
                elif y is not None:
                    self._add((*steps, step), Kind.ADDED, None, (right.items[y], right.items[y]))
                elif x is not None:
                    self._add((*steps, step), Kind.REMOVED, (left.items[x], left.items[x]), None)

    def _named(self, steps: tuple[Step, ...], old: dict[str, Member], new: dict[str, Member], shape: Items) -> None:
        was = {name: place for place, name in enumerate(old)}
        moved = _moved(list(old), list(new)) if shape.ordered else set()
        for place, (name, there) in enumerate(new.items()):
            step = Item(name, was.get(name), place, shape.inside)
            here = old.get(name)
            if here is None:
                self._add((*steps, step), Kind.ADDED, None, (there.whole, there.node))
                continue
            if name in moved:
                self._add((*steps, step), Kind.MOVED, (here.whole, here.node), (there.whole, there.node))
            self.nodes((*steps, step), here.node, there.node, shape.item, (here.whole, there.whole))
        for name, here in old.items():
            if name not in new:
                step = Item(name, was[name], None, shape.inside)
                self._add((*steps, step), Kind.REMOVED, (here.whole, here.node), None)

    def _add(self, steps: tuple[Step, ...], kind: Kind, before: _Pair | None, after: _Pair | None) -> None:
        self.found.append(
            FieldDifference(
                steps,
                kind,
                _written(self.before, *before) if before is not None else None,
                _written(self.after, *after) if after is not None else None,
                self.root,
            )
        )


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The names to take out so that the others, of those in both lists, are in the same order."""
    both = set(before) & set(after)
    old, new = [name for name in before if name in both], [name for name in after if name in both]
    return both - {new[there] for _, there in alignment(old, new)}


def _pairs(left: Sequence, right: Sequence) -> Iterator[tuple[int | None, int | None]]:
    """Places in two lists that belong together: equal items first, then what lies between them in order."""
    keys: dict[Hashable, str] = {}

    def numbered(node: Sequence) -> list[str]:
        return [keys.setdefault(_key(item), str(len(keys))) for item in node.items]

    x = y = 0
    matches = alignment(numbered(left), numbered(right))
    for here, there in [*matches, (len(left.items), len(right.items))]:
        both = min(here - x, there - y)
        yield from ((x + i, y + i) for i in range(both))
        yield from ((i, None) for i in range(x + both, here))
        yield from ((None, i) for i in range(y + both, there))
        x, y = here + 1, there + 1


def _written(document: Document, whole: Node, node: Node) -> Written:
    source = document.source
    is_alias = node.start < whole.start
    start, end = whole.start, whole.end if is_alias else max(whole.end, node.end)
    line = source.line_of(node.start)
    beside = start if source.line_of(start) == line and not is_alias else node.start
    indent = beside - source.line_start(line)
    first, *rest = source.text[node.start : node.end].replace("\r\n", "\n").split("\n")
    text = "\n".join([first, *(row[min(indent, len(row) - len(row.lstrip(" "))) :] for row in rest)])
    return Written(documents.plain(node), text, (source.line_of(start), source.line_of(max(start, end - 1))))
