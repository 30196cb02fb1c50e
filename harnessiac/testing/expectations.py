"""Which findings come from conditions, whose they are, and whether they were expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Severity, error
from harnessiac.language.configuration.declarations import Condition, Module
from harnessiac.language.configuration.test_files import Run
from harnessiac.source import Span

Place = tuple[str, int, int]
CONDITIONS = frozenset(
    {
        "Invalid value for variable",
        "Module output value precondition failed",
        "Resource precondition failed",
        "Resource postcondition failed",
        "Check block assertion failed",
    }
)


class Judgment(Struct, frozen=True):
    """`unexpected` findings, the failures that `stop` an apply though they were expected, and `missing` ones."""

    unexpected: list[Diagnostic] = field(default_factory=list)
    stopping: list[tuple[str, Diagnostic]] = field(default_factory=list)
    missing: list[Diagnostic] = field(default_factory=list)


def judge(found: Iterable[Diagnostic], run: Run, module: Module) -> Judgment:
    """Tell expected failures from others. That a check failed is an error in a test, unless it was expected."""
    owners = dict(_owners(module))
    judgment = Judgment()
    seen: set[str] = set()
    for finding in found:
        owner = owners.get(_place(finding.subject)) if finding.summary in CONDITIONS and finding.subject else None
        if owner is None:
            judgment.unexpected.append(finding)
            continue
        named = [text for text, _ in run.expect_failures if text == owner or _instance_of(text, owner, finding.address)]
        if not named:
            judgment.unexpected.append(replace(finding, severity=Severity.ERROR))
            continue
        seen.update(named)
        if finding.is_error:
            judgment.stopping.append((owner, finding))
    for text, place in run.expect_failures:
        if text not in seen:
            detail = f"The checkable object, {text}, was expected to report an error but did not."
            judgment.missing.append(error("Missing expected failure", detail, place))
    return judgment


def before_apply(stopping: Iterable[tuple[str, Diagnostic]], run: Run) -> list[Diagnostic]:
    """Expected failures keep a run from applying what it was to apply."""
    found = []
    for owner, finding in stopping:
        place = next((place for text, place in run.expect_failures if text.startswith(owner)), run.span)
        detail = (
            f"A custom condition within {owner} failed during the planning stage and prevented the requested apply "
            "operation. While this was an expected failure, the apply operation could not be executed and so the "
            "overall test case will be marked as a failure and the original diagnostic included in the test report."
        )
        found += [error("Expected failure while planning", detail, place), finding]
    return found


def _instance_of(text: str, owner: str, address: str | None) -> bool:
    """Whether an expected address is the instance of `owner` that a finding is about."""
    return text.startswith(f"{owner}[") and (address is None or address == text)


def _owners(module: Module) -> Iterator[tuple[Place, str]]:
    """Where findings of conditions are reported, and whose they are."""
    for variable in module.variables.values():
        yield _place(variable.span), f"var.{variable.name}"
    for output in module.outputs.values():
        yield from _rules(output.preconditions, f"output.{output.name}")
    for check in module.checks.values():
        yield from _rules(check.asserts, f"check.{check.name}")
    for resource in module.resources.values():
        rules = (*resource.lifecycle.preconditions, *resource.lifecycle.postconditions)
        yield from _rules(rules, resource.address)


def _rules(rules: Iterable[Condition], owner: str) -> Iterator[tuple[Place, str]]:
    for rule in rules:
        yield _place(rule.source.span(rule.condition.start, rule.condition.end)), owner


def _place(span: Span | None) -> Place:
    return (span.source.name, span.start, span.end) if span is not None else ("", 0, 0)
