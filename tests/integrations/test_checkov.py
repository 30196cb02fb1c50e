"""Checkov reads hiac's plan JSON: a policy of one's own over the examples. `make checkov` runs this."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHECKOV = os.environ.get("CHECKOV", "checkov")


@pytest.mark.checkov
@pytest.mark.skipif(shutil.which(CHECKOV) is None, reason="no checkov on PATH or in CHECKOV; make checkov installs one")
def test_a_policy_of_ones_own(tmp_path: Path, repository: Path, hiac: Any) -> None:
    for file in (repository / "examples").glob("*.tf"):
        shutil.copy(file, tmp_path)
    nexus = tmp_path / "nexus.tf"
    assert "https://" in nexus.read_text()
    nexus.write_text(nexus.read_text().replace("https://", "http://"))
    assert hiac("plan", "-format=json=plan.json", cwd=tmp_path).returncode == 0
    plan = json.loads((tmp_path / "plan.json").read_text())
    ended = subprocess.run(
        [
            CHECKOV, "--file", "plan.json", "--framework", "terraform_plan", "--skip-download", "--output", "json",
            "--external-checks-dir", str(repository / "integrations/checkov"), "--check", "CKV2_HIAC_1",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    report = json.loads(ended.stdout)
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["resource_count"] == len(plan["resource_changes"])
    failed = {one["resource"] for one in report["results"]["failed_checks"]}
    passed = {one["resource"] for one in report["results"]["passed_checks"]}
    assert failed == {c["address"] for c in plan["resource_changes"] if c["type"].endswith("_nexus")} != set()
    assert any(address.startswith("harness_platform_connector_docker.") for address in passed)
