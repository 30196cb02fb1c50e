"""Conditions that a configuration states about itself: validations, preconditions, postconditions, asserts."""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.addresses import InstanceKey, ModulePath
from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.language.configuration.declarations import Condition
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.plan.definition import CheckResult, CheckStatus
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
    return _verdict(rule, scope, summary, subject, extra)[1]


class Checked(Struct, frozen=True):
    """What conditions are stated about: a variable, an output, a resource instance or a check block.

    `kind` is Terraform's word for it in the `checks` of a plan. `mode` and `type` are those of a resource.
    """

    kind: str
    module: ModulePath
    name: str
    mode: str = ""
    type: str = ""
    key: InstanceKey = None


class Checks(Struct):
    """Evaluates conditions and remembers how each thing they are about came off."""

    _found: dict[Checked, tuple[CheckStatus, list[str]]] = field(default_factory=dict)

    def check(
        self, about: Checked, rule: Condition, scope: Scope, summary: str, subject: Span | None = None, extra: str = ""
    ) -> list[Diagnostic]:
        """As the function `check`."""
        status, found = _verdict(rule, scope, summary, subject, extra)
        before, problems = self._found.get(about, (CheckStatus.PASS, []))
        said = [d.detail.removesuffix(extra) for d in found] if status is CheckStatus.FAIL else []
        self._found[about] = (max(status, before, key=list(CheckStatus).index), [*problems, *said])
        return found

    def results(self) -> tuple[CheckResult, ...]:
        """How everything came off, in Terraform's order: by kind, then by address."""
        made = [
            CheckResult(
                about.kind,
                ".".join(f"module.{step.name}" for step in about.module),
                about.mode,
                about.type,
                about.name,
                about.key,
                "".join(f"{step}." for step in about.module),
                status,
                tuple(problems),
            )
            for about, (status, problems) in self._found.items()
        ]
        return tuple(sorted(made, key=lambda one: (one.kind, one.object, one.instance)))


def _verdict(
    rule: Condition, scope: Scope, summary: str, subject: Span | None, extra: str
) -> tuple[CheckStatus, list[Diagnostic]]:
    try:
        result = evaluate(rule.condition, scope, rule.source)
        verdict = convert(result.unmarked(), BOOL)
    except Failed as failure:
        return CheckStatus.ERROR, list(failure.diagnostics)
    except ConversionError as problem:
        detail = f"Invalid condition result value: {problem}."
        return CheckStatus.ERROR, [error("Invalid condition result", detail, span_of_rule(rule))]
    if verdict.is_null:
        detail = "Condition expression must return either true or false, not null."
        return CheckStatus.ERROR, [error("Invalid condition result", detail, span_of_rule(rule))]
    if not verdict.is_known:
        return CheckStatus.UNKNOWN, []
    if verdict.raw is True:
        return CheckStatus.PASS, []
    return CheckStatus.FAIL, [error(summary, _message(rule, scope) + extra, subject or span_of_rule(rule))]


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
