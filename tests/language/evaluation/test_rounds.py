"""Loops inside loops end, however few characters ask for however many rounds."""

from __future__ import annotations

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation import repetition
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.source import SourceFile


@pytest.mark.parametrize(
    "text",
    [
        "[for i in range(100) : [for j in range(100) : i]]",
        "{for i in range(100) : i => [for j in range(100) : i]}",
        '"%{for i in range(100)}%{for j in range(100)}x%{endfor}%{endfor}"',
    ],
)
def test_too_many_rounds(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repetition, "MOST_ROUNDS", 5_000)
    source = SourceFile("test", text)
    expression, found = parse_expression(source)
    assert expression is not None
    assert not found
    with pytest.raises(Failed, match="Too many iterations"):
        evaluate(expression, Scope.empty(), source)
    monkeypatch.setattr(repetition, "MOST_ROUNDS", 50_000)
    assert evaluate(expression, Scope.empty(), source).is_known
