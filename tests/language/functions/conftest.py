"""Calls in text form, evaluated by hiac: what the tables and the comparison with terraform both need."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harnessiac.language import functions, parsing, syntax
from harnessiac.language.functions import CallContext, FileKind, FunctionError
from harnessiac.source import SourceFile
from harnessiac.values import conversion, numbers, typenames
from harnessiac.values.types import STRING
from harnessiac.values.value import NULL, UNKNOWN, Value, boolean, number, object_of, string, tuple_of

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


CONTEXT = CallContext(base_directory=ROOT, files=FilesBelow(), home="/home/me", timestamp="2024-05-06T07:08:09Z")


class _Failed(Exception):
    pass


def _evaluate(node: syntax.Expression, scope: dict[str, Value]) -> Value:
    match node:
        case syntax.Literal():
            return NULL if node.value is None else boolean(node.value)
        case syntax.Number():
            return number(numbers.parse(node.text))
        case syntax.Template():
            return string("".join(part.value for part in node.parts if isinstance(part, syntax.Text)))
        case syntax.Unary():
            return number(numbers.negate(_evaluate(node.operand, scope).raw))
        case syntax.Binary():
            left, right = _evaluate(node.left, scope).raw, _evaluate(node.right, scope).raw
            return number({"+": numbers.add, "/": numbers.divide}[node.operator](left, right))
        case syntax.TupleNode():
            return tuple_of([_evaluate(item, scope) for item in node.items])
        case syntax.ObjectNode():
            return object_of({_key(item.key, scope): _evaluate(item.value, scope) for item in node.items})
        case syntax.Traversal() if node.root in scope:
            return scope[node.root]
        case syntax.RelativeTraversal():
            value = _evaluate(node.of, scope)
            for step in node.steps:
                value = value.raw[step.name].marked(value.marks)
            return value
        case syntax.ForTuple():
            items = _evaluate(node.collection, scope).raw
            items = items.values() if isinstance(items, dict) else items
            return tuple_of([_evaluate(node.body, scope | {node.value: item}) for item in items])
        case syntax.Call():
            return _call(node, scope)
    raise TypeError(type(node))


def _key(node: syntax.Expression, scope: dict[str, Value]) -> str:
    if isinstance(node, syntax.Traversal):
        return node.root
    return str(conversion.convert(_evaluate(node, scope), STRING).raw)


def _call(node: syntax.Call, scope: dict[str, Value]) -> Value:
    if node.name in ("try", "can"):
        for argument in node.arguments:
            try:
                value = _evaluate(argument, scope)
            except _Failed:
                continue
            return functions.call(node.name, [value])
        return boolean(False)
    arguments = [_evaluate(argument, scope) for argument in node.arguments]
    try:
        return functions.call(node.name, arguments, CONTEXT)
    except FunctionError as error:
        raise _Failed(error.explanation(node.name)) from error


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
    node, diagnostics = parsing.parse_expression(SourceFile("test", expression))
    assert node is not None, diagnostics
    try:
        value = _evaluate(node, {})
    except _Failed as failed:
        return "error", str(failed)
    if value.raw is UNKNOWN:
        return "unknown", ""
    return typenames.constraint(value.type), json.dumps(shown(value), ensure_ascii=False)


@pytest.fixture
def answer() -> Callable[[str], Answer]:
    """What hiac makes of an expression made of literals, collections and calls."""
    return answered


@pytest.fixture
def context() -> CallContext:
    return replace(CONTEXT)
