"""Replacements that are created first and whose old document could not be deleted: it is known until it is gone."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harnessiac.cli.main import run
from tests.reports.test_format_schemas import wrong, wrong_lines
from tests.reports.test_plan_reading import assert_json_says_it_all

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {{
  identifier = "{identifier}"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://hub.docker.com"
  {more}
  lifecycle {{ create_before_destroy = true }}
}}
"""
HUB = "harness_platform_connector_docker.hub"
OLD, NEW = "connectors/first.yaml", "connectors/second.yaml"
CHANGES = 2


class Project:
    """A configuration with one connector in a folder, and what came of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.said = ""

    def configure(self, identifier: str | None, more: str = "", rest: str = "") -> None:
        text = CONNECTOR.format(identifier=identifier, more=more) if identifier else ""
        (self.folder / "main.tf").write_text(text + rest)

    def run(self, *args: str) -> int:
        self._capsys.readouterr()
        code = run([*args, "-no-color"] if args[0] in ("plan", "apply", "destroy") else list(args))
        caught = self._capsys.readouterr()
        self.said = caught.out + caught.err
        return code

    def apply(self, *args: str) -> None:
        assert self.run("apply", "-auto-approve", *args) == 0, self.said
        assert self.run("plan", "-detailed-exitcode") == 0, self.said

    @property
    def documents(self) -> list[str]:
        root = self.folder / ".harness"
        return sorted(str(path.relative_to(root)) for path in root.rglob("*.yaml"))

    @property
    def objects(self) -> list[tuple[str, bool]]:
        """The ids of everything in the state, and whether it is deposed."""
        state = self.folder / "state/default.tfstate.json"
        found = [i for r in json.loads(state.read_text())["resources"] for i in r["instances"]]
        return [(instance["attributes"]["id"], "deposed" in instance) for instance in found]

    @property
    def key(self) -> str:
        """The key of the one deposed object."""
        state = json.loads((self.folder / "state/default.tfstate.json").read_text())
        (key,) = (i["deposed"] for r in state["resources"] for i in r["instances"] if "deposed" in i)
        assert re.fullmatch("[0-9a-f]{8}", key)
        return str(key)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path, capsys)
    made.configure("first")
    made.apply()
    return made


def edited(project: Project, _: pytest.MonkeyPatch) -> None:
    """Somebody edits the old document after the plan was made."""
    assert project.run("plan", "-out=saved") == 0, project.said
    document = project.folder / ".harness" / OLD
    document.write_text(document.read_text().replace("Hub", "Theirs"))
    assert project.run("apply", "saved") == 1
    assert "Document changed since the plan" in project.said


def undeletable(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old document cannot be deleted."""
    unlink = os.unlink

    def broken(path: str, **folder: int | None) -> None:
        if Path(path).name == "first.yaml":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        unlink(path, **folder)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", broken)
        assert project.run("apply", "-auto-approve") == 1
    assert "input/output error" in project.said


