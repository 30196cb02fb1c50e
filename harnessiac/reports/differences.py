"""Differences between two pieces of plain data, value by value; the only importer of deepdiff.

deepdiff is imported once a plain comparison has found a difference: nearly all data is equal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from harnessiac.attributes import Path

if TYPE_CHECKING:
    from deepdiff import DeepDiff


class Kind(Enum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(Struct, frozen=True):
    """The value at `path` before and after; None where it was added or removed.

    An index in `path` counts in the list before if the element was removed, else in the list after.
    """

    path: Path
    kind: Kind
    before: Any
    after: Any


def same(before: Any, after: Any) -> bool:
    """Return whether plain data is equal, where True is not 1."""
    todo = [(before, after)]
    while todo:
        left, right = todo.pop()
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            todo += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list | tuple) and isinstance(right, list | tuple):
            if len(left) != len(right):
                return False
            todo += zip(left, right, strict=True)
        elif isinstance(left, bool) != isinstance(right, bool) or left != right:
            return False
    return True


def differences(before: Any, after: Any, sets: Collection[Path] = ()) -> tuple[Difference, ...]:
    """Return the differences in document order: keys as in `after`, then those only in `before`.

    Lists are compared by position, but as sets at the paths in `sets`, which are written without list indices:
    ("credentials", "delegate_selectors") stands for credentials[*].delegate_selectors.
    """
    if same(before, after):
        return ()
    of_sets: list[Difference] = []
    if sets:
        before, after = _without_sets(before, after, frozenset(sets), (), (), of_sets)
    if not same(before, after):
        of_sets += _by_position(before, after)
    return tuple(sorted(of_sets, key=_Order(before, after)))


def _without_sets(
    before: Any, after: Any, sets: frozenset[Path], path: Path, names: Path, of_sets: list[Difference]
) -> tuple[Any, Any]:
    """`before` and `after` with the sets taken out, after adding their differences to `found`."""
    if isinstance(before, dict) and isinstance(after, dict):
        left, right = dict(before), dict(after)
        for key in before.keys() & after.keys():
            left[key], right[key] = _without_sets(before[key], after[key], sets, (*path, key), (*names, key), of_sets)
        return left, right
    if isinstance(before, list) and isinstance(after, list):
        if names in sets:
            of_sets += _between_sets(before, after, path)
            return [], []
        both = [
            _without_sets(b, a, sets, (*path, i), names, of_sets)
            for i, (b, a) in enumerate(zip(before, after, strict=False))
        ]
        return [b for b, _ in both] + before[len(both) :], [a for _, a in both] + after[len(both) :]
    return before, after


def _between_sets(before: list[Any], after: list[Any], path: Path) -> list[Difference]:
    old, new = {_key(item) for item in before}, {_key(item) for item in after}
    removed = [Difference((*path, i), Kind.REMOVED, x, None) for i, x in enumerate(before) if _key(x) not in new]
    added = [Difference((*path, i), Kind.ADDED, None, x) for i, x in enumerate(after) if _key(x) not in old]
    return removed + added


def _key(value: Any) -> Any:
    """Return a hashable that is equal for the same data, where True is not 1."""
    match value:
        case dict():
            return frozenset((key, _key(item)) for key, item in value.items())
        case list() | tuple():
            return tuple([_key(item) for item in value])
        case _:
            return (isinstance(value, bool), value)


def _by_position(before: Any, after: Any) -> list[Difference]:
    from deepdiff import DeepDiff

    tree: DeepDiff = DeepDiff(
        before,
        after,
        view="tree",
        zip_ordered_iterables=True,
        threshold_to_diff_deeper=0,
        ignore_private_variables=False,
    )
    return [difference for levels in tree.values() for level in levels if (difference := _difference(level))]


def _difference(level: Any) -> Difference | None:
    path = tuple(level.path(output_format="list"))
    match level.report_type:
        case "dictionary_item_added" | "iterable_item_added":
            return Difference(path, Kind.ADDED, None, level.t2)
        case "dictionary_item_removed" | "iterable_item_removed":
            return Difference(path, Kind.REMOVED, level.t1, None)
        case _ if same(level.t1, level.t2):  # 1 and 1.0
            return None
        case _:
            return Difference(path, Kind.CHANGED, level.t1, level.t2)


class _Order:
    """The sort key of differences: the position of their paths in the data."""

    def __init__(self, before: Any, after: Any) -> None:
        self._before = before
        self._after = after
        self._ranks: dict[tuple[int, int], dict[Any, int]] = {}

    def __call__(self, difference: Difference) -> tuple[tuple[int, ...], bool]:
        ranks: list[int] = []
        before, after = self._before, self._after
        for step in difference.path:
            if isinstance(step, int):
                ranks.append(step)
                before = before[step] if isinstance(before, list) and step < len(before) else None
                after = after[step] if isinstance(after, list) and step < len(after) else None
                continue
            ranks.append(self._rank(before, after).get(step, 0))
            before = before.get(step) if isinstance(before, dict) else None
            after = after.get(step) if isinstance(after, dict) else None
        return tuple(ranks), difference.kind is Kind.ADDED

    def _rank(self, before: Any, after: Any) -> dict[Any, int]:
        """Return the positions of a mapping's keys, computed once."""
        identity = (id(before), id(after))
        if identity not in self._ranks:
            keys: Iterable[Any] = [
                *(after if isinstance(after, dict) else ()),
                *(before if isinstance(before, dict) else ()),
            ]
            self._ranks[identity] = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        return self._ranks[identity]
