"""HIAC_COMPAT=terraform: what programs look for in Terraform's text they find in hiac's.

The patterns are those the programs publish; who has them is named beside each. Where there is a real terraform, the
sentences around the changes are compared with it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

EVERYTHING = Path(__file__).parent / "everything"
COMPAT = {"HIAC_COMPAT": "terraform"}
DOCKER = "harness_platform_connector_docker"
FOUND = """\
connector:
  name: Found
  identifier: found
  type: DockerRegistry
  spec:
    dockerRegistryUrl: https://found.example.com
    providerType: Other
    auth:
      type: Anonymous
    executeOnDelegate: true
"""

# tfcmt, pkg/terraform/parser.go
TFCMT_PASS = re.compile(r"(?m)^(Plan: \d|No changes.)")
TFCMT_FAIL = re.compile(r"(?m)^([│|] )?(Error: )")
TFCMT_WARNING = re.compile(r"(?m)^([│|] )?(Warning: )")
TFCMT_OUTPUTS = re.compile(r"(?m)^Changes to Outputs:")
TFCMT_DESTROYS = re.compile(r"(?m)([1-9][0-9]* to destroy.)")
TFCMT_APPLIED = re.compile(r"(?m)^(Apply complete!)")
TFCMT = {
    "created": re.compile(r"^ *# (.*) will be created$"),
    "updated": re.compile(r"^ *# (.*) will be updated in-place$"),
    "deleted": re.compile(r"^ *# (.*) will be destroyed$"),
    "replaced": re.compile(r"^ *# (.*?)(?: is tainted, so)? must be replaced$"),
    "requested": re.compile(r"^ *# (.*?) will be replaced, as requested$"),
    "moved": re.compile(r"^ *# (.*?) has moved to (?:.*?)$"),
    "imported": re.compile(r"^ *# (.*?) will be imported$"),
}
# Atlantis, server/events/models/models.go
ATLANTIS_OUTSIDE = re.compile(r"Note: Objects have changed outside of Terraform")
ATLANTIS_CHANGES = re.compile(r"Plan: (?:(\d+) to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy.")
ATLANTIS_NOTHING = re.compile(
    r"No changes. (Infrastructure is up-to-date|Your infrastructure matches the configuration)."
)
ATLANTIS_DIFF = re.compile(
    r"(?m)^( +)([-+~]\s)(.*)(\s=\s|\s->\s|<<|\{|\(known after apply\)| {2,}[^ ]+:.*)(.*)"
)  # fmt: skip
# robburger/terraform-pr-commenter, entrypoint.sh: where the plan begins
COMMENTER_BEGINS = re.compile(
    r"(?m)^(Terraform used the selected providers to generate the following execution"
    r"|No changes. Your infrastructure matches the configuration.|Note: Objects have changed outside of Terraform)$"
)


def resources(text: str) -> dict[str, list[str]]:
    """What tfcmt lists."""
    return {
        name: [found[1] for line in text.split("\n") if (found := pattern.match(line))]
        for name, pattern in TFCMT.items()
    }


def between(text: str, first: str, last: str) -> str:
    """As tfcmt cuts a part out: from the line that is `first` to the one that begins with `last`."""
    lines = text.split("\n")
    start = lines.index(first) + 1
    return "\n".join(lines[start : next(i for i in range(start, len(lines)) if lines[i].startswith(last))])


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, hiac: Any) -> tuple[Path, str]:
    """The folder of the scenario in which everything happens, and the text of its plan."""
    folder = tmp_path_factory.mktemp("compat")
    shutil.copytree(EVERYTHING / "1", folder, dirs_exist_ok=True)
    assert hiac("apply", "-auto-approve", cwd=folder, **COMPAT).returncode == 0
    shutil.copytree(EVERYTHING / "2", folder, dirs_exist_ok=True)
    nexus = folder / ".harness/connectors/nexus.yaml"
    nexus.write_text(nexus.read_text().replace("nexus.example.com", "edited.example.com"))
    (folder / ".harness/connectors/found.yaml").write_text(FOUND)
    ended = hiac("plan", "-detailed-exitcode", "-out=all.plan", cwd=folder, **COMPAT)
    assert ended.returncode == 2
    return folder, ended.stdout


def test_the_plan_is_understood(everything: tuple[Path, str]) -> None:
    text = everything[1]
    assert resources(text) == {
        "created": [f"{DOCKER}.fresh"],
        "updated": [
            f"{DOCKER}.hub", "harness_platform_connector_nexus.drifted", "harness_platform_secret_text.token",
            "harness_platform_service.web",
        ],
        "deleted": [f"{DOCKER}.old"],
        "replaced": [f"{DOCKER}.wanders"],
        "requested": [],
        "moved": [f"{DOCKER}.was"],
        "imported": [f"{DOCKER}.found"],
    }  # fmt: skip
    assert TFCMT_PASS.search(text)
    assert not TFCMT_FAIL.search(text)
    assert TFCMT_DESTROYS.search(text)
    changes = ATLANTIS_CHANGES.search(text)
    assert changes is not None
    assert changes.groups() == ("1", "2", "4", "2")
    assert ATLANTIS_OUTSIDE.search(text)
    assert not ATLANTIS_NOTHING.search(text)
    begins = COMMENTER_BEGINS.search(text)
    assert begins is not None
    assert text[: begins.start()] == "\n"


def test_the_parts_are_cut_out_whole(everything: tuple[Path, str]) -> None:
    text = everything[1]
    outside = between(text, "Note: Objects have changed outside of Terraform", "Unless you have made equivalent")
    assert outside.strip().startswith("Terraform detected the following changes made outside of Terraform since the\n")
    assert "# harness_platform_connector_nexus.drifted has changed" in outside
    changed = between(text, "Terraform will perform the following actions:", "─────")
    assert changed.startswith("\n  # ")
    assert "Changes to Outputs:" in changed
    warning = TFCMT_WARNING.search(text)
    assert warning is not None
    warnings = text[warning.start() :].partition("─────")[0]
    assert warnings.count("Warning: ") == 2
    assert text.endswith(
        "\nSaved the plan to: all.plan\n\nTo perform exactly these actions, run the following command to apply:\n"
        "    hiac apply all.plan\n"
    )


def test_signs_come_to_the_front_for_a_diff(everything: tuple[Path, str]) -> None:
    """Atlantis and the commenter move the sign of each line to its start, where markdown colours it."""
    moved = ATLANTIS_DIFF.sub(r"\2\1\3\4\5", everything[1])
    assert f'\n+   resource "{DOCKER}" "fresh" {{\n' in moved
    assert '\n~       name                = "Docker Hub" -> "Docker Hub of the shop"\n' in moved
    assert '\n-       name                = "Old" -> null\n' in moved


def test_applied(everything: tuple[Path, str], hiac: Any) -> None:
    folder = everything[0]
    ended = hiac("apply", "all.plan", cwd=folder, **COMPAT)
    assert ended.returncode == 0, ended.stderr
    assert TFCMT_APPLIED.search(ended.stdout)
    assert "\nApply complete! Resources: 1 imported, 2 added, 4 changed, 2 destroyed.\n" in ended.stdout
    plan = hiac("plan", cwd=folder, **COMPAT).stdout
    assert ATLANTIS_NOTHING.search(plan)
    assert TFCMT_PASS.search(plan)
    gone = hiac("destroy", "-auto-approve", cwd=folder, **COMPAT).stdout
    assert re.search(r"(?m)^Destroy complete! Resources: 8 destroyed\.$", gone)


@pytest.mark.parametrize("mode", ["", "-refresh-only"])
def test_drift_alone(mode: str, tmp_path: Path, hiac: Any) -> None:
    """tfcmt looks for the sentence that ends the note, and fails without it."""
    (tmp_path / "main.tf").write_text(CONNECTOR)
    assert hiac("apply", "-auto-approve", cwd=tmp_path, **COMPAT).returncode == 0
    document = tmp_path / ".harness/connectors/c.yaml"
    document.write_text(document.read_text().replace("a.example.com", "b.example.com"))
    (tmp_path / "main.tf").write_text(CONNECTOR.replace("a.example.com", "b.example.com"))
    text = hiac("plan", *filter(None, [mode]), cwd=tmp_path, **COMPAT).stdout
    ends = "This is a refresh-only plan, so Terraform will not" if mode else "Unless you have made equivalent"
    assert "has changed" in between(text, "Note: Objects have changed outside of Terraform", ends)
    assert bool(ATLANTIS_NOTHING.search(text)) is not bool(mode)


def test_errors_are_found(tmp_path: Path, hiac: Any) -> None:
    (tmp_path / "main.tf").write_text(f'resource "{DOCKER}" "c" {{}}\n')
    ended = hiac("plan", cwd=tmp_path, **COMPAT)
    assert ended.returncode == 1
    assert TFCMT_FAIL.search(ended.stdout + ended.stderr)
    assert not TFCMT_PASS.search(ended.stdout + ended.stderr)


def test_without_the_setting_hiac_speaks_for_itself(tmp_path: Path, hiac: Any) -> None:
    (tmp_path / "main.tf").write_text(CONNECTOR)
    text = hiac("plan", cwd=tmp_path).stdout
    assert "Terraform" not in text
    assert "─" not in text


# -------------------------------------------------------------------------------------------------- with terraform

CONNECTOR = f"""
resource "{DOCKER}" "c" {{
  identifier = "c"
  name       = "C"
  type       = "Other"
  url        = "https://a.example.com"
}}
"""
DATA = 'resource "terraform_data" "c" {\n  input = "https://a.example.com"\n}\n'
OUTPUT = 'output "x" {\n  value = "1"\n}\n'
STEPS = [
    (["plan", "-out=p"], "", ""),
    (["plan"], "", ""),
    (["apply", "-auto-approve"], "", ""),
    (["plan"], "", ""),
    (["plan", "-refresh-only"], "", ""),
    (["plan"], "a.example", "b.example"),
    (["plan"], '"1"', '"2"'),
    (["plan", "-refresh-only"], '"1"', '"2"'),
    (["plan", "-destroy"], "", ""),
    (["destroy", "-auto-approve"], "", ""),
    (["plan", "-destroy"], "", ""),
]


def frame(text: str) -> list[str]:
    """The lines around resources, without what only one of the two has to say."""
    text = re.sub(r"(?ms)^  # .*?^    \}\n", "", text)
    lines = re.sub(r'(terraform|hiac) apply( "?p"?$)?', "apply", text, flags=re.MULTILINE).splitlines()
    of_one = re.compile(r"^\S+: |^ *$")
    return [line for line in lines if not of_one.match(line)]


@pytest.mark.terraform
def test_the_frame_is_terraforms(tmp_path: Path, hiac: Any, environment: dict[str, str]) -> None:
    ours, theirs = tmp_path / "hiac", tmp_path / "terraform"
    for folder, resource in ((ours, CONNECTOR), (theirs, DATA)):
        folder.mkdir()
        (folder / "main.tf").write_text(resource + OUTPUT)
    for arguments, old, new in STEPS:
        for folder, resource in ((ours, CONNECTOR), (theirs, DATA)):
            (folder / "main.tf").write_text((resource + OUTPUT).replace(old, new) if old else resource + OUTPUT)
        told = subprocess.run(
            ["terraform", *arguments, "-no-color"],
            cwd=theirs,
            env=environment | {"CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        said = hiac(*arguments, "-no-color", cwd=ours, **COMPAT)
        assert frame(said.stdout) == frame(told.stdout), arguments
        assert said.stdout[0] == re.sub(r"(?m)^\S+: Refreshing.*\n", "", told.stdout)[0] == "\n"
