"""hiac diff: the documents of two commits, without a state."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from tests.repositories import Commit, Git, docker, service, write

Capture = pytest.CaptureFixture[str]
Diff = Callable[..., tuple[int, str, str]]

YAML = """service:
  name: web
  identifier: web
  serviceDefinition:
    type: Kubernetes
    spec: {}
"""


@pytest.fixture
def diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Diff:
    """`diff("main")`: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["diff", *args])
        out, err = capsys.readouterr()
        return int(code), out, err

    return call


def test_documents_are_created_updated_and_deleted(git: Git, commit: Commit, diff: Diff, tmp_path: Path) -> None:
    commit({"main.tf": docker("a") + docker("b") + docker("c")})
    git("tag", "v1")
    commit({"main.tf": docker("a", "https://other") + docker("c") + docker("d")})
    code, out, _ = diff("v1", "main", "-detailed-exitcode")
    assert code == 2
    assert '~ connectors/a.yaml (harness_platform_connector_docker.a)\n    url: "https://example.com" → ' in out
    assert "- connectors/b.yaml (harness_platform_connector_docker.b)\n" in out
    assert "+ connectors/d.yaml (harness_platform_connector_docker.d)\n" in out
    assert "+    dockerRegistryUrl: https://other\n" in out
    assert out.endswith("Documents: 1 created, 1 updated, 1 deleted.\n")
    assert diff("v1..main")[1] == out
    names = [f".harness/connectors/{name}.yaml" for name in "abd"]
    assert diff("v1", "main", "-name-only")[1].split() == names
    assert diff("main", "v1", "-name-only")[1].split() == names
    assert diff("main", "main", "-detailed-exitcode") == (0, "The documents say the same.\n", "")
    write(tmp_path, {"main.tf": docker("a", "https://other") + docker("c")})
    assert diff("main", "-name-only")[1].split() == [".harness/connectors/d.yaml"]
    assert not (tmp_path / "state").exists()


def test_no_state_has_a_part_in_it(commit: Commit, diff: Diff) -> None:
    commit({"main.tf": docker("a"), "state/default.tfstate.json": "nonsense"})
    commit({"main.tf": docker("b") + 'terraform {\n  backend "s3" {\n    bucket = "x"\n    key = "y"\n  }\n}\n'})
    code, out, _ = diff("HEAD~1", "HEAD", "-format=summary")
    assert (code, out) == (0, "Documents: 1 created, 1 deleted.\n")


def test_a_document_that_stays_is_no_difference(commit: Commit, diff: Diff) -> None:
    commit({"main.tf": docker("a")})
    commit(
        {
            "main.tf": docker("a").replace(
                '"harness_platform_connector_docker" "a"', '"harness_platform_connector_docker" "z"'
            )
        }
    )
    assert diff("HEAD~1", "HEAD", "-detailed-exitcode")[0] == 0
    commit({"main.tf": docker("a", "https://other")})
    out = diff("HEAD~1", "HEAD")[1]
    assert "moved from harness_platform_connector_docker.z" in out
    assert "Documents: 1 updated." in out


def test_another_identifier_is_another_document(commit: Commit, diff: Diff) -> None:
    commit({"main.tf": docker("a")})
    commit({"main.tf": docker("a").replace('= "a"', '= "other"')})
    out = diff("HEAD~1", "HEAD")[1]
    assert "document moves from connectors/a.yaml to connectors/other.yaml" in out
    assert "Documents: 1 replaced." in out
    assert len(diff("HEAD~1", "HEAD", "-name-only")[1].split()) == 2


def test_formatting_is_told_as_such(commit: Commit, diff: Diff) -> None:
    commit({"main.tf": service("web", 'file("web.yaml")'), "web.yaml": YAML})
    commit({"web.yaml": f"# why\n{YAML}"})
    code, out, _ = diff("HEAD~1", "HEAD", "-detailed-exitcode")
    assert code == 0
    assert "Only the formatting differs, which changes nothing:\n  services/web.yaml" in out
    assert "Only formatted in another way: 1." in diff("HEAD~1", "HEAD", "-format=summary")[1]
    assert (
        "Only the formatting of YAML differs: `harness_platform_service.web`"
        in diff("HEAD~1", "HEAD", "-format=markdown")[1]
    )


def test_formats(commit: Commit, diff: Diff) -> None:
    commit({"main.tf": docker("a")})
    commit({"main.tf": docker("a", "https://other")})
    code, out, _ = diff("HEAD~1", "HEAD", "-json")
    assert code == 0
    [change] = json.loads(out)["resource_changes"]
    assert change["change"]["after"]["url"] == "https://other"
    assert "### 📋 hiac diff: Documents: 1 updated\n" in diff("HEAD~1", "HEAD", "-format=markdown")[1]
    assert "Documents: 1 updated" in diff("HEAD~1", "HEAD", "-format=html")[1]
    code, _, err = diff("HEAD~1", "HEAD", "-format=sarif")
    assert code == 1
    assert "The formats are human, json, markdown, html, summary." in " ".join(err.split())


def test_what_is_new_or_gone_as_a_whole(
    commit: Commit, diff: Diff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit({"README.md": ""})
    commit({"infra/main.tf": docker("a")})
    monkeypatch.chdir(tmp_path / "infra")
    assert diff("HEAD~1", "HEAD", "-format=summary")[1] == "Documents: 1 created.\n"
    assert diff("HEAD", "HEAD~1", "-format=summary")[1] == "Documents: 1 deleted.\n"
    (tmp_path / "infra/main.tf").unlink()
    assert diff("HEAD", "-format=summary")[1] == "Documents: 1 deleted.\n"
    code, _, err = diff("HEAD~1")
    assert code == 1
    assert "On neither side the configuration's directory has a file" in " ".join(err.split())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "Missing argument 'REF1'"),
        (["main", "nowhere"], 'There is no commit "nowhere"'),
        (["main", "--", "--output=x"], "cannot be the name of a commit"),
        (["main..main", "main"], "Give either two commits"),
        (["broken", "main"], "The configuration as it was at broken has the errors that follow"),
        (["unset", "main"], '"x" is not a setting'),
        (["main", "broken"], "Reference to undeclared local value"),
        (["main", "main", "-name-only", "-format=json"], "give it without -format"),
        (["main", "main", "-var=x"], "Invalid -var option"),
    ],
)
def test_what_cannot_be_compared(args: list[str], said: str, git: Git, commit: Commit, diff: Diff) -> None:
    commit({"main.tf": docker("a").replace('"a"\n', "local.none\n", 1)})
    git("tag", "broken")
    commit({"main.tf": docker("a")})
    commit({"hiac.toml": "x = 1\n"})
    git("tag", "unset")
    git("reset", "-q", "--hard", "HEAD~1")
    code, out, err = diff(*args)
    assert (code, out) == (1, "")
    assert said in " ".join(err.split())
