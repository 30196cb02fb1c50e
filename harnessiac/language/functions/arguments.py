"""Reading argument values: whole numbers, the elements of collections, and a limit for what is made of them."""

from __future__ import annotations

from harnessiac.language.functions.declaration import FunctionError, fail
from harnessiac.values.value import Raw, Value

SMALLEST, LARGEST = -(2**63), 2**63 - 1
NOT_WHOLE = f"value must be a whole number, between {SMALLEST} and {LARGEST}"

MAX_RESULT = 64 * 1024 * 1024
"""The longest text, in characters, that a function makes out of much shorter arguments."""


def whole(value: Raw) -> int:
    """A number that must be whole and fit in 64 bits."""
    if type(value) is int and SMALLEST <= value <= LARGEST:
        return value
    raise FunctionError(NOT_WHOLE)


def whole_at(value: Raw, index: int, prefix: str = "") -> int:
    """The same, blaming one argument."""
    if type(value) is int and SMALLEST <= value <= LARGEST:
        return value
    raise FunctionError(prefix + NOT_WHOLE, index)


def refuse_huge(length: int) -> None:
    """Fail when a result of `length` characters is beyond reason."""
    if length > MAX_RESULT:
        fail(f"the result would be longer than {MAX_RESULT} characters")


def elements(value: Value) -> tuple[Value, ...]:
    """The elements of a known list, set or tuple."""
    assert isinstance(value.raw, tuple)
    return value.raw


def entries(value: Value) -> dict[str, Value]:
    """The entries of a known map or object."""
    assert isinstance(value.raw, dict)
    return value.raw
