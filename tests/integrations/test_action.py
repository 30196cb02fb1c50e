"""The action in a repository with a remote. hiac and git are real; `gh` is a program that records and answers."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "NAME"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""
GH = """#!{python}
import json, pathlib, sys
store = pathlib.Path({store!r})
arguments = sys.argv[1:]
body = json.load(sys.stdin) if "--input" in arguments else None
with (store / "calls").open("a") as file:
    file.write(json.dumps([arguments, body]) + "\\n")
if (store / "refuses").exists() and body is not None:
    sys.exit("HTTP 403: Resource not accessible by integration")
if arguments[1] == "graphql":
    print((store / "nodes").read_text(), end="")
"""
HIAC = """#!{python}
import sys
sys.path.insert(0, {repository!r})
from harnessiac.cli.main import main
main()
"""
MARKER = "<!-- hiac:plan -->"


class Checkout:
    """A clone on a runner, its remote, and what `gh` was asked."""

    def __init__(self, folder: Path, repository: Path, environment: dict[str, str]) -> None:
        self.root = folder / "clone"
        self.remote = folder / "remote"
        self.store = folder / "gh"
        self.script = repository / "integrations/github/action.py"
        self.environment = environment
        tools = folder / "tools"
        for made in (self.store, tools, folder / "temp"):
            made.mkdir()
        (self.store / "nodes").write_text("")
        _program(tools / "gh", GH.format(python=sys.executable, store=str(self.store)))
        _program(tools / "hiac", HIAC.format(python=sys.executable, repository=str(repository)))
        (folder / "event.json").write_text('{"pull_request": {"number": 7}}')
        self.environment |= {
            "PATH": f"{tools}{os.pathsep}{environment['PATH']}",
            "HIAC": str(tools / "hiac"),
            "GITHUB_REPOSITORY": "acme/deployments",
            "GITHUB_WORKSPACE": str(self.root),
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REF_NAME": "main",
            "GITHUB_SHA": "0" * 40,
            "GITHUB_EVENT_PATH": str(folder / "event.json"),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "RUNNER_TEMP": str(folder / "temp"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self.inputs = {"COMMENT": "true", "FAIL_ON_CHANGES": "false", "COMMIT": "true", "SARIF": "false"}
        self.folder = folder
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(folder, "clone", "--quiet", str(self.remote), str(self.root))
        git(self.root, "switch", "--quiet", "--create", "main")
        self.write("main.tf", CONNECTOR)
        self.push("Begin")

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def push(self, message: str) -> None:
        git(self.root, "add", ".")
        git(self.root, "commit", "--quiet", "-m", message)
        git(self.root, "push", "--quiet", "origin", "main")

    def run(self, command: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {f"INPUT_{name}": value for name, value in (self.inputs | {"COMMAND": command} | inputs).items()}
        ended = subprocess.run(
            [sys.executable, str(self.script)],
            cwd=self.root,
            env=self.environment | given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    def has(self, *nodes: dict[str, Any]) -> None:
        """What queries of comments and issues find."""
        (self.store / "nodes").write_text("".join(json.dumps(node) + "\n" for node in nodes))

    @property
    def changes(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Method, path and body of every request that changes something."""
        calls = self.store / "calls"
        made = [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []
        return [(a[a.index("--method") + 1], a[1], body) for a, body in made if body is not None]

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in (self.folder / "output").read_text().splitlines())

    def log(self) -> list[str]:
        """The subjects of the remote's commits, the newest first."""
        return git(self.remote, "log", "--format=%s", "main").splitlines()


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def git(folder: Path, *arguments: str) -> str:
    known = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    ended = subprocess.run(["git", *known, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def checkout(tmp_path: Path, repository: Path, environment: dict[str, str]) -> Checkout:
    return Checkout(tmp_path, repository, dict(environment))


def test_a_plan_is_a_comment(checkout: Checkout) -> None:
    ended = checkout.run("plan")
    assert ended.returncode == 0, ended.stdout
    ((method, path, body),) = checkout.changes
    assert (method, path) == ("POST", "repos/acme/deployments/issues/7/comments")
    assert body["body"].startswith(f"{MARKER}\n### 📋 hiac plan\n")
    assert (checkout.folder / "summary").read_text().startswith(MARKER)
    assert checkout.outputs["exitcode"] == "2"
    assert checkout.outputs["changes"] == "true"
    assert checkout.outputs["summary"] == "Plan: 1 to add, 0 to change, 0 to destroy."
    assert "will be created" in ended.stdout


def test_our_comment_is_updated_and_no_other(checkout: Checkout) -> None:
    checkout.has(
        {"id": 1, "ours": False, "first": MARKER},
        {"id": 2, "ours": True, "first": "<!-- hiac:plan other -->"},
        {"id": 4, "ours": True, "first": None},
        {"id": 3, "ours": True, "first": MARKER + "\r"},
    )
    assert checkout.run("plan").returncode == 0
    assert [call[:2] for call in checkout.changes] == [("PATCH", "repos/acme/deployments/issues/comments/3")]


def test_the_query_asks_for_the_pull_request(checkout: Checkout) -> None:
    checkout.run("plan")
    (query, _), *_ = (json.loads(line) for line in (checkout.store / "calls").read_text().splitlines())
    for words in (["-f", "owner=acme"], ["-f", "name=deployments"], ["-F", "number=7"]):
        assert any(query[i : i + 2] == words for i in range(len(query)))
    assert "--paginate" in query
    assert "$endCursor: String" in " ".join(query)


@pytest.mark.parametrize(("inputs", "code"), [({}, 0), ({"FAIL_ON_CHANGES": "true"}, 1)])
def test_changes_may_fail_the_check(inputs: dict[str, str], code: int, checkout: Checkout) -> None:
    assert checkout.run("plan", **inputs).returncode == code


def test_a_fork_may_not_comment(checkout: Checkout) -> None:
    (checkout.store / "refuses").touch()
    ended = checkout.run("plan")
    assert ended.returncode == 0
    assert "::warning::The plan could not be shown as a comment. gh api" in ended.stdout
    assert (checkout.folder / "summary").read_text().startswith(MARKER)


def test_errors_fail_and_are_told(checkout: Checkout) -> None:
    checkout.write("main.tf", 'resource "harness_platform_connector_docker" "hub" {}\n')
    ended = checkout.run("plan")
    assert ended.returncode == 1
    assert "::error file=main.tf,line=1" in ended.stdout
    assert "❌ hiac plan failed" in checkout.changes[0][2]["body"]
    assert checkout.outputs["exitcode"] == "1"
    assert checkout.outputs["plan"] == ""


def test_findings_go_to_code_scanning(checkout: Checkout) -> None:
    checkout.run("plan", SARIF="upload", COMMENT="false")
    ((method, path, body),) = checkout.changes
    assert (method, path) == ("POST", "repos/acme/deployments/code-scanning/sarifs")
    assert json.loads(gzip.decompress(base64.b64decode(body["sarif"])))["version"] == "2.1.0"
    assert body["ref"] == "refs/heads/main"


def test_apply_commits_and_pushes(checkout: Checkout) -> None:
    checkout.write("notes.txt", "not ours")
    ended = checkout.run("apply", COMMIT_MESSAGE="Apply it")
    assert ended.returncode == 0, ended.stdout
    assert checkout.log() == ["Apply it", "Begin"]
    files = git(checkout.remote, "ls-tree", "-r", "--name-only", "main").split()
    assert files == [".harness/connectors/hub.yaml", "main.tf", "state/default.tfstate.json"]
    assert git(checkout.remote, "log", "-1", "--format=%an: %b", "main").strip() == (
        "github-actions[bot]: Plan: 1 to add, 0 to change, 0 to destroy."
    )
    assert checkout.run("apply").returncode == 0
    assert checkout.log() == ["Apply it", "Begin"]


def test_apply_in_a_folder_with_settings(checkout: Checkout) -> None:
    checkout.write("shop/hiac.toml", 'documents = "yaml/${workspace}"\nstate = "record"\n')
    checkout.write("shop/main.tf", CONNECTOR)
    checkout.push("Add a folder")
    assert checkout.run("apply", WORKING_DIRECTORY="shop").returncode == 0
    files = git(checkout.remote, "ls-tree", "-r", "--name-only", "main", "shop").split()
    assert files == [
        "shop/hiac.toml", "shop/main.tf", "shop/record/default.tfstate.json", "shop/yaml/default/connectors/hub.yaml",
    ]  # fmt: skip


def test_apply_starts_over_when_the_branch_moved(checkout: Checkout) -> None:
    other = checkout.folder / "other"
    git(checkout.folder, "clone", "--quiet", str(checkout.remote), str(other))
    (other / "main.tf").write_text(CONNECTOR.replace("NAME", "Changed meanwhile"))
    git(other, "commit", "--quiet", "--all", "-m", "Move on")
    git(other, "push", "--quiet", "origin", "main")
    ended = checkout.run("apply", COMMIT_MESSAGE="Apply it")
    assert ended.returncode == 0, ended.stdout
    assert checkout.log() == ["Apply it", "Move on", "Begin"]
    assert "name: Changed meanwhile" in git(checkout.remote, "show", "main:.harness/connectors/hub.yaml")
    assert "::notice::main moved meanwhile." in ended.stdout


def test_apply_gives_up_when_it_may_not_push(checkout: Checkout) -> None:
    hook = checkout.remote / "hooks/pre-receive"
    _program(hook, "#!/bin/sh\necho protected >&2\nexit 1\n")
    ended = checkout.run("apply")
    assert ended.returncode == 1
    assert "::error::What was applied could not be pushed to main" in ended.stdout
    assert "protected" in ended.stdout


def test_drift_is_an_issue_until_it_is_gone(checkout: Checkout) -> None:
    assert checkout.run("drift").returncode == 0
    ((method, path, body),) = checkout.changes
    assert (method, path, body["labels"]) == ("POST", "repos/acme/deployments/issues", ["hiac-drift"])
    assert body["title"] == "Documents differ from the configuration"
    checkout.has({"id": 12, "ours": True, "first": MARKER})
    assert checkout.run("drift").returncode == 0
    assert checkout.changes[1][:2] == ("PATCH", "repos/acme/deployments/issues/12")
    assert checkout.run("apply").returncode == 0
    assert checkout.run("drift").returncode == 0
    assert checkout.changes[-1] == ("PATCH", "repos/acme/deployments/issues/12", {"state": "closed"})


@pytest.mark.parametrize(
    ("command", "inputs", "says"),
    [
        ("plam", {}, '"command" must be plan, apply, drift, not "plam"'),
        ("plan", {"WORKING_DIRECTORY": "../.."}, 'no directory "../.."'),
        ("plan", {"WORKING_DIRECTORY": "nowhere"}, 'no directory "nowhere"'),
        ("plan", {"COMMENT": "yes"}, '"comment" must be true or false, not "yes"'),
        ("plan", {"ARGUMENTS": "-nonsense"}, "hiac made no plan"),
        ("apply", {"ARGUMENTS": "-out=elsewhere.plan"}, '"arguments" must not say -out'),
        ("plan", {"COMMAND": "x\n::set-output name=a::b"}, "x%0A::set-output"),
    ],
)
def test_wrong_inputs(command: str, inputs: dict[str, str], says: str, checkout: Checkout) -> None:
    ended = checkout.run(command, **inputs)
    assert ended.returncode == 1
    assert says in ended.stdout
    assert "\n::set-output" not in ended.stdout


def test_arguments_stand_one_to_a_line(checkout: Checkout) -> None:
    checkout.write("main.tf", 'variable "name" {}\n' + CONNECTOR.replace('"NAME"', "var.name"))
    checkout.run("plan", ARGUMENTS="-var=name=Two words; $(touch harm)\n-compact-warnings\n")
    assert "Two words; $(touch harm)" in checkout.changes[0][2]["body"].replace("\\", "")
    assert not (checkout.root / "harm").exists()


def test_outputs_are_lines(checkout: Checkout, read_action: Callable[[], dict[str, Any]]) -> None:
    """Every output of action.yml is one the program sets, and every input one it reads."""
    action = read_action()
    program = checkout.script.read_text()
    for name, output in action["outputs"].items():
        assert output["value"] == f"${{{{ steps.run.outputs.{name} }}}}"
        assert f'.output("{name}"' in program
    environment = action["runs"]["steps"][-1]["env"]
    for name in set(action["inputs"]) - {"extras", "python-version", "token"}:
        assert environment[f"INPUT_{name.upper().replace('-', '_')}"] == f"${{{{ inputs.{name} }}}}"
        assert f'"{name}"' in program


@pytest.fixture
def read_action(repository: Path) -> Callable[[], dict[str, Any]]:
    def read() -> dict[str, Any]:
        import yaml

        loaded: dict[str, Any] = yaml.safe_load((repository / "action.yml").read_text())
        return loaded

    return read
