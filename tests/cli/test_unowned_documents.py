"""Documents that the state does not know, or that cannot be read: never overwritten, taken over when asked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  for_each   = toset(["one", "two"])
  identifier = each.key
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""
ONE = Path(".harness/connectors/one.yaml")
TWO = Path(".harness/connectors/two.yaml")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    Path("main.tf").write_text(CONFIGURATION)
    assert run(["apply", "-auto-approve"]) == 0
    capsys.readouterr()


def said(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert run(list(args)) == code
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


def forget(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "state", "rm", 'harness_platform_connector_docker.hub["one"]')


@pytest.mark.parametrize(
    ("old", "new"), [("name: Hub", "name: Other"), ("connector:", "# Somebody's comment.\nconnector:")]
)
def test_a_document_that_nobody_manages_is_left_alone(old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    ONE.write_text(ONE.read_text().replace(old, new))
    before = ONE.read_bytes()
    found = said(capsys, "apply", "-auto-approve", code=1)
    assert "Error: Document already exists" in found
    assert "plan with -adopt" in found
    assert ONE.read_bytes() == before


def test_nor_is_one_owned_that_already_is_as_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    before = Path("state/default.tfstate.json").read_bytes()
    for options in ([], ["-refresh=false"], ['-target=harness_platform_connector_docker.hub["one"]']):
        found = said(capsys, "apply", "-auto-approve", *options, code=1)
        assert "one.yaml is there and already exactly what is wanted, but the state knows nothing of it" in found
        assert (
            "-adopt, write an import block, or run `hiac import 'harness_platform_connector_docker.hub[\"one\"]' one`"
            in found
        )
    assert Path("state/default.tfstate.json").read_bytes() == before
    two = '-target=harness_platform_connector_docker.hub["two"]'
    assert "No changes." in said(capsys, "plan", two)


def test_the_plan_says_that_one_as_wanted_is_taken_over(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    before = ONE.stat()
    told = said(capsys, "plan", "-adopt", "-out=p")
    assert '# harness_platform_connector_docker.hub["one"] will be imported' in told
    assert "indicated with the following symbols: import #" in told
    run(["show", "-json", "p"])
    changes = json.loads(capsys.readouterr().out)["resource_changes"]
    assert [c["change"]["importing"]["id"] for c in changes if "importing" in c["change"]] == ["one"]
    assert "1 imported, 0 added, 0 changed, 0 destroyed." in said(capsys, "apply", "p")
    assert (ONE.stat().st_ino, ONE.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert "No changes." in said(capsys, "plan")


@pytest.mark.parametrize("comment", ["", "# Somebody's comment.\n"])
def test_what_appears_between_plan_and_apply_is_left_alone(comment: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ONE.read_text()
    forget(capsys)
    ONE.unlink()
    said(capsys, "plan", "-out=p")
    ONE.write_text(comment + wanted)
    found = said(capsys, "apply", "p", code=1)
    assert "Error: Document changed since the plan" in found
    assert "one.yaml was created by somebody else after the plan was made" in found
    assert 'hub["one"]' not in said(capsys, "state", "list")
    assert ONE.read_text() == comment + wanted


def test_a_resource_does_not_move_to_where_one_is(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    one = "# Somebody's comment.\n" + ONE.read_text()
    ONE.write_text(one)
    Path("main.tf").write_text(CONFIGURATION.replace('["one", "two"]', '["two"]').replace("each.key", '"one"'))
    found = said(capsys, "plan", "-adopt", code=1)
    assert 'hub["two"] still has the document .harness/connectors/two.yaml' in found
    TWO.unlink()
    assert "plan with -adopt" in said(capsys, "plan", code=1)
    assert "1 imported, 0 added, 0 changed, 0 destroyed." in said(capsys, "apply", "-adopt", "-auto-approve")
    assert ONE.read_text() == one
    assert "No changes." in said(capsys, "plan")


def test_what_is_handed_over_has_one_owner_with_targets_too(capsys: pytest.CaptureFixture[str]) -> None:
    Path("main.tf").write_text(CONFIGURATION.replace('"hub"', '"anew"'))
    given = '-target=harness_platform_connector_docker.anew["one"]'
    assert "Plan: 1 to add, 0 to change, 1 to destroy." in said(capsys, "plan", given)
    said(capsys, "apply", "-auto-approve", given)
    assert said(capsys, "state", "list") == (
        'harness_platform_connector_docker.anew["one"] harness_platform_connector_docker.hub["two"]'
    )
    assert ONE.is_file()
    left_out = '-exclude=harness_platform_connector_docker.hub["two"]'
    assert "No changes." in said(capsys, "plan", left_out)


def test_it_is_taken_over_with_adopt(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    ONE.write_text(ONE.read_text().replace("name: Hub", "name: Other"))
    plan = said(capsys, "plan", "-adopt")
    assert '~ name = "Other" -> "Hub"' in plan
    assert "Plan: 1 to import, 0 to add, 1 to change, 0 to destroy." in plan
    assert "1 imported, 0 added, 1 changed, 0 destroyed." in said(capsys, "apply", "-adopt", "-auto-approve")
    assert "name: Hub" in ONE.read_text()
    assert "No changes." in said(capsys, "plan", "-adopt")


def test_the_json_summary_counts_imports(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    ONE.write_text(ONE.read_text().replace("name: Hub", "name: Other"))
    run(["apply", "-adopt", "-auto-approve", "-json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (summary,) = [
        line for line in lines if line["type"] == "change_summary" and line["changes"]["operation"] == "apply"
    ]
    assert summary["changes"] == {"add": 0, "change": 1, "import": 1, "remove": 0, "operation": "apply"}
    assert summary["@message"] == "Apply complete! Resources: 1 imported, 0 added, 1 changed, 0 destroyed."


def test_what_says_the_same_is_taken_over_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    forget(capsys)
    ONE.write_text("# Somebody's comment.\n" + ONE.read_text())
    before = ONE.read_bytes()
    assert "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy." in said(capsys, "plan", "-adopt")
    said(capsys, "apply", "-adopt", "-auto-approve")
    assert ONE.read_bytes() == before
    assert "No changes." in said(capsys, "plan")


def test_adopt_belongs_to_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "plan", "-out=p")
    assert "-adopt can only be given to the plan that was saved" in said(capsys, "apply", "-adopt", "p", code=1)


def spoil(how: str) -> None:
    ONE.unlink()
    match how:
        case "bytes":
            ONE.write_bytes(b"connector:\n  name: \xff\n")
        case "folder":
            ONE.mkdir()
        case "link":
            ONE.symlink_to("two.yaml")
        case "pipe":
            os.mkfifo(ONE)
        case "loop":
            ONE.symlink_to(ONE.name)


@pytest.mark.parametrize("how", ["bytes", "folder", "link", "pipe", "loop"])
def test_an_unreadable_document_stops_only_plans_that_need_it(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(how)
    TWO.unlink()
    found = said(capsys, "plan", code=1)
    assert found.count("Error: ") == 1
    assert 'Error: Failed to read document with harness_platform_connector_docker.hub["one"]' in found
    two = '-target=harness_platform_connector_docker.hub["two"]'
    assert "Plan: 1 to add, 0 to change, 0 to destroy." in said(capsys, "plan", two)
    said(capsys, "apply", "-auto-approve", two)
    assert TWO.is_file()
    assert "Error: Failed to read document" in said(capsys, "destroy", "-auto-approve", code=1)
    assert os.path.lexists(ONE)
    assert TWO.is_file()


def test_an_edit_between_plan_and_apply_is_shown_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    Path("main.tf").write_text(CONFIGURATION.replace('"Hub"', '"Changed"'))
    said(capsys, "plan", "-out=p")
    ONE.write_text(ONE.read_text().replace("name: Hub", "name: Edited"))
    run(["apply", "p"])
    out, err = capsys.readouterr()
    assert "Error: Document changed since the plan" in err
    assert "\n  -  name: Hub\n  +  name: Edited\n" in err
    assert "name: Edited" in ONE.read_text()
    assert "name: Changed" in TWO.read_text()
    assert "Apply complete" not in out


def test_a_lost_state_is_told_in_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    Path("main.tf").write_text(
        "".join(
            CONFIGURATION.replace('"hub"', f'"hub{n}"').replace('["one", "two"]', f'["one{n}", "two{n}"]')
            for n in range(20)
        )
    )
    said(capsys, "apply", "-auto-approve")
    Path("state/default.tfstate.json").unlink()
    found = said(capsys, "plan", code=1)
    assert found.count("Error: ") == 1
    assert "The document is there and already exactly what is wanted" in found
    assert "and 15 more places." in found
    assert "Plan: 40 to import, 0 to add" in said(capsys, "plan", "-adopt")
