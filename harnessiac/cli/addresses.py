"""Addresses given on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from harnessiac import workflow
from harnessiac.addresses import InstanceAddress, InvalidAddress, Target, parse_instance, parse_target, selects
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.reports.unprintable import visible

Address = TypeVar("Address")


def instance(text: str, summary: str = "Error parsing instance address") -> InstanceAddress:
    """Return the address of an instance. Raises Failed, with `summary`, for anything else."""
    return _parsed(parse_instance, text, summary)


def target(text: str, summary: str = "Error parsing address") -> Target:
    """Return the address of a module, a resource or an instance. Raises Failed, with `summary`, for anything else."""
    return _parsed(parse_target, text, summary)


def _parsed(parse: Callable[[str], Address], text: str, summary: str) -> Address:
    try:
        return parse(text)
    except InvalidAddress as problem:
        raise Failed(error(summary, str(problem))) from None


def check_configured(text: str, target: Target, instances: Iterable[InstanceAddress]) -> None:
    """Raise Failed unless the target, given as `text`, selects at least one of the configured instances."""
    configured = list(instances)
    if not any(selects(target, address) for address in configured):
        hint = did_you_mean(text, map(str, configured))
        raise Failed(error("No such resource instance", f"The configuration has no {visible(text)}.{hint}"))


def check_outside_services(findings: Iterable[Diagnostic]) -> None:
    """Raise Failed on errors, except those inside the YAML of services: they hide none of what it refers to."""
    workflow.stop_on_errors([finding for finding in findings if not (finding.code or "").startswith("HIAC-SVC-")])
