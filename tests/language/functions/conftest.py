"""Calls in text form, evaluated by hiac: what the tables and the comparison with terraform both need."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation import expressions
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.evaluation.template_files import render_template
from harnessiac.language.functions import CallContext, FileKind
from harnessiac.language.syntax import parsing
from harnessiac.source import SourceFile
from harnessiac.values import numbers, typenames
from harnessiac.values.value import UNKNOWN, Value

FILES = Path(__file__).parent / "files"
ROOT = "/there"

Answer = tuple[str, str]
"""("list(string)", '["a"]') for a value, ("error", detail) for an error, ("unknown", "") for neither."""


class FilesBelow:
    """A FileAccess that shows a directory of the tests as ROOT."""

    def _path(self, path: str) -> Path:
        inside = Path(path).relative_to(ROOT) if path.startswith(ROOT) else Path("missing") / path.lstrip("/")
        return FILES / inside

    def read(self, path: str) -> bytes:
        return self._path(path).read_bytes()

    def kind(self, path: str) -> FileKind | None:
        place = self._path(path)
        if place.is_file():
            return FileKind.REGULAR
        return FileKind.DIRECTORY if place.is_dir() else None

    def entries(self, path: str) -> list[str]:
        place = self._path(path)
        return [entry.name for entry in place.iterdir()] if place.is_dir() else []


CONTEXT = CallContext(
    base_directory=ROOT,
    files=FilesBelow(),
    home="/home/me",
    timestamp="2024-05-06T07:08:09Z",
    render_template=render_template,
)


def shown(value: Value) -> object:
    match value.raw:
        case tuple() as items:
            return [shown(item) for item in items]
        case dict() as entries:
            return {key: shown(item) for key, item in entries.items()}
        case bool() | str() | None:
            return value.raw
        case _ if value.raw is UNKNOWN:
            return "(not known)"
        case raw:
            return numbers.to_text(raw)


def answered(expression: str) -> Answer:
    source = SourceFile("test", expression)
    node, diagnostics = parsing.parse_expression(source)
    assert node is not None, diagnostics
    try:
        value = expressions.evaluate(node, Scope.empty(calls=CONTEXT), source)
    except Failed as failed:
        return "error", failed.diagnostics[0].detail
    if value.raw is UNKNOWN:
        return "unknown", ""
    return typenames.constraint(value.type), json.dumps(shown(value), ensure_ascii=False)


@pytest.fixture
def answer() -> Callable[[str], Answer]:
    """What hiac makes of an expression without names."""
    return answered


@pytest.fixture
def context() -> CallContext:
    return CONTEXT
