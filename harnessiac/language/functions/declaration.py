"""How a function is declared, and the one place where calls are checked.

An implementation sees clean values only: as many as declared, converted, not null, known and without marks, unless a
parameter says otherwise. What it returns gets the marks of its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from msgspec import Struct

from harnessiac.language.functions.context import CallContext
from harnessiac.values import conversion
from harnessiac.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, SetType, Type
from harnessiac.values.value import (
    NO_MARKS,
    UNKNOWN,
    Mark,
    Marks,
    Raw,
    Value,
    all_marks,
    is_wholly_known,
    without_marks,
)

WITHHELD = "(sensitive value)"


class FunctionError(Exception):
    """Why a call has no value. `argument_index` (from 0) and `parameter` name the argument at fault, if one is.

    What a message quotes from the arguments is given apart in `shown`, one for each %s, so that it can be withheld.
    """

    summary = "Error in function call"

    def __init__(self, message: str, argument_index: int | None = None, *, shown: Sequence[str] = ()) -> None:
        super().__init__(message)
        self._template = message
        self._shown = tuple(shown)
        self.argument_index = argument_index
        self.parameter: str | None = None
        self.withheld = False

    @property
    def message(self) -> str:
        if not self._shown:
            return self._template
        return self._template % (tuple(WITHHELD for _ in self._shown) if self.withheld else self._shown)

    def __str__(self) -> str:
        return self.message

    def within(self, prefix: str) -> FunctionError:
        """The same problem, of the call as a whole, after a prefix (without %)."""
        return FunctionError(prefix + self._template, shown=self._shown)

    def headline(self) -> str:
        """The summary for a diagnostic."""
        return self.summary if self.argument_index is None else "Invalid function argument"

    def explanation(self, name: str) -> str:
        """The detail for a diagnostic about a call of the function `name`, in Terraform's words."""
        if self.argument_index is None:
            return f'Call to function "{name}" failed: {self.message}.'
        return f'Invalid value for "{self.parameter}" parameter: {self.message}.'


class WrongArgumentCount(FunctionError):
    """Too few or too many arguments; `argument_index` is the first one too many, if so."""

    def __init__(self, function: Function, given: int) -> None:
        expected = len(function.parameters)
        self.too_many = given > expected
        self.summary = "Too many function arguments" if self.too_many else "Not enough function arguments"
        limit = "only " if self.too_many else "at least " if function.variadic else ""
        text = f'Function "{function.name}" expects {limit}{expected} argument(s).'
        if not self.too_many:
            text += f' Missing value for "{function.parameters[given].name}".'
        super().__init__(text, expected if self.too_many else None)

    def headline(self) -> str:
        return self.summary

    def explanation(self, name: str) -> str:
        return self.message


class Parameter(Struct, frozen=True):
    """`null`, `unknown`, `marked`: whether the implementation takes such values itself.

    `deep`: something unknown anywhere inside makes the result unknown, not only an argument unknown as a whole.
    """

    name: str
    type: Type = DYNAMIC
    null: bool = False
    unknown: bool = False
    marked: bool = False
    deep: bool = False


class Call(Struct, frozen=True):
    """One call as an implementation sees it; `type` is what the function's type rule made of the arguments."""

    arguments: tuple[Value, ...]
    type: Type
    context: CallContext


TypeRule = Callable[[tuple[Value, ...]], Type]
Body = Callable[[Call], Value]


class Function(Struct, frozen=True):
    """`returns` is the result's type, or a rule that finds it (and refuses what does not fit) from the arguments.

    A rule sees values converted and unmarked but maybe unknown. `description` is one sentence for people.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type | TypeRule
    body: Body
    description: str
    variadic: Parameter | None = None

    def parameter(self, index: int) -> Parameter | None:
        return self.parameters[index] if index < len(self.parameters) else self.variadic


def text(name: str) -> Parameter:
    return Parameter(name, STRING)


def number(name: str) -> Parameter:
    return Parameter(name, NUMBER)


def anything(name: str) -> Parameter:
    """A parameter that takes every value, nulls, unknowns and marks included."""
    return Parameter(name, DYNAMIC, null=True, unknown=True, marked=True)


def raw(implementation: Callable[..., Raw]) -> Body:
    """A body from a function of raw contents to raw content."""

    def body(call: Call) -> Value:
        return Value(call.type, implementation(*[argument.raw for argument in call.arguments]))

    return body


def call(function: Function, arguments: Sequence[Value], context: CallContext) -> Value:
    """The value of a call; FunctionError when there is none."""
    if len(arguments) < len(function.parameters) or (
        function.variadic is None and len(arguments) > len(function.parameters)
    ):
        raise WrongArgumentCount(function, len(arguments))
    try:
        return _call(function, arguments, context)
    except FunctionError as error:
        error.withheld = any(Mark.SENSITIVE in all_marks(argument) for argument in arguments)
        if error.argument_index is not None:
            parameter = function.parameter(error.argument_index)
            error.parameter = parameter.name if parameter else None
        raise


def _call(function: Function, arguments: Sequence[Value], context: CallContext) -> Value:
    clean: list[Value] = []
    marks: Marks = NO_MARKS
    known = True
    type_known = True
    for index, argument in enumerate(arguments):
        parameter = function.parameter(index)
        assert parameter is not None
        value = argument
        if parameter.type is not DYNAMIC and value.type != parameter.type:
            value = _converted(value, parameter.type, index)
        if value.raw is None and not parameter.null:
            raise FunctionError("argument must not be null", index)
        if not parameter.marked:
            found = all_marks(value)
            if found:
                marks |= found
                value = without_marks(value)
        if not parameter.unknown:
            if value.raw is UNKNOWN:
                known = False
                type_known = type_known and value.type is not DYNAMIC
            elif parameter.deep and not is_wholly_known(value):
                known = False
        clean.append(value)
    values = tuple(clean)
    if not callable(function.returns):
        returns = function.returns
    elif type_known:
        returns = function.returns(values)
    else:
        returns = DYNAMIC
    if not known:
        return Value(returns, UNKNOWN, marks)
    return function.body(Call(values, returns, context)).marked(marks)


def _converted(value: Value, wanted: Type, index: int) -> Value:
    try:
        return conversion.convert(value, wanted)
    except conversion.ConversionError as error:
        raise FunctionError(error.message, index) from error


def fail(message: str, argument_index: int | None = None, *shown: str) -> NoReturn:
    raise FunctionError(message, argument_index, shown=shown)


def same_type(index: int) -> TypeRule:
    """The rule: the result has the type of one argument."""
    return lambda values: values[index].type


LIST_OF_ANY = ListType(DYNAMIC)
LIST_OF_STRING = ListType(STRING)
LIST_OF_BOOL = ListType(BOOL)
LIST_OF_NUMBER = ListType(NUMBER)
SET_OF_ANY = SetType(DYNAMIC)
SET_OF_STRING = SetType(STRING)
MAP_OF_ANY = MapType(DYNAMIC)

__all__ = [
    "BOOL",
    "DYNAMIC",
    "LIST_OF_ANY",
    "LIST_OF_BOOL",
    "LIST_OF_NUMBER",
    "LIST_OF_STRING",
    "MAP_OF_ANY",
    "NUMBER",
    "SET_OF_ANY",
    "SET_OF_STRING",
    "STRING",
    "Call",
    "Function",
    "FunctionError",
    "Parameter",
    "WrongArgumentCount",
    "anything",
    "call",
    "fail",
    "number",
    "raw",
    "same_type",
    "text",
]
