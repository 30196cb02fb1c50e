"""The examples hold the facts of the documentation they come from, and the repository's own state is up to date."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Run = Callable[..., "subprocess.CompletedProcess[str]"]

EXPECTED = Path(__file__).parent / "expected"
SOURCES = sorted(path.stem for path in EXPECTED.glob("*.yaml"))
SUPPORTING = {"outputs", "projects", "variables", "versions"}


def expected_documents(source: str) -> list[dict[str, Any]]:
    """The documents of one artifact source as the documentation shows them, its faults corrected."""
    return list(yaml.safe_load_all((EXPECTED / f"{source}.yaml").read_text(encoding="utf-8")))


def facts(value: Any) -> Any:
    """The value without what a document may leave out: null, empty text, empty lists and maps."""
    match value:
        case dict():
            kept = {key: facts(held) for key, held in value.items()}
            return {key: held for key, held in kept.items() if held is not None and held not in ("", [], {})}
        case list():
            return [facts(held) for held in value]
        case _:
            return value


def scope_of(document: dict[str, Any]) -> Path:
    """The folder of a connector document; services of a source live in the project of their connector."""
    connector = document["connector"]
    if "projectIdentifier" not in connector:
        return Path()
    return Path("orgs", connector["orgIdentifier"], "projects", connector["projectIdentifier"])


def paths_and_documents(source: str) -> dict[Path, dict[str, Any]]:
    documents = expected_documents(source)
    project = next((scope_of(d) for d in documents if "connector" in d), Path("orgs/default/projects/CD_Docs"))
    found = {}
    for document in documents:
        if "connector" in document:
            found[scope_of(document) / "connectors" / f"{document['connector']['identifier']}.yaml"] = document
        else:
            found[project / "services" / f"{document['service']['identifier']}.yaml"] = document
    return found


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory, hiac: Run, repository: Path) -> Path:
    """A folder with the examples' configuration, applied from nothing."""
    folder = tmp_path_factory.mktemp("examples")
    for path in (repository / "examples").glob("*.tf"):
        shutil.copy(path, folder)
    ended = hiac("apply", "-auto-approve", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    return folder


def test_there_is_a_file_for_each_artifact_source(repository: Path) -> None:
    files = {path.stem for path in (repository / "examples").iterdir()}
    assert files == set(SOURCES) | SUPPORTING
    assert len(SOURCES) == 12


@pytest.mark.parametrize("source", SOURCES)
def test_documents_hold_the_documented_facts(source: str, applied: Path) -> None:
    for path, document in paths_and_documents(source).items():
        written = yaml.safe_load((applied / ".harness" / path).read_text(encoding="utf-8"))
        assert facts(written) == facts(document), path


def test_no_other_connectors_and_services_are_written(applied: Path) -> None:
    documents = applied / ".harness"
    written = {
        path.relative_to(documents)
        for path in documents.rglob("*.yaml")
        if path.parent.name in ("connectors", "services")
    }
    assert written == {path for source in SOURCES for path in paths_and_documents(source)}


def test_the_second_plan_is_empty(applied: Path, hiac: Run) -> None:
    ended = hiac("plan", "-detailed-exitcode", cwd=applied)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "No changes. Your infrastructure matches the configuration." in ended.stdout


def test_applying_twice_gives_the_same_bytes(tmp_path: Path, applied: Path, hiac: Run) -> None:
    for path in applied.glob("*.tf"):
        shutil.copy(path, tmp_path)
    assert hiac("apply", "-auto-approve", cwd=tmp_path).returncode == 0
    assert contents(tmp_path / ".harness") == contents(applied / ".harness")


def contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_changed_line_is_one_change(tmp_path: Path, applied: Path, hiac: Run) -> None:
    shutil.copytree(applied, tmp_path, dirs_exist_ok=True)
    docker = tmp_path / "docker.tf"
    docker.write_text(docker.read_text().replace("tag: stable-perl", "tag: stable-alpine"))
    before = contents(tmp_path / ".harness")

    planned = hiac("plan", "-detailed-exitcode", "-out=changed.plan", cwd=tmp_path)
    assert planned.returncode == 2, planned.stderr
    assert "Plan: 0 to add, 1 to change, 0 to destroy." in planned.stdout
    assert "stable-perl" in planned.stdout
    assert "stable-alpine" in planned.stdout
    assert "primaryArtifactRef" not in planned.stdout, "the plan shows the lines around the change, not the whole YAML"

    assert hiac("apply", "changed.plan", cwd=tmp_path).returncode == 0
    after = contents(tmp_path / ".harness")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {Path("orgs/default/projects/CD_Docs/services/Example_K8s2.yaml")}
    assert hiac("plan", "-detailed-exitcode", cwd=tmp_path).returncode == 0


def test_what_is_committed_is_up_to_date(tmp_path: Path, hiac: Run, repository: Path) -> None:
    """`hiac plan` in the repository itself finds nothing to do (run on a copy, so that no test touches the clone)."""
    for folder in ("examples", "state", ".harness"):
        shutil.copytree(repository / folder, tmp_path / folder)
    shutil.copy(repository / "hiac.toml", tmp_path)
    ended = hiac("plan", "-detailed-exitcode", cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_what_is_committed_is_what_apply_writes(applied: Path, repository: Path) -> None:
    assert contents(repository / ".harness") == contents(applied / ".harness")


@pytest.mark.terraform
def test_the_examples_are_formatted(repository: Path) -> None:
    ended = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", str(repository / "examples")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stdout
