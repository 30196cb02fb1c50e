"""Kept parse tables: what is read is what was computed, and damage only costs the time to compute them again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from harnessiac.language.syntax import grammar
from harnessiac.language.syntax.grammar import Tables
from harnessiac.storage.caches import entries
from harnessiac.storage.caches.parse_tables import CachedTables

SOURCES = ("a grammar", "a version")
PARSE = """
import sys
from pathlib import Path
from harnessiac.source import SourceFile
from harnessiac.storage.caches.parsed_files import SyntaxCache
body, problems = SyntaxCache(Path(sys.argv[1])).parsed(SourceFile("main.tf", sys.argv[2]))
print(len(body.items), len(problems), "lark" in sys.modules)
"""


@pytest.fixture(scope="module")
def made() -> Tables:
    return grammar.tables()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_what_is_kept_comes_back(folder: Path, made: Tables) -> None:
    assert CachedTables(folder).load(SOURCES) is None
    CachedTables(folder).store(SOURCES, made)
    assert CachedTables(folder).load(SOURCES) == made
    assert CachedTables(folder).load(("a grammar", "another version")) is None


def test_damaged_tables_are_not_used(folder: Path, made: Tables) -> None:
    CachedTables(folder).store(SOURCES, made)
    (entry,) = folder.iterdir()
    content = entry.read_bytes()
    for damaged in (b"", content[:-1], content[:500] + b"\x00" + content[501:], content + b"\x00"):
        entry.write_bytes(damaged)
        assert CachedTables(folder).load(SOURCES) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"states": ()},
        {"starts": {}},
        {"ends": {"start": 1, "expression": 2, "string": 100_000}},
        {"rules": ()},
        {"states": ({"NAME": 100_000},)},
    ],
)
def test_tables_that_lead_nowhere_are_not_used(folder: Path, made: Tables, changes: dict[str, object]) -> None:
    CachedTables(folder).store(SOURCES, msgspec.structs.replace(made, **changes))
    assert CachedTables(folder).load(SOURCES) is None


def parsed(folder: Path, text: str) -> str:
    command = [sys.executable, "-c", PARSE, str(folder), text]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_lark_is_imported_once(folder: Path) -> None:
    assert parsed(folder, "a = 1\n") == "1 0 True\n"
    assert parsed(folder, "b = 2\nc = [3]\n") == "2 0 False\n"
    (entry,) = folder.glob("*" + entries.SUFFIXES[-1])
    entry.write_bytes(b"damaged")
    assert parsed(folder, "d = 4\n") == "1 0 True\n"
