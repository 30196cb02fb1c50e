"""A secret shows in no format, on no stream and in no command, wherever it stands and whatever is made of it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.cli.main import run
from harnessiac.reports import snippets
from harnessiac.reports.formats import DIFFERENCES, FORMATS, ONLY_PLANS
from harnessiac.source import SourceFile
from tests.repositories import Commit, write

SECRET = "kX9hidden7"
CODED = b64encode(SECRET.encode()).decode()
VARIABLE = f'variable "s" {{\n  sensitive = true\n  default = "{SECRET}"\n}}\n'
DOCKER = 'resource "harness_platform_connector_docker" "a" {{\n  identifier = "a"\n  {}\n  type = "Other"\n  url = "https://x"\n}}\n'
TEXT = """resource "harness_platform_secret_text" "t" {{
  identifier = "t"
  name = "t"
  secret_manager_identifier = "harnessSecretManager"
  value_type = "Inline"
  value = {}
}}
"""

Capture = pytest.CaptureFixture[str]


def declared(rest: str) -> str:
    return f'variable "s" {{\n  sensitive = true\n{rest}\n}}\n'


def output(expression: str) -> str:
    return f'{VARIABLE}output "a" {{\n  value = {expression}\n  sensitive = true\n}}\n'


REFUSED = {
    "default of another type": declared(f'  type = number\n  default = "{SECRET}"'),
    "default that fails": declared(f'  default = "{SECRET}" + 1'),
    "default that does not end": declared(f'  default = "{SECRET}'),
    "default that is a map": declared(f'  type = map(number)\n  default = {{\n    a = "{SECRET}"\n    b = 1\n  }}'),
    "default in a heredoc": declared(f"  type = number\n  default = <<-E\n    a = b\n  {SECRET}=\n  E"),
    "default before": f'variable "s" {{\n  default = "{SECRET}" + 1\n  sensitive = true\n}}\n',
    "validation": declared(
        f'  default = "{SECRET}"\n  validation {{\n    condition = false\n    error_message = "no ${{var.s}}"\n  }}'
    ),
    "argument twice": TEXT.format(f'"{SECRET}"\n  value = "{SECRET}"'),
    "argument that fails": TEXT.format(f'"{SECRET}" + 1'),
    "argument of another type": TEXT.format(f'[\n    "{SECRET}",\n  ]'),
    "made sensitive": f'output "a" {{\n  value = sensitive("{SECRET}") + 1\n  sensitive = true\n}}\n',
    "made sensitive in a document": DOCKER.format(f'name = sensitive("{SECRET}")'),
    "tonumber": output("tonumber(var.s)"),
    "jsondecode": output("jsondecode(var.s)"),
    "yamldecode": output('yamldecode("${var.s}: [")'),
    "regex": output('regex("${var.s}(", "a")'),
    "file": output("file(var.s)"),
    "templatefile": output("templatefile(var.s, {})"),
    "index": output("{ x = 1 }[var.s]"),
    "lookup": output("lookup({ x = 1 }, var.s)"),
    "timeadd": output('timeadd(var.s, "1h")'),
    "format": output('format("%d", var.s)'),
    "parseint": output("parseint(var.s, 10)"),
    "base64decode": output("base64decode(var.s)"),
    "cidrhost": output("cidrhost(var.s, 1)"),
    "key twice": output("{ for x in [1, 2] : var.s => x }"),
    "condition": output("true ? var.s : { a = var.s }"),
    "output that is shown": f'{VARIABLE}output "a" {{\n  value = base64encode(var.s)\n}}\n',
    "for_each": VARIABLE + DOCKER.format('for_each = toset([var.s])\n  name = "a"'),
    "count": VARIABLE + DOCKER.format('count = var.s\n  name = "a"'),
    "document": VARIABLE + DOCKER.format("name = jsonencode({ a = base64encode(var.s) })"),
    "set": VARIABLE + DOCKER.format('name = "a"\n  tags = [var.s]'),
    "precondition": f"""{VARIABLE}output "a" {{
  value = 1
  precondition {{
    condition     = var.s == "x"
    error_message = "got ${{base64encode(var.s)}} ${{var.s}}"
  }}
}}
""",
    "module": f'module "m" {{\n  source = "./m"\n  x = "{SECRET}"\n}}\n',
}
"""Configurations that are refused."""

FILES = {
    "undeclared": ("", f's = "{SECRET}"\n'),
    "fails": (declared(""), f's = "{SECRET}" + nothing.at_all\n'),
    "does not end": (declared(""), f's = "{SECRET}\n'),
    "of another type": (declared("  type = number"), f's = "{SECRET}"\n'),
    "in a list": (declared(""), f's = [\n  "{SECRET}",\n  nothing.at_all,\n  "{SECRET}" + nothing.at_all,\n]\n'),
}
"""Configurations with a file of values that is refused, or warned about."""


def formats(command: str) -> list[str]:
    left_out = ONLY_PLANS if command == "validate" else frozenset()
    known = DIFFERENCES if command == "diff" else tuple(FORMATS)
    return [f"-format={name}={command}.{name}.told" for name in known if name not in left_out]


def assert_nothing_shows(capsys: Capture) -> None:
    said = capsys.readouterr()
    texts = {path.name: path.read_text() for path in Path().glob("*.told")} | {"out": said.out, "err": said.err}
    assert [name for name, text in texts.items() if SECRET in text or CODED in text] == []


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    module = 'variable "x" {\n  sensitive = true\n  type = number\n}\n'
    write(tmp_path, {"main.tf": REFUSED[name], "m/main.tf": module})
    assert run(["plan", "-timings", "-show-sensitive", *formats("plan")]) == 1
    assert run(["validate", *formats("validate")]) in (0, 1)
    run(["plan", "-json"])
    run(["apply", "-auto-approve"])
    assert_nothing_shows(capsys)


@pytest.mark.parametrize("name", FILES)
def test_files_of_values(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    configuration, values = FILES[name]
    write(tmp_path, {"main.tf": configuration, "terraform.tfvars": values})
    run(["plan", *formats("plan")])
    run(["apply", "-auto-approve"])
    assert_nothing_shows(capsys)


GOOD = (
    VARIABLE
    + TEXT.format("var.s")
    + DOCKER.format('name = "a"')
    + """
