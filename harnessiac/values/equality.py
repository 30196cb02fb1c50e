"""The meaning of ==, and of "the same element" in a set."""

from __future__ import annotations

from collections.abc import Iterable

from harnessiac.values.types import SetType
from harnessiac.values.value import UNKNOWN, Value, is_wholly_known


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal, None while that is not known. Marks do not matter.

    Values of different types are not equal; nulls of whatever types are.
    """
    if left.raw is UNKNOWN or right.raw is UNKNOWN:
        return None
    if left.raw is None or right.raw is None:
        return left.raw is right.raw
    if left.type != right.type:
        return False
    if isinstance(left.raw, tuple) and isinstance(right.raw, tuple):
        if isinstance(left.type, SetType):
            return _equal_sets(left, right)
        if len(left.raw) != len(right.raw):
            return False
        return _all(equal(a, b) for a, b in zip(left.raw, right.raw, strict=True))
    if isinstance(left.raw, dict) and isinstance(right.raw, dict):
        if left.raw.keys() != right.raw.keys():
            return False
        other = right.raw
        return _all(equal(value, other[key]) for key, value in left.raw.items())
    return left.raw == right.raw


def _equal_sets(left: Value, right: Value) -> bool | None:
    if not (is_wholly_known(left) and is_wholly_known(right)):
        return None
    assert isinstance(left.raw, tuple)
    assert isinstance(right.raw, tuple)
    return len(left.raw) == len(right.raw) and all(equal(a, b) for a, b in zip(left.raw, right.raw, strict=True))


def _all(results: Iterable[bool | None]) -> bool | None:
    certain: bool | None = True
    for result in results:
        if result is False:
            return False
        if result is None:
            certain = None
    return certain
