"""What a plan does not need it does not import: half of a short command's time is imports.

Each command runs in a process of its own and then says what it has loaded.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = """
import sys
from harnessiac.cli.main import run
code = run(sys.argv[1:])
print("LOADED", code, *sorted(sys.modules))
"""

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""

NEVER = {"pydantic", "deepdiff", "networkx", "numpy", "pandas", "rich", "cryptography", "hcl2"}
OF_OTHER_VERBS = {
    "lark",
    "regex",
    "harnessiac.apply.executor",
    "harnessiac.storage.backends.file_lock",
    "harnessiac.plan.saved",
}
OF_CHANGES = {"harnessiac.reports.text.attributes", "harnessiac.documents.text_diff", "secrets", "difflib"}


def loaded(folder: Path, *args: str) -> set[str]:
    environment = {**os.environ, "HIAC_CACHE_DIR": str(folder / "cache")}
    ended = subprocess.run(
        [sys.executable, "-c", REPORT, *args], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    code, *modules = ended.stdout.rpartition("LOADED ")[2].split()
    assert code == "0", ended.stdout
    return set(modules)


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose configuration is applied and parsed before, so that a plan finds nothing to do."""
    folder = tmp_path_factory.mktemp("applied")
    (folder / "main.tf").write_text(CONFIGURATION)
    assert sorted(loaded(folder, "apply", "-auto-approve") & NEVER) == []
    return folder


def test_a_plan_without_changes(applied: Path) -> None:
    modules = loaded(applied, "plan")
    assert "pydantic_core" in modules
    assert sorted(modules & (NEVER | OF_OTHER_VERBS | OF_CHANGES)) == []


def test_only_the_kinds_that_are_used(applied: Path) -> None:
    prefix = "harnessiac.kinds."
    kinds = {name.removeprefix(prefix) for name in loaded(applied, "plan") if name.startswith(prefix)}
    assert {kind for kind in kinds if not kind.startswith("_")} == {"connector_docker"}


def test_the_version(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "version")
    unwanted = {"msgspec", "pydantic_core", "yaml", "harnessiac.workflow"}
    assert sorted(modules & (NEVER | OF_OTHER_VERBS | unwanted)) == []
