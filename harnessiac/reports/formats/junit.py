"""`junit`: a test case for each resource of the plan, and for each file with findings outside of resources."""

from __future__ import annotations

from collections import defaultdict
from xml.sax.saxutils import quoteattr

from harnessiac.diagnostics import Diagnostic
from harnessiac.reports.findings import human
from harnessiac.reports.report import Report
from harnessiac.reports.text.palette import PLAIN
from harnessiac.reports.unprintable import visible

_CONFIGURATION = "configuration"


def render(report: Report) -> str:
    cases = _cases(report)
    failed = sum(any(finding.is_error for finding in findings) for _, _, findings in cases)
    totals = f'name={_quoted(f"hiac {report.command}")} tests="{len(cases)}" failures="{failed}" errors="0"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {totals}>"]
    lines.append(f'  <testsuite {totals} skipped="0">')
    for group, name, findings in cases:
        lines += _case(group, name, findings)
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


def _cases(report: Report) -> list[tuple[str, str, list[Diagnostic]]]:
    """Return the cases by class and name, with their findings."""
    by_address: dict[str, list[Diagnostic]] = defaultdict(list)
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in report.findings:
        place = finding.subject.filename if finding.subject is not None else _CONFIGURATION
        (by_address[finding.address] if finding.address else by_file[place]).append(finding)
    changes = report.plan.changes if report.plan is not None else ()
    cases = [
        (change.address.resource.type, str(change.address), by_address.pop(str(change.address), []))
        for change in changes
    ]
    cases += [(_CONFIGURATION, address, findings) for address, findings in sorted(by_address.items())]
    cases += [(_CONFIGURATION, file, findings) for file, findings in sorted(by_file.items())]
    return cases or [(_CONFIGURATION, "valid", [])]


def _case(group: str, name: str, findings: list[Diagnostic]) -> list[str]:
    head = f'    <testcase classname={_quoted(group)} name={_quoted(name)} time="0"'
    if not findings:
        return [f"{head}/>"]
    lines = [f"{head}>"]
    errors = [finding for finding in findings if finding.is_error]
    warnings = [finding for finding in findings if not finding.is_error]
    if errors:
        summaries = "; ".join(dict.fromkeys(finding.summary for finding in errors))
        lines.append(
            f"      <failure message={_quoted(summaries)} type={_quoted(errors[0].rule)}>{_body(errors)}</failure>"
        )
    if warnings:
        lines.append(f"      <system-out>{_body(warnings)}</system-out>")
    return [*lines, "    </testcase>"]


def _body(findings: list[Diagnostic]) -> str:
    text = "".join(human(finding, PLAIN) + "\n" for finding in findings)
    return "<![CDATA[" + visible(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _quoted(text: str) -> str:
    return quoteattr(visible(text))
