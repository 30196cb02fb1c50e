"""Each format that has a schema is held against it: those of the scenario in which everything happens, and others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

from harnessiac.cli.main import run
from harnessiac.reports.formats import FORMATS, ONLY_PLANS

HERE = Path(__file__).parent
MODULE = """
variable "names" {
  type    = set(string)
  default = ["a", "b"]
}

module "team" {
  source   = "./team"
  for_each = var.names
  name     = each.key
}

output "ids" {
  value = [for team in module.team : team.id]
}
"""
TEAM = """
variable "name" {}

resource "harness_platform_connector_docker" "hub" {
  count      = 2
  identifier = "${var.name}${count.index}"
  name       = var.name
  type       = "Other"
  url        = "https://example.com"

  lifecycle {
    precondition {
      condition     = var.name != ""
      error_message = "A name, please."
    }
  }
}

output "id" {
  value = harness_platform_connector_docker.hub[0].id
}
"""
WORDS = "file|line|endLine|col|endColumn|title"
COMMAND = re.compile(rf"::(error|warning|notice)( ({WORDS})=[^,:\n]*(,({WORDS})=[^,:\n]*)*)?::[^\r\n]*")


@cache
def validator(name: str) -> Any:
    schema = json.loads((HERE / f"schemas/{name}.json").read_text())
    shared = Resource.from_contents(json.loads((HERE / "schemas/diagnostic.json").read_text()))
    kind = Draft4Validator if "draft-04" in schema["$schema"] else Draft202012Validator
    kind.check_schema(schema)
    registry: Registry[Any] = Registry().with_resource("urn:hiac:diagnostic", shared)
    return kind(schema, registry=registry, format_checker=kind.FORMAT_CHECKER)


def wrong(name: str, text: str) -> list[str]:
    """What the JSON schema of that name finds."""
    found = validator(name).iter_errors(json.loads(text))
    return [f"{one.json_path}: {one.message[:300]}" for one in found]


def wrong_lines(text: str) -> list[str]:
    return [problem for line in text.splitlines() for problem in wrong("stream", line)]


def wrong_xml(text: str) -> list[str]:
    schema = etree.XMLSchema(etree.parse(HERE / "schemas/junit.xsd"))
    schema.validate(etree.fromstring(text.encode()))
    return [str(problem) for problem in schema.error_log]


def wrong_commands(text: str) -> list[str]:
    return [line for line in text.splitlines() if not COMMAND.fullmatch(line)]


CHECKS: dict[str, Callable[[str], list[str]]] = {
    "json": lambda text: wrong("plan" if '"resource_changes"' in text else "validate", text),
    "json-stream": wrong_lines,
    "sarif": lambda text: wrong("sarif", text),
    "junit": wrong_xml,
    "github": wrong_commands,
    "gitlab": lambda text: wrong("gitlab", text),
    "codequality": lambda text: wrong("codequality", text),
    "rdjson": lambda text: wrong("rdjson", text),
}
FREE = {"human", "markdown", "html", "summary"}


def test_every_format_is_checked_or_free() -> None:
    assert set(CHECKS) | FREE == set(FORMATS)
    assert not set(CHECKS) & FREE


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of reports: everything; a module with repetition, new, no change, deleted; what does not parse."""
    folder, out = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("reports")

    def report(what: str, command: str, *arguments: str) -> None:
        (out / what).mkdir()
        names: Iterable[str] = CHECKS if command == "plan" else set(CHECKS) - ONLY_PLANS
        run([command, *arguments, *(f"-format={name}={out / what / name}" for name in names)])

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        shutil.copytree(HERE / "everything/1", folder, dirs_exist_ok=True)
        assert run(["apply", "-auto-approve"]) == 0
        shutil.copytree(HERE / "everything/2", folder, dirs_exist_ok=True)
        nexus = folder / ".harness/connectors/nexus.yaml"
        nexus.write_text(nexus.read_text().replace("nexus.example.com", "edited.example.com"))
        report("everything", "plan")
        report("everything valid", "validate")
        shutil.copytree(HERE / "everything/3", folder, dirs_exist_ok=True)
        report("everything wrong", "plan")
        report("everything invalid", "validate")
        other = tmp_path_factory.mktemp("module")
        (other / "team").mkdir()
        (other / "team/main.tf").write_text(TEAM)
        (other / "main.tf").write_text(MODULE)
        patch.chdir(other)
        report("modules new", "plan")
        assert run(["apply", "-auto-approve"]) == 0
        report("modules same", "plan")
        report("modules gone", "plan", "-destroy")
        (other / "main.tf").write_text('locals { a = "\x1b[31m::error::<&]]>%0A\u202e" b }\n')
        report("unreadable", "plan")
    return out


SITUATIONS = [
    "everything", "everything valid", "everything wrong", "everything invalid", "modules new", "modules same",
    "modules gone", "unreadable",
]  # fmt: skip


@pytest.mark.parametrize("what", SITUATIONS)
def test_schema(what: str, reports: Path) -> None:
    found = {
        file.name: problems
        for file in sorted((reports / what).iterdir())
        if (problems := CHECKS[file.name](file.read_text()))
    }
    assert found == {}
    assert len(list((reports / what).iterdir())) == len(CHECKS) - (len(ONLY_PLANS) if "valid" in what else 0)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", '{"format_version": "1.2", "resource_changes": []}'),
        ("json-stream", '{"@level": "info", "@message": "", "@module": "terraform.ui", "@timestamp": "", "type": "x"}'),
        ("sarif", '{"version": "2.1.0", "runs": [{"tool": {}}]}'),
        ("junit", "<testsuites name='a' tests='1' failures='0' errors='-1'/>"),
        ("junit", "<testsuites name='a' tests='1' failures='0' errors='0'><testcase/></testsuites>"),
        ("github", "::warning file=a,line=1\n::oops"),
        ("gitlab", '{"create": 1}'),
        ("codequality", '[{"description": "a", "check_name": "b", "fingerprint": "c", "severity": "bad"}]'),
        ("rdjson", '{"diagnostics": [{"message": "a", "severity": "error", "location": {"path": "a"}}]}'),
    ],
)
def test_schemas_refuse(name: str, text: str) -> None:
    assert CHECKS[name](text)


@pytest.mark.terraform
def test_terraform_satisfies_the_schemas(tmp_path: Path, environment: dict[str, str]) -> None:
    """So that they say what the formats are, and not what hiac happens to write."""
    configuration = """
        variable "a" {
          default = "1"
        }
        resource "terraform_data" "a" {
          for_each         = toset(["x", var.a])
          input            = { list = [each.key] }
          triggers_replace = var.a
        }
        resource "terraform_data" "b" {
          count = 2
          input = sensitive("s")
        }
        check "c" {
          assert {
            condition     = var.a == "1"
            error_message = "No."
          }
        }
        output "o" {
          value = [for a in terraform_data.a : a.id]
        }
    """
    (tmp_path / "main.tf").write_text(configuration)

    def terraform(*arguments: str) -> str:
        ended = subprocess.run(
            ["terraform", *arguments],
            cwd=tmp_path,
            env=environment | {"CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.stdout

    for more in ([], ["-var=a=2"], ["-destroy"]):
        stream = terraform("plan", "-json", "-out=p", *more)
        assert wrong_lines(stream) == []
        assert wrong("plan", terraform("show", "-json", "p")) == []
        if not more:
            terraform("apply", "p")
    (tmp_path / "main.tf").write_text('output "o" {\n  value = nothing.here\n}\n')
    assert wrong_lines(terraform("plan", "-json")) == []
    assert wrong("validate", terraform("validate", "-json")) == []
