"""`sarif`: findings as SARIF 2.1.0, which code scanning services show at the lines."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from harnessiac import __version__
from harnessiac.cli.views.marks import Mark, fingerprinted
from harnessiac.diagnostics import Severity
from harnessiac.plan.report import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}

MOST = 25_000
"""Results that GitHub takes of one run; it refuses the file if there are more."""


def render(report: Report) -> str:
    found = list(fingerprinted(report))
    rules = {mark.rule: mark for mark, _ in found}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "hiac",
                "fullName": "harnessiac",
                "semanticVersion": __version__,
                "rules": [_rule(rules[rule]) for rule in order],
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
    from harnessiac.cli.views.codes import page
    from harnessiac.plan import codes

    out: dict[str, Any] = {
        "id": mark.rule,
        "shortDescription": {"text": mark.summary},
        "defaultConfiguration": {"level": _LEVELS[mark.severity]},
    }
    code = codes.find(mark.rule)
    if code is not None:
        text = f"{code.page} Run `hiac explain {code.id}` for more."
        out |= {"fullDescription": {"text": code.page}, "help": {"text": text, "markdown": page(code)}}
    else:
        text = "Found by hiac. The message says what is wrong and what to do."
        out |= {"fullDescription": {"text": mark.summary}, "help": {"text": text}}
    return out


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