@pytest.fixture(params=[edited, undeletable])
def half(request: pytest.FixtureRequest, project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A replacement of which only the new document is done."""
    fail: Callable[[Project, pytest.MonkeyPatch], None] = request.param
    project.configure("second")
    fail(project, monkeypatch)
    assert project.documents == [OLD, NEW]
    assert project.objects == [("second", False), ("first", True)]
    assert f"with {HUB} (deposed object {project.key})" in " ".join(project.said.split())
    return project


def test_the_next_apply_deletes_it(half: Project) -> None:
    assert half.run("plan", "-detailed-exitcode") == CHANGES
    assert f"  # {HUB} (deposed object {half.key}) will be destroyed" in half.said
    assert "  # (left over from a partially-failed replacement of this instance)" in half.said
    assert "Plan: 0 to add, 0 to change, 1 to destroy." in half.said
    half.apply()
    assert half.documents == [NEW]
    assert half.objects == [("second", False)]


def test_it_is_wanted_again(half: Project) -> None:
    half.configure("first")
    half.apply()
    assert half.documents == [OLD]
    assert half.objects == [("first", False)]
    assert "Theirs" not in (half.folder / ".harness" / OLD).read_text()


def test_it_is_wanted_again_without_create_before_destroy(half: Project) -> None:
    half.configure("first")
    main = half.folder / "main.tf"
    main.write_text(main.read_text().replace("lifecycle { create_before_destroy = true }", ""))
    half.apply()
    assert (half.documents, half.objects) == ([OLD], [("first", False)])


def test_another_resource_wants_it(half: Project) -> None:
    other = CONNECTOR.format(identifier="first", more="").replace('"hub"', '"other"')
    half.configure("second", rest=other)
    half.apply()
    assert half.documents == [OLD, NEW]
    assert half.objects == [("second", False), ("first", False)]


def test_destroy_deletes_both(half: Project) -> None:
    assert half.run("destroy", "-auto-approve") == 0, half.said
    assert "2 destroyed" in half.said
    assert half.documents == []
    assert half.objects == []


def test_it_goes_with_its_resource(half: Project) -> None:
    half.configure(None)
    half.apply()
    assert (half.documents, half.objects) == ([], [])


def test_it_is_forgotten_with_its_resource(half: Project) -> None:
    half.configure(None, rest=f"removed {{\n  from = {HUB}\n  lifecycle {{ destroy = false }}\n}}\n")
    half.apply()
    assert (half.documents, half.objects) == ([OLD, NEW], [])


def test_it_moves_with_its_instance(half: Project) -> None:
    key = half.key
    renamed = CONNECTOR.format(identifier="second", more="").replace('"hub"', '"other"')
    half.configure(None, rest=renamed + f"moved {{\n  from = {HUB}\n  to = {HUB[:-3]}other\n}}\n")
    assert half.run("plan") == 0
    assert f"# {HUB[:-3]}other (deposed object {key}) will be destroyed" in half.said
    half.apply()
    assert (half.documents, half.objects) == ([NEW], [("second", False)])


def test_one_that_was_deleted_by_hand_is_dropped(half: Project) -> None:
    (half.folder / ".harness" / OLD).unlink()
    assert half.run("plan", "-detailed-exitcode") == 0, half.said
    assert f"# {HUB} (deposed object {half.key}) has been deleted" in half.said
    half.apply()
    assert half.objects == [("second", False)]


def test_every_replacement_that_fails_leaves_one_of_its_own(half: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = os.unlink

    def broken(path: str, **folder: int | None) -> None:
        if Path(path).suffix == ".yaml":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        unlink(path, **folder)

    half.configure("fourth")
    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", broken)
        assert half.run("apply", "-auto-approve") == 1
        assert sorted(half.objects) == [("first", True), ("fourth", False), ("second", True)]
        half.configure("first")
        assert half.run("apply", "-auto-approve") == 1
        assert sorted(half.objects) == [("first", False), ("fourth", True), ("second", True)]
    assert half.run("plan", "-detailed-exitcode") == CHANGES
    half.apply()
    assert (half.documents, half.objects) == ([OLD], [("first", False)])


def test_targets(half: Project) -> None:
    other = CONNECTOR.format(identifier="third", more="").replace('"hub"', '"other"')
    half.configure("second", rest=other)
    assert half.run("apply", "-auto-approve", f"-target={HUB[:-3]}other") == 0, half.said
    assert OLD in half.documents
    assert half.run("apply", "-auto-approve", f"-exclude={HUB}") == 0, half.said
    assert OLD in half.documents
    assert half.run("apply", "-auto-approve", f"-target={HUB}") == 0, half.said
    assert OLD not in half.documents


@pytest.mark.parametrize("target", [HUB, f"{HUB[:-3]}other"])
def test_a_target_does_not_delete_what_another_resource_takes_over(half: Project, target: str) -> None:
    other = CONNECTOR.format(identifier="first", more="").replace('"hub"', '"other"')
    half.configure("second", rest=other)
    assert half.run("apply", "-auto-approve", f"-target={target}") == 0, half.said
    assert half.documents == [OLD, NEW]
    assert half.objects == [("second", False), ("first", False)]


def test_adopting_takes_it_over(half: Project) -> None:
    other = CONNECTOR.format(identifier="first", more="").replace('"hub"', '"other"')
    half.configure("second", rest=other)
    half.apply("-adopt")
    assert half.documents == [OLD, NEW]
    assert half.objects == [("second", False), ("first", False)]


def test_an_instance_that_adopts_another_document_keeps_what_was_left_of_it(half: Project) -> None:
    new = half.folder / ".harness" / NEW
    (new.parent / "third.yaml").write_text(new.read_text().replace("identifier: second", "identifier: third"))
    new.unlink()
    half.configure("third")
    assert half.run("plan", "-adopt") == 0, half.said
    assert f"  # {HUB} (deposed object {half.key}) will be destroyed" in half.said
    half.apply("-adopt")
    assert half.documents == ["connectors/third.yaml"]
    assert half.objects == [("third", False)]


def test_what_is_referred_to_is_not_deleted(half: Project) -> None:
    user = """
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = <<-Y
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: app
              sources:
                - identifier: app
                  type: DockerRegistry
                  spec:
                    connectorRef: account.first
                    imagePath: app
                    tag: "1"
  Y
}
"""
    half.configure("second", rest=user)
    assert half.run("plan") == 1
    assert "Entity is still used" in half.said
    assert f"{HUB} (deposed object {half.key}) would be deleted" in " ".join(half.said.split())


def test_looking_at_the_state(half: Project) -> None:
    assert half.run("state", "list") == 0
    assert half.said == f"{HUB}\n"
    assert half.run("state", "show", HUB) == 0
    assert f"# {HUB}:\n" in half.said
    assert f"# {HUB}: (deposed object {half.key})\n" in half.said
    assert half.run("show") == 0
    assert f"# {HUB}: (deposed object {half.key})\n" in half.said
    assert half.run("show", "-json") == 0
    shown = json.loads(half.said)["values"]["root_module"]["resources"]
    assert [one.get("deposed_key") for one in shown] == [None, half.key]
    assert [one["address"] for one in shown] == [HUB, HUB]


def test_forgetting_and_moving_by_hand(half: Project) -> None:
    assert half.run("state", "mv", HUB, f"{HUB[:-3]}moved") == 0, half.said
    assert half.objects == [("second", False), ("first", True)]
    assert half.run("state", "rm", f"{HUB[:-3]}moved") == 0, half.said
    assert half.objects == []
    assert half.documents == [OLD, NEW]


def test_an_instance_of_which_only_a_deposed_object_is_left(half: Project) -> None:
    state = half.folder / "state/default.tfstate.json"
    content = json.loads(state.read_text())
    content["resources"][0]["instances"] = [i for i in content["resources"][0]["instances"] if "deposed" in i]
    state.write_text(json.dumps(content))
    assert half.run("state", "list") == 0
    assert half.said == f"{HUB}\n"
    assert half.run("state", "show", HUB) == 0
    assert f"# {HUB}: (deposed object {half.key})\n" in half.said
    assert half.run("workspace", "new", "other") == 0
    assert half.run("workspace", "delete", "default") == 1
    assert half.run("workspace", "select", "default") == 0
    assert half.run("state", "rm", HUB) == 0, half.said
    assert half.objects == []


def test_json(half: Project) -> None:
    assert half.run("plan", "-out=kept") == 0
    assert half.run("show", "-json", "kept") == 0
    plan: dict[str, Any] = json.loads(half.said)
    found = [(c["address"], c.get("deposed"), c["change"]["actions"]) for c in plan["resource_changes"]]
    assert found == [(HUB, None, ["no-op"]), (HUB, half.key, ["delete"])]
    assert [r.get("deposed_key") for r in plan["prior_state"]["values"]["root_module"]["resources"]] == [None, half.key]
    assert [r.get("deposed_key") for r in plan["planned_values"]["root_module"]["resources"]] == [None]
    assert half.run("plan", "-json") == 0
    lines = [json.loads(line) for line in half.said.splitlines()]
    (planned,) = [line for line in lines if line["type"] == "planned_change"]
    assert planned["@message"] == f"{HUB} (deposed object {half.key}): Plan to delete"
    assert planned["change"]["resource"]["addr"] == HUB
    assert planned["change"]["resource"]["deposed"] == half.key
    assert half.run("apply", "kept") == 0, half.said
    assert (half.documents, half.objects) == ([NEW], [("second", False)])


@pytest.mark.parametrize("format", ["markdown", "html", "junit", "human"])
def test_formats(half: Project, format: str) -> None:
    assert half.run("plan", f"-format={format}") == 0, half.said
    assert f"(deposed object {half.key})" in half.said


def test_formats_have_it_from_the_json(half: Project) -> None:
    assert_json_says_it_all("plan")
    half.configure("first")
    assert_json_says_it_all("plan")
    assert not wrong("plan", Path("told.json").read_text())
    assert not wrong_lines(Path("told.json-stream").read_text())


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("human", "# (its document {old} stays: it is left to {heir})"),
        ("markdown", "document `{old}` stays, left to `{heir}`"),
        ("html", "<li>document <code>{old}</code> stays, left to <code>{heir}</code></li>"),
    ],
)
def test_a_document_that_is_taken_over_is_not_said_to_go(half: Project, format: str, said: str) -> None:
    heir = f"{HUB[:-3]}other"
    half.configure("second", rest=CONNECTOR.format(identifier="first", more="").replace('"hub"', '"other"'))
    assert half.run("plan", "-format=json=told.json", f"-format={format}") == 0, half.said
    assert said.format(old=OLD, heir=heir) in half.said
    changes = json.loads(Path("told.json").read_text())["resource_changes"]
    (left,) = [change for change in changes if "deposed" in change]
    assert left["hiac_document"]["taken_over_by"] == heir
    half.configure("second")
    assert half.run("plan", "-format=json") == 0
    assert "taken_over_by" not in half.said


def test_documents_that_change_places(half: Project) -> None:
    """Two replacements, each of which writes what the other leaves; the leftover of before goes too."""
    other = CONNECTOR.format(identifier="third", more="").replace('"hub"', '"other"')
    half.configure("second", rest=other)
    half.apply()
    half.configure("third", rest=other.replace('"third"', '"second"'))
    half.apply()
    assert half.documents == [NEW, "connectors/third.yaml"]
    assert half.objects == [("third", False), ("second", False)]


def test_what_has_no_document_is_not_lost(project: Project) -> None:
    organisation = """
