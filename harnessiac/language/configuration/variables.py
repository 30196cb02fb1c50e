"""Values for a module's input variables: from files, the environment and the command line, converted and checked."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error, warning
from harnessiac.language.configuration import type_constraints
from harnessiac.language.configuration.declarations import Module, Variable, defining_range
from harnessiac.language.configuration.type_constraints import Constraint
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import Block, Body
from harnessiac.source import SourceFile, Span
from harnessiac.values.conversion import ConversionError
from harnessiac.values.types import DYNAMIC, PrimitiveType
from harnessiac.values.value import SENSITIVE_MARKS, Mark, Value, string, unknown

UNDECLARED_SHOWN = 2
"""So many values for undeclared variables are named one by one; the rest is counted."""


class Given(Struct, frozen=True):
    """A value for one variable. `text` is still to be read according to the variable's type; else there is `value`.

    `origin` says where it comes from ("-var", a file's name, "TF_VAR_x"); `strict` values must be for a declared
    variable, `quiet` ones may be for none.
    """

    name: str
    origin: str
    text: str | None = None
    value: Value | None = None
    span: Span | None = None
    strict: bool = False
    quiet: bool = False


class Inputs(Struct, frozen=True):
    """`values` has every declared variable; those nobody gave are in `missing` and unknown."""

    values: dict[str, Value] = field(default_factory=dict)
    missing: tuple[Variable, ...] = ()


def read_file(source: SourceFile, body: Body) -> tuple[list[Given], list[Diagnostic]]:
    """The values that a .tfvars file gives: attributes only, constants only."""
    given: list[Given] = []
    diagnostics: list[Diagnostic] = []
    for item in body.items:
        if isinstance(item, Block):
            detail = (
                f'Blocks of type "{item.type}" are not expected in a variable file. To set a variable, write '
                f"{item.type} = value."
            )
            diagnostics.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
            continue
        try:
            value = evaluate(item.expression, Scope.empty("Variables may not be used here."), source)
        except Failed as failure:
            diagnostics += failure.diagnostics
            continue
        span = source.span(item.expression.start, item.expression.end)
        given.append(Given(item.name, f'file "{source.name}"', value=value, span=span))
    return given, diagnostics


def constraint_of(variable: Variable) -> tuple[Constraint, list[Diagnostic]]:
    """The variable's type constraint; any type without one."""
    if variable.type is None:
        return Constraint(DYNAMIC), []
    return type_constraints.read(variable.type, variable.source)


def resolve(module: Module, given: Iterable[Given]) -> tuple[Inputs, list[Diagnostic]]:
    """Every declared variable's value, the last given one winning; validation rules are not checked here."""
    diagnostics: list[Diagnostic] = []
    last: dict[str, Given] = {}
    undeclared: list[Given] = []
    for one in given:
        if one.name in module.variables:
            last[one.name] = one
        elif not one.quiet:
            undeclared.append(one)
    diagnostics += _undeclared(undeclared, module)
    values: dict[str, Value] = {}
    missing: list[Variable] = []
    for variable in module.variables.values():
        constraint, problems = constraint_of(variable)
        diagnostics += problems
        value, found = _value(variable, constraint, last.get(variable.name))
        diagnostics += found
        if value is None:
            missing.append(variable)
            value = unknown(constraint.type)
        marks = (SENSITIVE_MARKS if variable.sensitive else frozenset()) | (
            {Mark.EPHEMERAL} if variable.ephemeral else frozenset()
        )
        values[variable.name] = value.marked(marks)
    return Inputs(values, tuple(missing)), diagnostics


def missing_values(variables: Iterable[Variable]) -> list[Diagnostic]:
    """One error for each variable that has neither a value nor a default."""
    return [
        error(
            "No value for required variable",
            f'The root module input variable "{v.name}" is not set, and has no default value. Use a -var or -var-file '
            "command line argument to provide a value for this variable.",
            v.span,
        )
        for v in variables
    ]


def _undeclared(given: list[Given], module: Module) -> list[Diagnostic]:
    found = []
    loose = [g for g in given if not g.strict]
    for one in given:
        hint = did_you_mean(one.name, module.variables)
        if one.strict:
            detail = (
                f'A variable named "{one.name}" was assigned on the command line, but the root module does not '
                f'declare a variable of that name.{hint} To use this value, add a "variable" block to the '
                "configuration."
            )
            found.append(error("Value for undeclared variable", detail))
        elif one in loose[:UNDECLARED_SHOWN]:
            detail = (
                f'The root module does not declare a variable named "{one.name}" but a value was found in '
                f'{one.origin}.{hint} If you meant to use this value, add a "variable" block to the configuration.'
            )
            found.append(warning("Value for undeclared variable", detail, one.span))
    if len(loose) > UNDECLARED_SHOWN:
        more = len(loose) - UNDECLARED_SHOWN
        detail = f"{more} other variable(s) are also given values but not declared."
        found.append(warning("Values for undeclared variables", detail))
    return found


def _value(variable: Variable, constraint: Constraint, given: Given | None) -> tuple[Value | None, list[Diagnostic]]:
    """The value of one variable before marks; None if there is none."""
    raw: Value | None = None
    if given is not None:
        raw, problems = _read(variable, constraint, given)
        if raw is None:
            return unknown(constraint.type), [_unread(variable)] if variable.sensitive else problems
        if raw.is_null and not variable.nullable:
            raw = None if variable.default is not None else raw
            if raw is not None:
                return unknown(constraint.type), [_null_refused(variable, given)]
    if raw is None and variable.default is not None:
        return default_value(variable, constraint)
    if raw is None:
        return None, []
    try:
        return constraint.apply(raw), []
    except ConversionError as problem:
        detail = (
            f"The given value is not suitable for var.{variable.name} declared at {defining_range(variable.span)}: "
            f"{problem}."
        )
        shows = given is not None and not variable.sensitive  # a finding shows the line that it is about
        place = given.span if shows and given is not None and given.span is not None else variable.span
        return unknown(constraint.type), [error("Invalid value for input variable", detail, place)]


def _unread(variable: Variable) -> Diagnostic:
    """A secret that is no expression: what is wrong with it cannot be said without showing it."""
    detail = f"The value given for var.{variable.name} is not an expression. It is sensitive, so it is not shown."
    return error("Invalid value for input variable", detail, variable.span)


def _null_refused(variable: Variable, given: Given) -> Diagnostic:
    detail = (
        f"Unsuitable value for var.{variable.name} set from {given.origin}: required variable may not be set to null."
    )
    return error("Required variable not set", detail, given.span or variable.span)


def _read(variable: Variable, constraint: Constraint, given: Given) -> tuple[Value | None, list[Diagnostic]]:
    if given.value is not None:
        return given.value, []
    text = given.text or ""
    if variable.type is None or (isinstance(constraint.type, PrimitiveType) and constraint.type != DYNAMIC):
        return string(text), []
    from harnessiac.language.syntax.parsing import parse_expression

    source = SourceFile(f"<value for var.{variable.name}>", text)
    expression, problems = parse_expression(source)
    if expression is None or problems:
        return None, problems
    try:
        return evaluate(expression, Scope.empty("Variables may not be used here."), source), []
    except Failed as failure:
        return None, list(failure.diagnostics)


def default_value(variable: Variable, constraint: Constraint) -> tuple[Value, list[Diagnostic]]:
    assert variable.default is not None
    span = variable.source.span(variable.default.start, variable.default.end)
    try:
        value = evaluate(variable.default, Scope.empty("Variables may not be used here."), variable.source)
        if value.is_null and not variable.nullable:
            detail = "A null default value is not valid when nullable=false."
            return unknown(constraint.type), [error("Invalid default value for variable", detail, span)]
        return constraint.apply(value), []
    except Failed as failure:
        return unknown(constraint.type), list(failure.diagnostics)
    except ConversionError as problem:
        detail = f"This default value is not compatible with the variable's type constraint: {problem}."
        return unknown(constraint.type), [error("Invalid default value for variable", detail, span)]
