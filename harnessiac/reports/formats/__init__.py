"""The formats of reports, a module each. In: a `Report`. Out: text, by `renderer(name)(report)`.

A format is a function of the report only, so none can show a secret or what another cannot know.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from harnessiac.reports.report import Report

Render = Callable[[Report], str]

FORMATS: dict[str, tuple[str, str]] = {
    "human": ("text", "as on a terminal, without color"),
    "json": ("whole_json", "Terraform's plan format, or its format of validate"),
    "json-stream": ("json_stream", "Terraform's line-by-line format of plan -json"),
    "markdown": ("markdown", "a comment on a pull request"),
    "html": ("page", "a page for a browser, in one file"),
    "sarif": ("sarif", "findings as SARIF 2.1.0"),
    "junit": ("junit", "findings as JUnit XML"),
    "github": ("github", "findings as workflow commands of GitHub Actions"),
    "gitlab": ("gitlab", "totals as GitLab's terraform report"),
    "codequality": ("codequality", "findings as GitLab's code quality report"),
    "rdjson": ("rdjson", "findings for reviewdog"),
    "summary": ("summary", "one line of totals"),
}
"""By name: the module of this package, and what it is."""

ONLY_PLANS = frozenset({"gitlab", "json-stream"})
"""Formats that say nothing about a configuration alone."""

DIFFERENCES = ("human", "json", "markdown", "html", "summary")
"""Formats that documents can be compared in."""


def renderer(format: str) -> Render:
    """Return the function that renders a format, after importing its module."""
    render: Render = import_module(f"{__name__}.{FORMATS[format][0]}").render
    return render
