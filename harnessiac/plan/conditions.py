"""Conditions that a configuration states about itself: validations, preconditions, postconditions, asserts."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.language.declarations import Condition
from harnessiac.language.evaluation import evaluate
from harnessiac.language.scope import Scope
from harnessiac.source import Span
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import BOOL, STRING


def span_of_rule(rule: Condition) -> Span:
    return rule.source.span(rule.condition.start, rule.condition.end)


def check(
    rule: Condition, scope: Scope, summary: str, subject: Span | None = None, extra: str = ""
) -> list[Diagnostic]:
    """Nothing if the rule's condition is true or not known yet; else an error `summary` at `subject`.

    `extra` is added to the rule's own message; without a subject the error is at the condition.
    """
    try:
        result = evaluate(rule.condition, scope, rule.source)
        verdict = convert(result.unmarked(), BOOL)
    except Failed as failure:
        return list(failure.diagnostics)
    except ConversionError as problem:
        return [error("Invalid condition result", f"Invalid condition result value: {problem}.", span_of_rule(rule))]
    if verdict.is_null:
        detail = "Condition expression must return either true or false, not null."
        return [error("Invalid condition result", detail, span_of_rule(rule))]
    if not verdict.is_known or verdict.raw is True:
        return []
    return [error(summary, _message(rule, scope) + extra, subject or span_of_rule(rule))]


def as_warnings(found: list[Diagnostic]) -> list[Diagnostic]:
    """What a check block finds wrong stops nothing."""
    return [warning(d.summary, d.detail, d.subject, context=d.context, address=d.address) for d in found]


def _message(rule: Condition, scope: Scope) -> str:
    try:
        text = convert(evaluate(rule.error_message, scope, rule.source), STRING)
    except (Failed, ConversionError):
        return "The error message could not be evaluated."
    if text.marks:
        return "The error message included a sensitive value, so it will not be displayed."
    return text.raw.strip() if isinstance(text.raw, str) else "The error message is not known."
