"""Small folders of override and JSON files that hiac takes or refuses, at the line where Terraform does.

`AGREED` lists, for each folder, where its first error is as `file:line`, or nothing; `make differential` compares with
terraform.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from harnessiac.cli.main import run

V = 'variable "v" {\n  type    = string\n  default = "x"\n}\n'
OUTPUT = 'output "o" {\n  value = 1\n}\n'

AGREED: list[tuple[dict[str, str], str]] = [
    # override files
    ({"a.tf": V, "override.tf": 'variable "v" {\n  default = 1\n}\n'}, ""),
    ({"a.tf": V, "override.tf": 'variable "v" {\n  default = []\n}\n'}, "override.tf:1"),
    ({"a.tf": V, "override.tf": 'variable "v" {\n  type = number\n}\n'}, "override.tf:1"),
    ({"a.tf": V, "override.tf": 'variable "v" {\n  type = any\n}\n'}, ""),
    ({"a.tf": V, "override.tf": 'variable "v" {\n\n  colour = 1\n}\n'}, "override.tf:3"),
    ({"a.tf": V, "override.tf": 'variable "w" {\n}\n'}, "override.tf:1"),
    ({"a.tf": V, "override.tf": 'variable "v" {\n}\nvariable "v" {\n  default = "y"\n}\n'}, ""),
    ({"a.tf": V, "b_override.tf": "locals {\n  a = 1\n}\n"}, "b_override.tf:2"),
    ({"a.tf": "locals {\n  a = 1\n}\n", "b_override.tf": "locals {\n  a = 2\n}\n"}, ""),
    ({"a.tf": "locals {\n  a = 1\n}\n", "b_override.tf": "locals {\n  a = local.b\n}\n"}, "b_override.tf:2"),
    ({"a.tf": "locals {\n  a = local.b\n}\n", "b_override.tf": "locals {\n  a = 2\n}\n"}, ""),
    ({"a.tf": "locals {\n  a = 1\n}\n", "b_override.tf": "locals {\n  a = 2\n}\nlocals {\n  a = 3\n}\n"}, ""),
    ({"a.tf": OUTPUT, "override.tf": 'output "o" {\n  description = "d"\n}\n'}, ""),
    ({"a.tf": OUTPUT, "override.tf": 'output "o" {\n\n  value = var.nope\n}\n'}, "override.tf:3"),
    ({"a.tf": OUTPUT, "override.tf": 'output "o" {\n  value = var.nope\n}\n', "z_override.tf": OUTPUT}, ""),
    ({"a.tf": 'output "o" {\n  value = var.nope\n}\n', "override.tf": OUTPUT}, ""),
    ({"a.tf": V + OUTPUT, "override.tf": 'output "o" {\n  precondition {\n  }\n}\n'}, "override.tf:2"),
    ({"a.tf": OUTPUT, "override.tf": 'output "p" {\n  value = 1\n}\n'}, "override.tf:1"),
    ({"a.tf": OUTPUT, "override.tf": "nope {\n}\n"}, "override.tf:1"),
    ({"a.tf": OUTPUT, "override.tf": "a = 1\n"}, "override.tf:1"),
    ({"a.tf": OUTPUT, "override.tf": 'output "o" {\n  value =\n}\n'}, "override.tf:2"),
    ({"a.tf": OUTPUT, "override.tf": 'check "c" {\n}\n'}, "override.tf:1"),
    ({"a.tf": OUTPUT, "override.tf": 'output "o" "p" {\n}\n'}, "override.tf:1"),
    ({"a.tf": 'terraform {\n  required_version = ">= 99"\n}\n', "o_override.tf": "terraform {\n}\n"}, "a.tf:2"),
    (
        {
            "a.tf": 'terraform {\n  required_version = ">= 99"\n}\n',
            "o_override.tf": 'terraform {\n  required_version = ">= 1"\n}\n',
        },
        "",
    ),
    ({"override.tf": V}, "override.tf:1"),
    # JSON
    ({"a.tf.json": "{}"}, ""),
    ({"a.tf.json": "[]"}, ""),
    ({"a.tf.json": '[{"output": {"o": {"value": 1}}}, {"output": {"p": {"value": 1}}}]'}, ""),
    ({"a.tf.json": "5"}, "a.tf.json:1"),
    ({"a.tf.json": '{\n"output": {"o": {"value": "${var.v}"}}}', "b.tf": V}, ""),
    ({"a.tf.json": '{\n"output": {"o": {\n"value": "${var.w}"}}}', "b.tf": V}, "a.tf.json:3"),
    ({"a.tf.json": '{"variable": {"v": {"default": "${var.w}"}}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": {"type": "list(string)", "default": ["a"]}}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": {"type": "${string}"}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": {\n"type": "list(nope)"}}}'}, "a.tf.json:2"),
    ({"a.tf.json": '{"variable": {"v": {"sensitive": "true"}}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": {"sensitive": "perhaps"}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": null}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": []}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": [{}]}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": [[]]}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": [[{"type": "string"}, {"default": "x"}]]}}'}, ""),
    ({"a.tf.json": '{"variable": {"v": [[{"type": "string"}, [{"default": "x"}]]]}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": [[], []]}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": [[5]]}}'}, "a.tf.json:1"),
    (
        {"a.tf.json": '{"output": {"o": {"precondition": [\n[{"condition": "${var.v}"}], {}]}}}', "b.tf": V},
        "a.tf.json:2",
    ),
    ({"a.tf.json": '{"variable": [{"v": {}}, {"w": {}}]}'}, ""),
    ({"a.tf.json": '{"variable": {"v": {},\n"v": {}}}'}, "a.tf.json:2"),
    ({"a.tf.json": '{"variable": {"v": {"nope": 1}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": {"//": 1}}, "//": {"x": [1]}}'}, ""),
    ({"a.tf.json": '{"variable": {"//": {}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": 5}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"variable": {}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": 1}, "output": {"o": {"value": "${local.a + 1}"}}}'}, ""),
    ({"a.tf.json": '{"locals": [{"a": 1},\n{"a": 2}]}'}, "a.tf.json:2"),
    ({"a.tf.json": '{"locals": null}'}, ""),
    ({"a.tf.json": '{"locals": "x"}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": {"b": 1,\n"b": 2}}}'}, "a.tf.json:2"),
    ({"a.tf.json": '{"locals": {"a": "${"}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": "%{ if true }"}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": "$${x} %%{y}"}}'}, ""),
    ({"a.tf.json": '{"locals": {"a": "${\\"x\\"}"}}'}, ""),
    ({"a.tf.json": '{"locals": {"a": "\\u00e9 \\ud83d\\ude00"}}'}, ""),
    ({"a.tf.json": '{"locals": {"a": {"${"x"}": 1}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": {"${upper(\\"x\\")}": 1}}}'}, ""),
    ({"a.tf.json": '{"locals": {"1a": 1}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"output": {"o": {"value": 1, "depends_on": ["var.v"]}}}', "b.tf": V}, ""),
    ({"a.tf.json": '{"output": {"o": {"value": 1, "depends_on": "var.v"}}}', "b.tf": V}, "a.tf.json:1"),
    ({"a.tf.json": '{"output": {"o": {"value": 1, "depends_on": ["1 + 1"]}}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"output": {"o": {"description": "${x}", "value": null}}}'}, ""),
    ({"a.tf.json": '{"output": {"o": {\n}}}'}, "a.tf.json:2"),
    ({"a.tf.json": '{"terraform": {"required_version": ">= 1"}}'}, ""),
    ({"a.tf.json": '{"terraform": [{"required_version": ">= 1"}, {"required_version": ">= 1.1"}]}'}, ""),
    ({"a.tf.json": '{"terraform": {"required_version": ">= 1", "nope": 1}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"a": 1}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"a": 1,}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": 1 "b": 2}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": [1,\n\n2 3]}}'}, "a.tf.json:3"),
    ({"a.tf.json": '{"locals": {"a": 1.}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": +1}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": 1E+2, "b": -0.5e-3, "c": -0}}'}, ""),
    ({"a.tf.json": "{'locals': {}}"}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": True}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {"a": "x\ty"}}'}, "a.tf.json:1"),
    ({"a.tf.json": '// no\n{"locals": {}}'}, "a.tf.json:1"),
    ({"a.tf.json": '{"locals": {}}\n\n{}'}, "a.tf.json:3"),
    (
        {
            "a.tf.json": '{"check": {"c": {"assert": {"condition": "${var.v == \\"x\\"}", "error_message": "m"}}}}',
            "b.tf": V,
        },
        "",
    ),
    ({"a.tf.json": '{"check": {"c": {"assert": []}}}'}, "a.tf.json:1"),
    # both
    ({"a.tf": V, "override.tf.json": '{"variable": {"v": {"default": "y"}}}'}, ""),
    ({"a.tf": V, "override.tf.json": '{"variable": {"v": {\n"type": "number"}}}'}, "override.tf.json:1"),
    ({"a.tf.json": '{"variable": {"v": {"default": "y"}}}', "override.tf": V}, ""),
    ({"a.tf.json": '{"variable": {"v": {}}}', "b.tf": V}, "b.tf:1"),
]


def place(diagnostics: list[dict[str, dict[str, dict[str, int]]]]) -> str:
    """Where the first error is."""
    places = [
        (str(d["range"]["filename"]), d["range"]["start"]["line"]) for d in diagnostics if str(d["severity"]) == "error"
    ]
    return "{}:{}".format(*min(places)) if places else ""


@pytest.mark.parametrize(("files", "expected"), AGREED, ids=[f"{n}" for n in range(len(AGREED))])
def test_taken_or_refused(
    files: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code = run(["validate", "-json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert place(found) == expected
    assert code == (1 if expected else 0)


@pytest.mark.terraform
@pytest.mark.parametrize(("files", "expected"), AGREED, ids=[f"{n}" for n in range(len(AGREED))])
def test_terraform_agrees(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    command = ["terraform", "validate", "-json"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert place([d for d in json.loads(ended.stdout)["diagnostics"] if "range" in d]) == expected
