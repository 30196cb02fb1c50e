"""The rules of a repository's policies, and their values as findings.

As with conftest, rules named `deny` and `violation` are errors, those named `warn` are warnings, also with a suffix
such as `deny_open_tags`. The value of a rule is messages: texts, or objects with `msg` and optionally `address` and
`code`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from harnessiac.addresses import InvalidAddress, parse_instance
from harnessiac.diagnostics import POLICY, Diagnostic, Severity, error, warning
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.source import SourceFile, Span

MOST: Final = 50
"""Findings of one rule that are told; the rest is counted."""
_LONGEST: Final = 2_000
"""Characters of a message."""

_PACKAGE = re.compile(r'(?m)^[ \t]*package[ \t]+([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\["[^"\n\\]*"\])*)')
_RULE = re.compile(r"(?m)^((?:deny|violation|warn)(?:_\w+)?)(?=[ \t\[{:=]|$)")
_UNREACHABLE = re.compile(r"(?m)^[^#\n\"`]*?\b(http\.send|net\.lookup_ip_addr)\b")
_CODE = re.compile(r"[\w.:/-]{1,100}")


class Rule(Struct, frozen=True):
    """A rule by its package and name; `place` is its first definition."""

    package: str
    name: str
    place: Span

    @property
    def reference(self) -> str:
        """The rule's reference in Rego."""
        return f"data.{self.package}.{self.name}"

    @property
    def code(self) -> str:
        return f"{POLICY}{self.package}.{self.name}"

    @property
    def warns(self) -> bool:
        return self.name.startswith("warn")


def rules(sources: Iterable[SourceFile]) -> tuple[list[Rule], list[Diagnostic]]:
    """Return the rules that deny or warn, each once, and the errors in the policies."""
    by_reference: dict[str, Rule] = {}
    problems: list[Diagnostic] = []
    for source in sources:
        package = _PACKAGE.search(source.text)
        if package is None:
            detail = "The file names no package. Begin it with one, as in: package hiac."
            problems.append(error("Invalid policy", detail, source.span(0)))
            continue
        for match in _RULE.finditer(source.text):
            rule = Rule(package[1], match[1], source.span(match.start(), match.end()))
            by_reference.setdefault(rule.reference, rule)
        for match in _UNREACHABLE.finditer(source.text):
            detail = f"Policies are evaluated without a network, so {match[1]} is not available to them."
            problems.append(
                error("Function not available to policies", detail, source.span(match.start(1), match.end(1)))
            )
    return list(by_reference.values()), problems


def findings(rule: Rule, value: str | None, place_of: Callable[[str], Span | None]) -> Iterator[Diagnostic]:
    """Yield the findings of a rule from its value as JSON text, None if undefined."""
    items = _items(json.loads(value)) if value is not None else []
    for item in items[:MOST]:
        yield _finding(rule, item, place_of)
    if len(items) > MOST:
        detail = (
            f"The rule {rule.name} of the package {rule.package} found {len(items) - MOST} more, which are not shown."
        )
        yield Diagnostic(_severity(rule), _summary(rule), detail, code=rule.code)


def _items(value: Any) -> list[Any]:
    """Return the messages in order."""
    match value:
        case None | False:
            return []
        case True:
            return ["The rule holds."]
        case list():
            return value
        case _:
            return [value]


def _finding(rule: Rule, item: Any, place_of: Callable[[str], Span | None]) -> Diagnostic:
    address, code = None, rule.code
    text = item
    if isinstance(item, dict):
        text = item.get("msg", item.get("message"))
        given = item.get("address")
        address = given[:_LONGEST] if isinstance(given, str) and given else None
        own = item.get("code")
        code = f"{POLICY}{own}" if isinstance(own, str) and _CODE.fullmatch(own) else code
    if not isinstance(text, str) or not text.strip():
        text = json.dumps(item, ensure_ascii=False)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    detail = f"{text}\n\nThis is what the rule {rule.name} says in {rule.place.filename} line {rule.place.line}."
    place = place_of(address) if address is not None else None
    return Diagnostic(_severity(rule), _summary(rule), detail, place, address=address, code=code)


def _severity(rule: Rule) -> Severity:
    return Severity.WARNING if rule.warns else Severity.ERROR


def _summary(rule: Rule) -> str:
    return "Warning from a policy" if rule.warns else "Denied by a policy"


def places(root: ModuleTree | None) -> Callable[[str], Span | None]:
    """Return a function that finds the block of a resource by the address of an instance."""

    def place_of(address: str) -> Span | None:
        try:
            resource = parse_instance(address).resource
        except InvalidAddress:
            return None
        tree = root.find(tuple(step.name for step in resource.module)) if root is not None else None
        declared = tree.module.resources.get(f"{resource.type}.{resource.name}") if tree is not None else None
        return declared.span if declared is not None and resource.mode == "managed" else None

    return place_of


def not_evaluated(rule: Rule, reason: str) -> Diagnostic:
    """Return the error that a rule cannot be evaluated."""
    detail = f"The rule {rule.name} of the package {rule.package} cannot be evaluated: {reason[:_LONGEST]}."
    return error("Policy cannot be evaluated", detail, rule.place, code=rule.code)


def without_rules(folder: str) -> Diagnostic:
    """Return the warning that there are policies without rules."""
    detail = (
        f"No file in {folder} has a rule named deny, violation or warn, with or without an ending such as deny_tags. "
        "Only such rules find something."
    )
    return warning("Policies without rules", detail)
