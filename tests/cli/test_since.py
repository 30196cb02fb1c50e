"""hiac plan -since: what is new compared with the plan at a commit, in repositories made by git itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from tests.repositories import Commit, Git, docker, service, write

Capture = pytest.CaptureFixture[str]
Plan = Callable[..., tuple[int, str, str]]


TEMPLATE = """service:
  name: web
  identifier: web
  serviceDefinition:
    type: Kubernetes
    spec:
      variables:
        - name: replicas
          type: String
          value: "${replicas}"
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Plan:
    """`plan("-since=main")`: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["plan", *args])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def apply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def call() -> None:
        monkeypatch.chdir(tmp_path)
        assert run(["apply", "-auto-approve"]) == 0

    return call


def changed(plan: Plan, *args: str) -> dict[str, list[str]]:
    """What the JSON shows of a plan: actions by address."""
    code, out, err = plan("-format=json", *args)
    assert code == 0, err
    return {one["address"].rpartition(".")[2]: one["change"]["actions"] for one in json.loads(out)["resource_changes"]}


def test_only_what_is_new_is_shown(commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": docker("a") + docker("b") + docker("c")})
    apply()
    commit({})
    # Not applied yet when the branch begins: a is changed, d is new, and c was edited by hand.
    document = tmp_path / ".harness/connectors/c.yaml"
    document.write_text(document.read_text().replace("example.com", "edited.example.com"))
    commit({"main.tf": docker("a", "https://a.example.com") + docker("b") + docker("c") + docker("d")})
    assert changed(plan) == {"a": ["update"], "b": ["no-op"], "c": ["update"], "d": ["create"]}
    assert changed(plan, "-since=HEAD") == {}
    # The branch changes b, changes a in another way, and adds d no more.
    write(tmp_path, {"main.tf": docker("a", "https://A.example.com") + docker("b", "https://b") + docker("c")})
    assert changed(plan, "-since=HEAD") == {"a": ["update"], "b": ["update"]}
    code, out, _ = plan("-since=HEAD")
    assert code == 0
    assert "Plan: 0 to add, 2 to change, 0 to destroy." in out
    assert "changed by hand" not in out
    assert "2 changes are planned at HEAD" in out
    assert "not any more: harness_platform_connector_docker.d (create)" in out


@pytest.mark.parametrize("format", ["summary", "markdown", "human", "json", "json-stream", "junit", "gitlab"])
def test_every_format_has_what_is_new_only(
    format: str, commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path
) -> None:
    write(tmp_path, {"main.tf": docker("old") + docker("fresh")})
    apply()
    commit({"main.tf": docker("old", "https://changed.example.com") + docker("fresh")})
    write(tmp_path, {"main.tf": docker("old", "https://changed.example.com") + docker("fresh", "https://fresh")})
    code, out, _ = plan("-since=main", f"-format={format}")
    assert code == 0
    if format == "json":
        data = json.loads(out)
        assert data.pop("hiac_since")["unchanged"] == 1
        del data["configuration"]  # is told whole
        out = json.dumps(data)
    assert "changed.example.com" not in out
    assert "connector_docker.old" not in out
    if format in ("summary", "markdown", "human", "json-stream"):
        assert "1 change is planned at main" in out


def test_the_exit_code_speaks_of_what_is_new(
    commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path
) -> None:
    write(tmp_path, {"main.tf": docker("a")})
    apply()
    commit({"main.tf": docker("a", "https://other")})
    assert plan("-detailed-exitcode")[0] == 2
    code, out, _ = plan("-detailed-exitcode", "-since=main")
    assert (code, out.startswith("Nothing new since main (")) == (0, True)
    write(tmp_path, {"main.tf": docker("a")})
    code, out, _ = plan("-detailed-exitcode", "-since=main")
    assert code == 2
    assert "not any more: harness_platform_connector_docker.a (update)" in out


def test_a_saved_plan_is_whole(commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": docker("a")})
    code, out, _ = plan("-since=main", "-out=p")
    assert code == 0
    assert "do this and what is not shown" in out
    assert run(["apply", "p"]) == 0
    assert (tmp_path / ".harness/connectors/a.yaml").exists()


def test_warnings_are_shown_that_are_new(commit: Commit, plan: Plan, tmp_path: Path) -> None:
    old = docker("a", more='  tags = ["a:b", "a:c"]\n').replace('"Other"', '"Docker"')
    commit({"main.tf": old})
    _, before, _ = plan()
    assert before.count("Warning:") >= 1
    write(tmp_path, {"main.tf": "# one line more\n" + old})
    _, out, _ = plan("-since=main")
    assert "Warning:" not in out
    assert "given at main" in out
    write(tmp_path, {"main.tf": old + docker("b").replace('"Other"', '"Dockr"')})
    _, out, _ = plan("-since=main")
    assert out.count("Warning:") == 1
    assert "Dockr" in out


def test_errors_are_always_shown(commit: Commit, plan: Plan) -> None:
    commit({"main.tf": docker("a").replace('"a"', "local.none", 1)})
    commit({"main.tf": 'resource "harness_platform_connector_docker" "a" {}'})
    code, _, err = plan("-since=main")
    assert code == 1
    assert "Missing required argument" in err


def test_a_configuration_with_errors_then_is_no_obstacle(commit: Commit, plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": 'resource "harness_platform_connector_docker" "a" {\n  identifier = local.none\n}'})
    write(tmp_path, {"main.tf": docker("a")})
    code, out, _ = plan("-since=main", "-detailed-exitcode")
    assert code == 2
    assert "Nothing to compare with" in out
    assert "main.tf line 2: Reference to undeclared local value" in out
    assert "Everything is shown: it has errors at main" in out


def test_settings_with_errors_then_are_no_obstacle(commit: Commit, plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": docker("a"), "hiac.toml": "configuration = 1\n"})
    (tmp_path / "hiac.toml").unlink()
    code, out, _ = plan("-since=main")
    assert code == 0
    assert "connector_docker.a will be created" in out
    assert 'hiac.toml line 1: Invalid hiac.toml. The setting "configuration"' in " ".join(out.split())
    commit({"v.tfvars": "a = = 1\n"})
    write(tmp_path, {"v.tfvars": ""})
    code, out, _ = plan("-since=main", "-var-file=v.tfvars")
    assert code == 0
    assert "v.tfvars line 1" in " ".join(out.split())


def test_a_new_configuration_is_new_as_a_whole(
    commit: Commit, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit({"other/main.tf": docker("a")})
    write(tmp_path, {"new/main.tf": docker("b")})
    monkeypatch.chdir(tmp_path / "new")
    code, out, _ = plan("-since=main")
    assert code == 0
    assert "connector_docker.b will be created" in out
    assert "there was no configuration here at main" in out


def test_modules_templates_settings_and_variables_are_those_of_the_commit(
    commit: Commit, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = 'module "m" {\n  source = "../../modules/m"\n  url = var.url\n}\nvariable "url" {}\n'
    module = 'variable "url" {}\n' + docker("in").replace('"https://example.com"', "var.url")
    files = {
        "modules/m/main.tf": module,
        "infra/here/hiac.toml": 'configuration = "../configuration"\n',
        "infra/configuration/main.tf": call
        + service("web", 'templatefile("${path.module}/../web.yaml", { replicas = 1 })')
        + service("text", 'file("../web2.yaml")'),
        "infra/configuration/x.auto.tfvars": 'url = "https://one"\n',
        "infra/web.yaml": TEMPLATE,
        "infra/web2.yaml": TEMPLATE.replace("web", "text").replace("${replicas}", "1"),
    }
    commit(files)
    monkeypatch.chdir(tmp_path / "infra/here")
    assert changed(plan, "-since=main") == {}
    for name, old, new, address in (
        ("modules/m/main.tf", "Other", "DockerHub", "in"),
        ("infra/configuration/x.auto.tfvars", "one", "two", "in"),
        ("infra/web.yaml", "replicas\n", "copies\n", "web"),
        ("infra/web2.yaml", "replicas\n", "copies\n", "text"),
        ("infra/configuration/main.tf", "replicas = 1", "replicas = 2", "web"),
    ):
        write(tmp_path, {name: files[name].replace(old, new)})
        assert list(changed(plan, "-since=main")) == [address], name
        write(tmp_path, {name: files[name]})


def test_a_variable_that_is_new_may_be_given(commit: Commit, plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": docker("a"), "v.tfvars": ""})
    new = 'variable "u" {}\nvariable "w" {}\n' + docker("b").replace('"https://example.com"', "var.u")
    write(tmp_path, {"main.tf": docker("a") + new, "v.tfvars": 'w = "x"\n', "new.tfvars": ""})
    args = ("-since=main", "-var=u=https://u", "-var-file=v.tfvars", "-var-file=new.tfvars")
    assert changed(plan, *args) == {"b": ["create"]}


def test_formatting_of_yaml_is_no_news(commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path) -> None:
    old, text = TEMPLATE.replace("${replicas}", "1"), 'file("web.yaml")'
    write(tmp_path, {"main.tf": service("web", text), "web.yaml": old})
    apply()
    changed_text = old.replace("replicas", "copies")
    commit({"web.yaml": changed_text})
    write(tmp_path, {"web.yaml": f"# a comment\n{changed_text}"})
    code, out, _ = plan("-since=main", "-detailed-exitcode")
    assert (code, out.startswith("Nothing new")) == (0, True)


def test_a_secret_that_changes_is_told_from_one_that_does_not(commit: Commit, plan: Plan, tmp_path: Path) -> None:
    text = """
