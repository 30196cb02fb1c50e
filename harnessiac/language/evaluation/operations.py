"""The operators: what they take, what they give, and what they do with nulls, unknowns and marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from harnessiac.values import numbers
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.equality import equal
from harnessiac.values.numbers import BigFloat, Number
from harnessiac.values.types import BOOL, NUMBER, PrimitiveType
from harnessiac.values.value import FALSE, TRUE, UNKNOWN, Value, all_marks


class OperandError(Exception):
    """An operand does not fit; `operand` is 0 or 1."""

    def __init__(self, operand: int, message: str) -> None:
        super().__init__(message)
        self.operand = operand
        self.message = message


class OperationError(Exception):
    """The operands fit, and yet there is no result."""


NULL_OPERAND: Final = "argument must not be null"
_ARITHMETIC: Final[dict[str, Callable[[Number, Number], Number]]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}
_COMPARISON: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


UNARY: Final = {"-": NUMBER, "!": BOOL}
"""What the operand of a unary operator is converted to."""


def operand(value: Value, wanted: PrimitiveType, position: int) -> Value:
    """The value as an operand of this type. Raises OperandError."""
    if value.type is wanted:
        return value
    try:
        return convert(value, wanted)
    except ConversionError as error:
        raise OperandError(position, error.message) from error


def wanted_type(operator: str) -> PrimitiveType | None:
    """The type that both operands of a binary operator are converted to; None: any."""
    if operator in ("==", "!="):
        return None
    return BOOL if operator in ("&&", "||") else NUMBER


def binary(operator: str, left: Value, right: Value) -> Value:
    """The result for operands of the type wanted. Raises OperationError."""
    marks = left.marks | right.marks
    if operator in ("==", "!="):
        return _equality(operator, left, right)
    if left.raw is None or right.raw is None:
        raise OperationError(NULL_OPERAND)
    if operator in ("&&", "||"):
        return _logic(operator, left, right).marked(marks)
    if left.raw is UNKNOWN or right.raw is UNKNOWN:
        return Value(NUMBER if operator in _ARITHMETIC else BOOL, UNKNOWN, marks)
    a, b = left.raw, right.raw
    assert isinstance(a, (int, BigFloat))
    assert isinstance(b, (int, BigFloat))
    if operator in _COMPARISON:
        return (TRUE if _COMPARISON[operator](numbers.compare(a, b)) else FALSE).marked(marks)
    try:
        return Value(NUMBER, _ARITHMETIC[operator](a, b), marks)
    except ZeroDivisionError as error:
        raise OperationError("division by zero") from error
    except numbers.NumberOutOfRange as error:
        raise OperationError("the result is a number out of range") from error


def _equality(operator: str, left: Value, right: Value) -> Value:
    marks = all_marks(left) | all_marks(right)
    result = equal(left, right)
    if result is None:
        return Value(BOOL, UNKNOWN, marks)
    return (TRUE if result is (operator == "==") else FALSE).marked(marks)


def _logic(operator: str, left: Value, right: Value) -> Value:
    if left.raw is UNKNOWN or right.raw is UNKNOWN:
        return Value(BOOL, UNKNOWN)
    both = left.raw and right.raw if operator == "&&" else left.raw or right.raw
    return TRUE if both else FALSE


def unary(operator: str, value: Value) -> Value:
    """The result for an operand of the type wanted. Raises OperationError."""
    if value.raw is None:
        raise OperationError(NULL_OPERAND)
    if value.raw is UNKNOWN:
        return value
    if operator == "!":
        return (FALSE if value.raw else TRUE).marked(value.marks)
    assert isinstance(value.raw, (int, BigFloat))
    return Value(NUMBER, numbers.negate(value.raw), value.marks)
