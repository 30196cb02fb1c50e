"""Calls and their results, as tables: all but `different.txt` hold what terraform 1.11 answers.

A row is an expression, then indented its type and value as JSON (numbers as texts, so that every digit counts), or
`error` and the detail of the diagnostic.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Answer = tuple[str, str]

TABLES = sorted((Path(__file__).parent / "tables").glob("*.txt"))


def rows(table: Path) -> list[tuple[str, Answer]]:
    lines = [line for line in table.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    found: list[tuple[str, Answer]] = []
    for expression, expected in zip(lines[::2], lines[1::2], strict=True):
        kind, _, content = expected.removeprefix("    ").partition(": ")
        found.append((expression, (kind, content)))
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_table(table: Path, answer: Callable[[str], Answer]) -> None:
    wrong = [
        f"{expression}\n    expected {expected}\n    got      {got}"
        for expression, expected in rows(table)
        if (got := answer(expression)) != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_the_tables_are_there() -> None:
    assert sum(len(rows(table)) for table in TABLES) > 1_000
