"""Policies in Rego: the folders of `policies/` are configurations with policies, and what hiac plan says of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from tests.repositories import Commit, docker, write

Capture = pytest.CaptureFixture[str]

CASES = Path(__file__).parent / "policies"
pytestmark = pytest.mark.skipif(find_spec("regopy") is None, reason="regopy is not installed")

DENY = 'package hiac\n\ndeny contains {"msg": "no", "address": a} if a := input.resource_changes[_].address\n'
CONNECTOR = """
resource "harness_platform_connector_docker" "c" {
  identifier = "c"
  name       = "c"
  type       = "Other"
  url        = "https://example.com"
}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration to which a policy is to be added."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONNECTOR)
    (tmp_path / "policies").mkdir()
    return tmp_path


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_policies(
    case: str,
    golden: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    shutil.copytree(CASES / case, tmp_path / case)
    monkeypatch.chdir(tmp_path / case)
    code = run(["plan"])
    out, err = capsys.readouterr()
    golden(CASES / case / "expected.txt", f"{out}{err}exit code {int(code)}\n")


def test_nothing_is_applied_that_is_denied(place: Path, capsys: Capture) -> None:
    assert run(["plan", "-out=p"]) == 0
    (place / "policies/x.rego").write_text(DENY)
    for args in (["apply", "-auto-approve"], ["apply", "p"], ["apply", "-auto-approve", "-json"], ["plan", "-out=q"]):
        capsys.readouterr()
        assert run(args) == 1, args
        assert "Denied by a policy" in "".join(capsys.readouterr())
    assert run(["show", "p"]) == 1
    assert "Plan: 1 to add" in capsys.readouterr().out
    assert run(["show", "-json", "p"]) == 0
    assert not (place / ".harness").exists()
    assert not (place / "state").exists()
    assert not (place / "q").exists()


def test_findings_are_in_every_format(place: Path, capsys: Capture) -> None:
    (place / "policies/x.rego").write_text(DENY)
    assert run(["plan", "-format=sarif=s", "-format=junit=j", "-format=markdown=m", "-format=json"]) == 1
    plan = json.loads(capsys.readouterr().out)
    assert (plan["errored"], len(plan["resource_changes"])) == (True, 1)
    [result] = json.loads((place / "s").read_text())["runs"][0]["results"]
    assert result["ruleId"] == "policy:hiac.deny"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert "failure" in (place / "j").read_text()
    assert "policy:hiac.deny" in (place / "m").read_text()


def test_settings(place: Path, capsys: Capture) -> None:
    (place / "policies").rename(place / "rules")
    (place / "rules/x.rego").write_text(DENY)
    assert run(["plan"]) == 0
    (place / "hiac.toml").write_text('[policies]\nfolder = "rules"\n')
    assert run(["plan"]) == 1
    for text, said in (
        ('policies = "rules"\n', '"policies" must be a table'),
        ('[policies]\nfolders = "rules"\n', 'Did you mean "folder"?'),
        ("[policies]\nfolder = 1\n", "must be the path of a folder"),
        ("[policies]\nrequired = 1\n", "must be true or false"),
    ):
        (place / "hiac.toml").write_text(text)
        capsys.readouterr()
        assert run(["plan"]) == 1
        assert said in " ".join(capsys.readouterr().err.split())


def test_without_the_library(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (place / "policies/x.rego").write_text('package hiac\ndeny contains "x"\n')
    monkeypatch.setattr("harnessiac.storage.policies.policy_files.find_spec", lambda name: None)
    assert run(["plan"]) == 1
    assert "pip install 'harnessiac[policy]'" in " ".join(capsys.readouterr().err.split())
    (place / "hiac.toml").write_text("[policies]\nrequired = false\n")
    assert run(["plan"]) == 0
    assert "Policies not evaluated" in capsys.readouterr().out


def test_a_policy_that_needs_too_much_is_ended(place: Path, capsys: Capture) -> None:
    (place / "policies/x.rego").write_text("package hiac\ndeny contains x if some x in numbers.range(1, 1000000000)\n")
    assert run(["plan"]) == 1
    assert "more time or memory than they may" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"\0", b"", b"x", b"package " + b"[" * 50_000, b"package hiac\ndeny" * 9]
)
def test_files_that_are_no_policies(content: bytes, place: Path, capsys: Capture) -> None:
    (place / "policies/x.rego").write_bytes(content)
    assert run(["plan"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("\nError: ")
    assert "policies/x.rego" in err
    assert len(err) < 12_000


def test_folders_and_links(place: Path, capsys: Capture) -> None:
    (place / "policies/x.rego").symlink_to("nowhere")
    (place / "policies/.hidden.rego").write_text("nonsense")
    assert run(["plan"]) == 1
    assert "it is a symbolic link to nothing" in " ".join(capsys.readouterr().err.split())
    (place / "policies/x.rego").unlink()
    assert run(["plan"]) == 0


def test_warnings_that_are_new_since_a_commit(
    commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    warn = 'package hiac\n\nwarn contains {"msg": "look", "address": a} if a := input.resource_changes[_].address\n'
    commit({"main.tf": docker("a"), "policies/x.rego": warn})
    write(tmp_path, {"main.tf": docker("a") + docker("b")})
    assert run(["plan", "-since=main"]) == 0
    out = capsys.readouterr().out
    assert out.count("Warning from a policy") == 1
    assert "with harness_platform_connector_docker.b" in out
    write(tmp_path, {"policies/x.rego": warn.replace("warn", "deny")})
    assert run(["plan", "-since=main"]) == 1
    assert capsys.readouterr().err.count("Denied by a policy") == 2


def test_links_out_of_the_repository_are_not_followed(place: Path, capsys: Capture, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "secret").write_text("password hunter2\n")
    (place / "policies/x.rego").symlink_to(outside / "secret")
    assert run(["plan"]) == 1
    err = " ".join(capsys.readouterr().err.split())
    assert "policies/x.rego is a symbolic link that leads out of the repository" in err
    assert "hunter2" not in err
    (place / "policies/x.rego").unlink()
    (place / "common").mkdir()
    (place / "common/y.rego").write_text("nonsense")
    (place / "policies/y.rego").symlink_to("../common/y.rego")
    assert run(["plan"]) == 1
    assert "leads out" not in capsys.readouterr().err
