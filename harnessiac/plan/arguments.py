"""The values that a called module's variables get from the call's arguments."""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.declarations import Variable, defining_range
from harnessiac.language.configuration.type_constraints import Constraint
from harnessiac.language.configuration.variables import constraint_of, default_value
from harnessiac.source import Span
from harnessiac.values.conversion import ConversionError
from harnessiac.values.value import SENSITIVE_MARKS, Mark, Value, unknown


class Arguments(Struct):
    """Remembers what each variable says of itself, which is the same for every instance of its module."""

    constraints: dict[int, Constraint] = field(default_factory=dict)
    defaults: dict[int, Value] = field(default_factory=dict)

    def accept(
        self, variable: Variable, given: Value | None, place: Span, module: str
    ) -> tuple[Value, list[Diagnostic]]:
        """The variable's value: what is given, made to fit, or the default. `module` is the module's address."""
        constraint, found = self._constraint(variable)
        value = given
        if value is not None and value.is_null and not variable.nullable:
            value = None
            if variable.default is None:
                detail = (
                    f"The given value is not suitable for {module}.var.{variable.name} defined at "
                    f"{defining_range(variable.span)}: required variable may not be set to null."
                )
                return unknown(constraint.type), [*found, error("Required variable not set", detail, place)]
        if value is None:
            if variable.default is None:
                return unknown(constraint.type), found
            value, problems = self._default(variable, constraint)
            found += problems
        else:
            try:
                value = constraint.apply(value)
            except ConversionError as problem:
                detail = (
                    f"The given value is not suitable for {module}.var.{variable.name} declared at "
                    f"{defining_range(variable.span)}: {problem}."
                )
                subject = place
                if place is not None and (variable.sensitive or variable.ephemeral):
                    subject = variable.span  # the line with the value is not to be quoted
                    detail += f" It is given at {defining_range(place)}, which is not shown as the variable is secret."
                found.append(error("Invalid value for input variable", detail, subject))
                value = unknown(constraint.type)
        marks = SENSITIVE_MARKS if variable.sensitive else frozenset()
        return value.marked(marks | {Mark.EPHEMERAL} if variable.ephemeral else marks), found

    def _constraint(self, variable: Variable) -> tuple[Constraint, list[Diagnostic]]:
        known = self.constraints.get(id(variable))
        if known is not None:
            return known, []
        self.constraints[id(variable)], found = constraint_of(variable)
        return self.constraints[id(variable)], found

    def _default(self, variable: Variable, constraint: Constraint) -> tuple[Value, list[Diagnostic]]:
        known = self.defaults.get(id(variable))
        if known is not None:
            return known, []
        self.defaults[id(variable)], found = default_value(variable, constraint)
        return self.defaults[id(variable)], found
