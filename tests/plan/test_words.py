"""The engine knows no resource type: what it needs of one it asks the platform."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ENGINE = sorted((Path(__file__).parents[2] / "harnessiac" / "plan").rglob("*.py"))
NAMES = re.compile(r"harness_platform_|\bconnectors?\b|\bservices?\b|\benvironments?\b|\"yaml\"|'yaml'", re.IGNORECASE)


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.name)
def test_no_resource_type_is_named(path: Path) -> None:
    named = [f"{number}: {line}" for number, line in enumerate(path.read_text().splitlines(), 1) if NAMES.search(line)]
    assert named == []
