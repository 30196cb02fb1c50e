"""Kinds are found by name, and only those asked for are imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harnessiac import kinds

PROBE = """
import sys
from harnessiac import kinds
assert len(kinds.names()) >= 50
assert kinds.find("harness_platform_connector_docker").title == "Docker registry"
print(sorted(m for m in sys.modules if m.startswith("harnessiac.kinds.") and "._" not in m))
"""


def test_only_what_is_asked_for_is_imported() -> None:
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "['harnessiac.kinds.connector_docker']"


def test_every_name_is_found() -> None:
    assert [kind.name for name in kinds.names() if (kind := kinds.find(name))] == list(kinds.names())


@pytest.mark.parametrize(
    "name",
    ["", "harness_platform_", "harness_platform__entities", "harness_platform_x", "docker", "harness_platform_../x"],
)
def test_other_names_are_not(name: str) -> None:
    assert kinds.find(name) is None