resource "harness_platform_organization" "o" {
  identifier = "o"
  name       = "o"
  lifecycle { create_before_destroy = true }
}
"""
    project.configure("first", rest=organisation)
    project.apply()
    assert project.run("taint", "harness_platform_organization.o") == 0
    project.apply()
    assert project.objects == [("first", False), ("o", False)]


def test_an_odd_key_is_refused(half: Project) -> None:
    state = half.folder / "state/default.tfstate.json"
    state.write_text(state.read_text().replace(half.key, "\\u001b[2J"))
    assert half.run("plan") == 1
    assert "invalid deposed key" in half.said
    assert "\x1b" not in half.said


def test_another_workspace_does_not_take_it(half: Project) -> None:
    assert half.run("workspace", "new", "other") == 0
    half.configure("first")
    assert half.run("plan") == 1
    assert "belongs to" in half.said


def test_what_is_left_of_another_provider_is_refused(half: Project) -> None:
    bucket = {"mode": "managed", "type": "aws_s3_bucket", "name": "x", "provider": 'provider["example.com/a/aws"]'}
    state = half.folder / "state/default.tfstate.json"
    content = json.loads(state.read_text())
    instance = {"deposed": "1a2b3c4d", "schema_version": 0, "attributes": {"id": "x"}}
    content["resources"].append(bucket | {"instances": [instance]})
    state.write_text(json.dumps(content))
    assert half.run("plan") == 1
    assert "Resource of another provider" in half.said
    assert "`hiac state rm 'aws_s3_bucket.x'`" in " ".join(half.said.split())
    assert half.run("state", "rm", "aws_s3_bucket.x") == 0
    half.apply()


def test_what_terraform_left_and_hiac_never_wrote(half: Project) -> None:
    """It is told and dropped; there is no document."""
    state = half.folder / "state/default.tfstate.json"
    content = json.loads(state.read_text())
    for one in content["resources"][0]["instances"]:
        if "deposed" in one:
            del one["private"]
            one["deposed"] = "00000001"
    state.write_text(json.dumps(content))
    (half.folder / ".harness" / OLD).unlink()
    assert half.run("plan", "-detailed-exitcode") == CHANGES
    assert "(deposed object 00000001) will be destroyed" in half.said
    half.apply()
    assert half.objects == [("second", False)]


def test_what_a_replacement_left_in_another_workspace_has_its_owner(
    half: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_WORKSPACE", "dev")
    half.configure("first")
    for options, summary in (([], "Document already exists"), (["-adopt"], "Document already managed by hiac")):
        assert half.run("plan", *options) == 1
        assert f"Error: {summary}" in half.said
        assert "let go of it there with `TF_WORKSPACE='default' hiac state rm" in " ".join(half.said.split())
