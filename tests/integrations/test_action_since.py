"""The action on a pull request: what is checked out decides what the plan is compared with; its steps run by bash."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.integrations.test_action import CONNECTOR, Checkout, checkout, git  # noqa: F401

OTHER = CONNECTOR.replace('"hub"', '"quay"').replace("NAME", "Quay")
WHOLE = "::notice::The whole plan is shown"


def pull(made: Checkout, files: dict[str, str], **event: object) -> tuple[str, str]:
    """A pull request that adds files, its merge checked out and on the remote; the commits of its base and its head."""
    base = git(made.root, "rev-parse", "HEAD").strip()
    git(made.root, "switch", "--quiet", "--create", "change")
    for name, text in files.items():
        made.write(name, text)
    git(made.root, "add", ".")
    git(made.root, "commit", "--quiet", "-m", "Change")
    head = git(made.root, "rev-parse", "HEAD").strip()
    git(made.root, "switch", "--quiet", "--detach", "main")
    git(made.root, "merge", "--quiet", "--no-ff", "-m", "Merge", "change")
    git(made.root, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge", "change")
    made.environment["GITHUB_REF"] = "refs/pull/7/merge"
    request = {"number": 7, "base": {"sha": base}, "head": {"sha": head}} | event
    (made.folder / "event.json").write_text(json.dumps({"pull_request": request}))
    return base, head


def shallow(made: Checkout, ref: str = "refs/pull/7/merge") -> None:
    """Check out as actions/checkout does: one commit."""
    made.root = made.folder / "shallow"
    made.environment["GITHUB_WORKSPACE"] = str(made.root)
    git(made.folder, "init", "--quiet", str(made.root))
    git(made.root, "remote", "add", "origin", made.remote.as_uri())
    git(made.root, "fetch", "--quiet", "--depth=1", "origin", f"+{ref}:refs/remotes/pull/7/merge")
    git(made.root, "checkout", "--quiet", "--force", "refs/remotes/pull/7/merge")


def body(made: Checkout) -> str:
    text: str = made.changes[0][2]["body"]
    return text


def test_only_what_is_new(checkout: Checkout) -> None:  # noqa: F811
    base, _ = pull(checkout, {"quay.tf": OTHER})
    ended = checkout.run("plan")
    assert ended.returncode == 0, ended.stdout
    assert f"what is new since `{base}`" in body(checkout)
    assert "harness_platform_connector_docker.quay" in body(checkout)
    assert "harness_platform_connector_docker.hub" not in body(checkout)
    assert "1 change is planned at" in body(checkout)


def test_one_commit_is_deepened(checkout: Checkout) -> None:  # noqa: F811
    base, _ = pull(checkout, {"quay.tf": OTHER})
    shallow(checkout)
    ended = checkout.run("plan")
    assert ended.returncode == 0, ended.stdout
    assert f"what is new since `{base}`" in body(checkout)


@pytest.mark.parametrize("broken", ["remote", "base"])
def test_without_the_base_everything_is_shown(broken: str, checkout: Checkout) -> None:  # noqa: F811
    pull(checkout, {"quay.tf": OTHER}, **({"base": {"sha": "--upload-pack=touch harm;"}} if broken == "base" else {}))
    shallow(checkout, "refs/heads/change" if broken == "base" else "refs/pull/7/merge")
    if broken == "remote":
        git(checkout.root, "remote", "set-url", "origin", "file:///nowhere")
    ended = checkout.run("plan")
    assert ended.returncode == 0, ended.stdout
    assert WHOLE in ended.stdout
    assert "harness_platform_connector_docker.hub" in body(checkout)
    assert not (checkout.root / "harm").exists()


def test_a_branch_that_is_checked_out(checkout: Checkout) -> None:  # noqa: F811
    base, head = pull(checkout, {"quay.tf": OTHER})
    git(checkout.root, "switch", "--quiet", "--detach", head)
    assert checkout.run("plan").returncode == 0
    assert f"what is new since `{base}`" in body(checkout)


def test_a_folder_that_is_new(checkout: Checkout) -> None:  # noqa: F811
    pull(checkout, {"shop/main.tf": OTHER})
    ended = checkout.run("plan", WORKING_DIRECTORY="shop")
    assert ended.returncode == 0, ended.stdout
    assert "harness_platform_connector_docker.quay" in body(checkout)


@pytest.mark.parametrize(
    ("inputs", "code"), [({"SINCE": "none"}, 0), ({"FAIL_ON_CHANGES": "true"}, 1), ({"ARGUMENTS": "-since=HEAD"}, 0)]
)
def test_what_was_asked_for(inputs: dict[str, str], code: int, checkout: Checkout) -> None:  # noqa: F811
    pull(checkout, {"quay.tf": OTHER})
    assert checkout.run("plan", **inputs).returncode == code
    assert ("nothing new since `HEAD" in body(checkout)) == ("ARGUMENTS" in inputs)
    assert WHOLE not in body(checkout)


def test_a_commit_that_was_asked_for(checkout: Checkout) -> None:  # noqa: F811
    pull(checkout, {"quay.tf": OTHER})
    assert checkout.run("plan", SINCE="change").returncode == 0
    assert "nothing new since `change" in body(checkout)
    ended = checkout.run("plan", SINCE="change", FAIL_ON_CHANGES="true")
    assert ended.returncode == 1
    assert '"since" must be auto or none, not "change"' in ended.stdout


INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")
HOSTILE = '$(touch harm)"; touch harm #'


def test_the_steps_as_bash_runs_them(checkout: Checkout, repository: Path) -> None:  # noqa: F811
    """Every script of action.yml, with what its inputs are by default, and names that would be commands."""
    pull(checkout, {"quay.tf": OTHER})
    temporary = Path(checkout.environment["RUNNER_TEMP"])
    tools = Path(checkout.environment["PATH"].split(os.pathsep)[0])
    fake = tools / "python"
    fake.write_text(FAKE.format(real=sys.executable, hiac=checkout.environment.pop("HIAC"), log=str(temporary / "log")))
    fake.chmod(0o755)
    action = yaml.safe_load((repository / "action.yml").read_text())
    given = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
    given |= {"extras": "s3,encryption", "commit-message": HOSTILE, "arguments": f"-var=x={HOSTILE}", "token": "t"}
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        own = {name: INPUT.sub(lambda found: given[found[1]], text) for name, text in step["env"].items()}
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=checkout.root,
            env=checkout.environment | {"GITHUB_ACTION_PATH": str(repository), "GITHUB_HEAD_REF": HOSTILE, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode in (0, 1), ended.stderr
        assert "Traceback" not in ended.stderr
    calls = [json.loads(line) for line in (temporary / "log").read_text().splitlines()]
    [installed] = [call for call in calls if call[:2] == ["-m", "pip"]]
    assert installed[-1] == f"{repository}[s3,encryption]"
    assert "Value for undeclared variable" in ended.stdout + ended.stderr
    assert not list(checkout.folder.rglob("harm"))


FAKE = """#!{real}
import json, os, pathlib, sys
with open({log!r}, "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["-m", "venv"]:
    programs = pathlib.Path(sys.argv[3], "bin")
    programs.mkdir(parents=True)
    (programs / "hiac").symlink_to({hiac!r})
    (programs / "python").symlink_to(__file__)
elif sys.argv[1:3] != ["-m", "pip"]:
    os.execv({real!r}, [{real!r}, *sys.argv[1:]])
"""