variable "p" {
  sensitive = true
  default   = "hunter1"
}
resource "harness_platform_secret_text" "t" {
  identifier                = "t"
  name                      = "t"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = var.p
}
"""
    commit({"main.tf": text})
    assert changed(plan, "-since=main") == {}
    write(tmp_path, {"main.tf": text.replace("hunter1", "hunter2")})
    _, out, _ = plan("-since=main", "-format=json")
    assert len(json.loads(out)["resource_changes"]) == 1
    assert "hunter" not in out


def test_a_state_that_is_not_committed_is_the_one_of_now(
    commit: Commit, apply: Callable[[], None], plan: Plan, tmp_path: Path
) -> None:
    write(tmp_path, {".gitignore": "state/\n", "main.tf": docker("a")})
    apply()
    commit({})
    write(tmp_path, {"main.tf": docker("a") + docker("b")})
    code, out, _ = plan("-since=main")
    assert code == 0
    assert "connector_docker.b will be created" in out
    assert "not any more" not in out


def test_where_two_branches_parted(git: Git, commit: Commit, plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": docker("a")})
    git("checkout", "-qb", "branch")
    commit({"main.tf": docker("a") + docker("b")})
    git("checkout", "-q", "main")
    commit({"other.tf": docker("c")})
    git("checkout", "-q", "branch")
    assert changed(plan, "-since=main...branch") == {"b": ["create"]}
    assert changed(plan, "-since=main...") == {"b": ["create"]}
    assert "connector_docker.c (create)" in plan("-since=main")[1]


def test_nothing_of_the_work_tree_or_the_index_is_touched(git: Git, commit: Commit, plan: Plan, tmp_path: Path) -> None:
    commit({"main.tf": docker("a")})
    write(tmp_path, {"main.tf": docker("b"), "x.tf": docker("c")})
    git("add", "x.tf")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert plan("-since=main")[0] == 0
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


REFS = {
    "--upload-pack=touch x": "cannot be the name of a commit",
    "": "cannot be the name of a commit",
    "a\nb": "cannot be the name of a commit",
    "\x1b[31m": "cannot be the name of a commit",
    "mian": 'There is no commit "mian" in this repository. Did you mean "main"?',
    "no such; ref $(touch x)": "There is no commit",
    "main:main.tf": "There is no commit",
    "main..alone": '"main..alone" is a range and no commit. Write "main...alone"',
    "^main": "There is no commit",
    "feature": 'Did you mean "origin/feature"?',
    "x" * 5000: "There is no commit",
    "main...nowhere": 'There is no commit "nowhere"',
    "main...alone": "have no commit in common",
}


@pytest.mark.parametrize("ref", REFS)
def test_refs_that_are_none(ref: str, git: Git, commit: Commit, plan: Plan, tmp_path: Path) -> None:
    id = commit({"main.tf": docker("a")})
    git("update-ref", "refs/remotes/origin/feature", id)
    git("checkout", "-q", "--orphan", "alone")
    commit({"main.tf": docker("b")})
    git("checkout", "-q", "main")
    code, _, err = plan(f"-since={ref}")
    assert code == 1
    assert REFS[ref] in " ".join(err.split())
    assert "\x1b" not in err
    assert len(err) < 2_000
    assert not (tmp_path / "x").exists()


def test_a_shallow_clone_says_so(
    git: Git, commit: Commit, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit({"main.tf": docker("a")})
    commit({"main.tf": docker("b")})
    git("clone", "-q", "--depth=1", f"file://{tmp_path}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    code, _, err = plan(f"-since={first}")
    assert code == 1
    assert "This clone is shallow" in err


def test_a_partial_clone_fetches_nothing(
    git: Git, commit: Commit, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("config", "uploadpack.allowFilter", "true")
    first = commit({"main.tf": docker("a")})
    commit({"main.tf": docker("b")})
    git("clone", "-q", "--filter=blob:none", f"file://{tmp_path}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    code, out, _ = plan(f"-since={first}")
    assert code == 0
    assert "it is partial or damaged" in " ".join(out.split())


def test_without_a_repository(plan: Plan, tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": docker("a")})
    code, _, err = plan("-since=main")
    assert code == 1
    assert "in the work tree of no git repository" in " ".join(err.split())


def test_a_repository_that_git_refuses(git: Git, plan: Plan, tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": docker("a"), ".git/config": "[core\n"})
    code, _, err = plan("-since=main")
    assert code == 1
    assert "fatal: bad config line 1 in file .git/config" in err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(git: Git, plan: Plan, tmp_path: Path) -> None:
    """As in containers: the way out that git names is told whole."""
    write(tmp_path, {"main.tf": docker("a")})
    os.chown(tmp_path, 65534, 65534)
    os.chown(tmp_path / ".git", 65534, 65534)
    code, _, err = plan("-since=main")
    assert code == 1
    assert f"  git config --global --add safe.directory {tmp_path}\n" in err


def test_without_a_commit(git: Git, plan: Plan, tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": docker("a")})
    code, _, err = plan("-since=main")
    assert code == 1
    assert "no commit yet" in err


def test_without_git(git: Git, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"main.tf": docker("a")})
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = plan("-since=main")
    assert code == 1
    assert "There is no git on this machine's PATH" in err


def test_links_and_submodules(git: Git, commit: Commit, plan: Plan, tmp_path: Path) -> None:
    module = tmp_path / "modules"
    module.mkdir()
    (tmp_path / "linked").symlink_to("modules")
    (module / "loop").symlink_to("loop")
    call = 'module "m" {\n  source = "./linked/m"\n}\n'
    commit({"modules/m/main.tf": docker("in"), "main.tf": call})
    assert changed(plan, "-since=main") == {}
    write(tmp_path, {"modules/m/main.tf": docker("in", "https://x")})
    assert changed(plan, "-since=main") == {"in": ["create"]}
    git("update-index", "--add", "--cacheinfo", f"160000,{git('rev-parse', 'HEAD')},sub")
    write(tmp_path, {"main.tf": 'module "m" {\n  source = "./sub/m"\n}\n'})
    git("add", "main.tf")
    git("commit", "-qm", "sub")
    write(tmp_path, {"main.tf": call})
    code, out, _ = plan("-since=main")
    assert code == 0
    assert "it is in a submodule" in " ".join(out.split())
    write(tmp_path, {"main.tf": 'module "m" {\n  source = "./sub"\n}\n'})
    git("add", "main.tf")
    git("commit", "-qm", "all of it")
    write(tmp_path, {"main.tf": call})
    assert "it is in a submodule" in " ".join(plan("-since=main")[1].split())
