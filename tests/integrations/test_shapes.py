"""The files that other tools read have the shape those tools ask for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

BUILTIN = {
    "action.yml": "vendor.github-actions",
    "integrations/github/hiac.yml": "vendor.github-workflows",
    "integrations/gitlab/hiac.gitlab-ci.yml": "vendor.gitlab-ci",
}
ZIZMOR = """
rules:
  unpinned-uses:
    config:
      policies:
        YOUR-ORG/*: any
        "*": hash-pin
"""


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


@pytest.mark.parametrize(("file", "schema"), BUILTIN.items())
def test_schema(file: str, schema: str, repository: Path) -> None:
    ended = run(tool("check-jsonschema"), "--builtin-schema", schema, file, cwd=repository)
    assert ended.returncode == 0, ended.stdout


def test_no_template_reaches_a_script(repository: Path, tmp_path: Path) -> None:
    """zizmor: no injection, actions pinned, no rights that are not needed."""
    (tmp_path / "zizmor.yml").write_text(ZIZMOR)
    files = ("action.yml", "integrations/github/hiac.yml")
    ended = run(
        tool("zizmor"), "--offline", "--no-progress", "--config", str(tmp_path / "zizmor.yml"), *files, cwd=repository
    )
    assert ended.returncode == 0, ended.stdout
    for step in yaml.safe_load((repository / "action.yml").read_text())["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_shell_parses(repository: Path) -> None:
    gitlab = yaml.safe_load((repository / "integrations/gitlab/hiac.gitlab-ci.yml").read_text())
    atlantis = yaml.safe_load((repository / "integrations/atlantis/atlantis.yaml").read_text())
    action = yaml.safe_load((repository / "action.yml").read_text())
    scripts = [line for job in gitlab.values() for line in job.get("script", [])]
    scripts += [
        step["run"]
        for stage in atlantis["workflows"]["hiac"].values()
        for step in stage["steps"]
        if "run" in step
    ]  # fmt: skip
    scripts += [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) > 12
    for script in scripts:
        ended = run("bash", "-n", "-c", script, cwd=repository)
        assert ended.returncode == 0, ended.stderr


def test_atlantis_projects_use_their_workflow(repository: Path) -> None:
    config: dict[str, Any] = yaml.safe_load((repository / "integrations/atlantis/atlantis.yaml").read_text())
    assert config["version"] == 3
    assert {project["workflow"] for project in config["projects"]} == set(config["workflows"])
    for stage in ("plan", "apply"):
        steps = config["workflows"]["hiac"][stage]["steps"]
        assert all(set(step) <= {"env", "run"} for step in steps)
        assert any("$PLANFILE" in step.get("run", "") for step in steps)


def test_dockerfile(repository: Path) -> None:
    text = (repository / "integrations/docker/Dockerfile").read_text()
    bases = re.findall(r"(?m)^FROM (\S+)", text)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", bases[0])
    assert int(re.findall(r"(?m)^USER (\d+)$", text)[-1]) > 0
    for copied in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text):
        assert all((repository / name).exists() for name in copied.split())


# pre-commit

HOOKS = ".pre-commit-hooks.yaml"
AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


def test_manifest(repository: Path) -> None:
    ended = run(tool("pre-commit"), "validate-manifest", HOOKS, cwd=repository)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("hook", "good", "bad"),
    [
        ("hiac-fmt", CONNECTOR, CONNECTOR.replace("identifier =", "identifier=")),
        ("hiac-validate", CONNECTOR, CONNECTOR.replace("url ", "uri ")),
        ("hiac-docs", CONNECTOR, CONNECTOR.replace('"Hub"', '"Docker Hub"')),
    ],
)
def test_hook(hook: str, good: str, bad: str, repository: Path, tmp_path: Path, hiac: Any) -> None:
    """Each hook passes what is good and does not pass what is bad, as pre-commit judges: by exit code or change."""
    hooks = {one["id"]: one for one in yaml.safe_load((repository / HOOKS).read_text())}
    command, *arguments = [*hooks[hook]["entry"].split(), *hooks[hook].get("args", [])]
    assert command == "hiac"
    file = tmp_path / "-x.tf"  # not an option
    names = [file.name] if hooks[hook].get("pass_filenames", True) else []
    assert hooks[hook].get("always_run") or re.search(hooks[hook]["files"], file.name)

    def passes(text: str) -> bool:
        file.write_text(text)
        return hiac(*arguments, *names, cwd=tmp_path).returncode == 0 and file.read_text() == text

    file.write_text(good)
    assert hiac("apply", "-auto-approve", cwd=tmp_path).returncode == 0
    assert passes(good)
    assert not passes(bad)


def test_hooks_see_a_deleted_file(repository: Path, tmp_path: Path, hiac: Any) -> None:
    """pre-commit passes over a hook none of whose files is there any more, unless it always runs."""
    hooks = yaml.safe_load((repository / HOOKS).read_text())
    for one in hooks:
        one |= {"language": "system", "entry": one["entry"].replace("hiac", tool("hiac"), 1)}
    (tmp_path / "main.tf").write_text(CONNECTOR)
    (tmp_path / "other.tf").write_text(CONNECTOR.replace("hub", "other"))
    assert hiac("apply", "-auto-approve", cwd=tmp_path).returncode == 0
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    for arguments in (["init", "-q"], ["add", "."], [*AUTHOR, "commit", "-qm", "x"], ["rm", "-q", "other.tf"]):
        assert run("git", *arguments, cwd=tmp_path).returncode == 0
    ended = run(tool("pre-commit"), "run", cwd=tmp_path)
    assert re.search(r"hiac validate\.+Passed", ended.stdout), ended.stdout
    assert re.search(r"hiac documents up to date\.+Failed", ended.stdout), ended.stdout
    assert "other will be destroyed" in ended.stdout
