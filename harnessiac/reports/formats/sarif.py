"""`sarif`: findings as SARIF 2.1.0 for code scanning services."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from harnessiac import __version__
from harnessiac.codes import catalog, rules
from harnessiac.diagnostics import POLICY, Severity
from harnessiac.reports.marks import Mark, fingerprinted
from harnessiac.reports.report import Report
from harnessiac.reports.text.codes import page, page_of_error, page_of_policy, page_of_rule

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}

MOST = 25_000
"""Results that GitHub takes of one run; it refuses the file if there are more."""


def render(report: Report) -> str:
    found = list(fingerprinted(report))
    by_rule = {mark.rule: mark for mark, _ in found}
    order = {rule: index for index, rule in enumerate(sorted(by_rule))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "hiac",
                "fullName": "harnessiac",
                "semanticVersion": __version__,
                "rules": [_rule(by_rule[rule]) for rule in order],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report)],
        "results": [_result(mark, order[mark.rule], fingerprint) for mark, fingerprint in found[:MOST]],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _invocation(report: Report) -> dict[str, Any]:
    left = len(report.findings) - MOST
    told: dict[str, Any] = {"executionSuccessful": not report.errored}
    if left > 0:
        text = f"{left} more results are left out, as code scanning refuses a run of more than {MOST}."
        told["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return told


def _rule(mark: Mark) -> dict[str, Any]:
    """Return the description of a rule, as `hiac explain` prints it, independent of its findings."""
    code = catalog.find(mark.rule)
    if code is not None:
        summary, full, level, markdown = code.summary, code.page, _LEVELS[code.severity], page(code)
    else:
        summary, full, markdown = _without_code(mark)
        level = _LEVELS[mark.severity]
    more = f" Run `hiac explain {mark.rule}` for more." if code is not None else ""
    return {
        "id": mark.rule,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": full},
        "help": {"text": f"{full}{more}", "markdown": markdown},
        "defaultConfiguration": {"level": level},
    }


def _without_code(mark: Mark) -> tuple[str, str, str]:
    """Return summary, description and page of a rule without a code."""
    if mark.rule.startswith(POLICY):
        full = "A rule in `policies/*.rego` of this repository found it. The message is the rule's."
        return "A finding of a policy", full, page_of_policy(mark.rule)
    summary = _QUOTED.sub('"…"', mark.summary)
    about = page_of_rule if mark.rule in rules.names() else page_of_error
    return summary, f"{summary}. The message says what is wrong and what to do.", about(mark.rule, summary)


_QUOTED = re.compile('"[^"]*"')


def _result(mark: Mark, index: int, fingerprint: str) -> dict[str, Any]:
    out: dict[str, Any] = {
        "ruleId": mark.rule,
        "ruleIndex": index,
        "level": _LEVELS[mark.severity],
        "message": {"text": mark.message},
        "partialFingerprints": {"hiac/v1": fingerprint},
    }
    location: dict[str, Any] = {}
    if mark.place is not None:
        place = mark.place
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": "SRCROOT"},
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.last_line,
                "endColumn": place.last_column,
            },
        }
    if mark.address:
        location["logicalLocations"] = [{"fullyQualifiedName": mark.address, "kind": "resource"}]
    return out | ({"locations": [location]} if location else {})