output "a" {
  value     = { plain = var.s, coded = base64encode(var.s), (var.s) = 1, text = jsonencode([var.s]) }
  sensitive = true
}

check "c" {
  assert {
    condition     = var.s == "x"
    error_message = "It is ${var.s}."
  }
}
"""
)


def test_every_command(tmp_path: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    commit({"main.tf": GOOD.replace(SECRET, f"{SECRET}-before")})
    for secret in (SECRET, f"{SECRET}-later"):
        write(tmp_path, {"main.tf": GOOD.replace(SECRET, secret)})
        for command in (
            ["plan", "-out=kept.plan", "-timings", *formats("plan")],
            ["plan", "-json"],
            ["plan", "-since=HEAD", *formats("plan")],
            ["diff", "HEAD", *formats("diff")],
            ["show", "kept.plan", *formats("show")],
            ["show", "plan.json.told"],
            ["validate", *formats("validate")],
            ["apply", "-auto-approve", "-json"],
            ["show"],
            ["state", "show", "harness_platform_secret_text.t"],
            ["output"],
            ["graph"],
            ["state", "list"],
        ):
            assert run(command) == 0, command
            assert_nothing_shows(capsys)
    documents = [path.read_text() for path in (tmp_path / ".harness").rglob("*") if path.is_file()]
    assert documents
    assert not any(SECRET in text or CODED in text for text in documents)
    assert run(["plan", "-destroy", *formats("plan")]) == 0
    assert run(["destroy", "-auto-approve"]) == 0
    assert_nothing_shows(capsys)


PLACES = st.sampled_from(
    [
        'variable "s" {{\n  sensitive = true\n  default   = {}\n}}\n',
        'variable "s" {{\n  default   = {}\n  sensitive = true\n}}\n',
        'variable "s" {{\n  type = any\n  default = [\n    {},\n    {},\n  ]\n  ephemeral = true\n}}\n',
        'resource "harness_platform_secret_text" "t" {{\n  name  = "t"\n  value = {}\n  type  = "x"\n}}\n',
        "locals {{\n  a = sensitive({})\n}}\n",
    ]
)
WRITTEN = st.sampled_from(['"{}"', '"{}" + 1', '"a${{x}}{}"', '"{}', 'f("{}", "{}")', '{{ a = "{}" }}'])
SECRETS = st.text(
    st.characters(codec="utf-8", exclude_characters='"\\\r\n$%{}*', exclude_categories=["Z", "C"]), min_size=6
)


@given(PLACES, WRITTEN, SECRETS)
def test_snippets(place: str, written: str, secret: str) -> None:
    text = place.format(*[written.format(*[secret] * 2)] * 2)
    source = SourceFile("main.tf", text)
    shown = [snippets.line(source, number) for number in range(1, source.line_count + 1)]
    assert secret not in "\n".join(shown)
    assert [len(line) for line in shown] == [len(source.line_text(n)) for n in range(1, source.line_count + 1)]


@pytest.mark.parametrize(
    "text",
    [
        'variable "s" {\n  default = "seen" + 1\n}\n',
        'variable "s" {\n  sensitive = false\n  default = "seen" + 1\n}\n',
        'variable "s" {\n  sensitive = true\n  description = "seen"\n}\n',
        'variable "s" {\n  sensitive = true\n  default = "x"\n}\n\nlocals {\n  a = "seen"\n}\n',
        'resource "harness_platform_secret_text" "t" {\n  value = var.seen\n  name = "seen"\n}\n',
        'output "t" {\n  value = "seen"\n}\n',
    ],
)
def test_what_is_no_secret_is_quoted(text: str) -> None:
    source = SourceFile("main.tf", text)
    shown = "\n".join(snippets.line(source, number) for number in range(1, source.line_count + 1))
    assert shown.count("seen") == text.count("seen")


@pytest.mark.parametrize(
    "text",
    [
        '{"variable": {"s": {"type": "number", "default": "%s", "sensitive": true}}}',
        '{\n "variable": {\n  "s": {\n   "sensitive": true,\n   "default": [\n    "%s"\n   ]\n  }\n }\n}',
        '{"resource": {"harness_platform_secret_text": {"t": {"name": "t", "value": "%s"}}}}',
    ],
)
def test_json(text: str) -> None:
    source = SourceFile("main.tf.json", text % SECRET)
    assert not any(SECRET in snippets.line(source, number) for number in range(1, source.line_count + 1))
