"""Which function evaluates which sort of node; `evaluation` fills the table.

It stands apart so that the families of nodes can call each other without importing each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.functions.context import UNDECLARED
from harnessiac.language.syntax.nodes import Binary, Expression, Parentheses, Unary
from harnessiac.source import SourceFile
from harnessiac.values.types import BOOL, NUMBER
from harnessiac.values.value import DYNAMIC_UNKNOWN, Value, unknown

Evaluator = Callable[[Any, Scope, SourceFile], Value]
EVALUATORS: Final[dict[type, Evaluator]] = {}
ARITHMETIC: Final = frozenset("+-*/%")


def tolerant(node: Expression, scope: Scope, source: SourceFile, problems: list[Diagnostic]) -> Value:
    """The value of a part of an expression; if it has none, its problems are noted and it is unknown."""
    try:
        return EVALUATORS[node.__class__](node, scope, source)
    except Failed as failed:
        problems += failed.diagnostics
        return promised(node)


def promised(node: Expression) -> Value:
    """What is known of an expression that failed: an operation's operator tells its type."""
    match node:
        case Parentheses(expression=inner):
            return promised(inner)
        case Unary(operator=operator) | Binary(operator=operator):
            return unknown(NUMBER) if operator in ARITHMETIC else unknown(BOOL)
        case _:
            return DYNAMIC_UNKNOWN


def raise_all(problems: Iterable[Diagnostic]) -> None:
    """Fail if there is any problem."""
    distinct = tuple(dict.fromkeys(problems))
    if distinct:
        raise Failed(*distinct)


def excusable(failed: Failed) -> bool:
    """Whether try() or an untaken branch may pass over a failure: not if it is about names that are not declared."""
    return not any(diagnostic.code == UNDECLARED for diagnostic in failed.diagnostics)
