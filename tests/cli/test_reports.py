"""Several formats from one run: where each goes, what is refused, and that none shows a secret."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.reports.formats import FORMATS, ONLY_PLANS

SECRET = "kX9-hidden-value"
CONFIGURATION = """
variable "token" {{
  sensitive = true
  default   = "{secret}"
}}

resource "harness_platform_connector_docker" "hub" {{
  identifier = "hub"
  name       = "{name}"
  type       = "{type}"
  url        = "https://index.docker.io/v2/"
}}

resource "harness_platform_secret_text" "token" {{
  identifier                = "token"
  name                      = "token"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = var.token
}}

output "token" {{
  value     = {{ "inner" = var.token }}
  sensitive = true
}}
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    configure(tmp_path)
    return tmp_path


def configure(folder: Path, *, secret: str = SECRET, name: str = "Docker Hub", type: str = "DockerHub") -> None:
    (folder / "main.tf").write_text(CONFIGURATION.format(secret=secret, name=name, type=type))


def every_format(folder: Path, command: str = "plan") -> dict[str, str]:
    """One run that writes each format to a file of its own."""
    names = [name for name in FORMATS if command != "validate" or name not in ONLY_PLANS]
    run([command, *(f"-format={name}={folder / name}.out" for name in names)])
    return {name: (folder / f"{name}.out").read_text() for name in names}


def test_no_format_shows_a_secret(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-out=first.plan"]) == 0
    shown = dict(every_format(folder), terminal=capsys.readouterr().out)
    assert run(["apply", "-auto-approve"]) == 0
    configure(folder, secret=SECRET + "2", type="unlikely")
    shown |= {f"{name} later": text for name, text in every_format(folder).items()}
    shown |= {f"{name} valid": text for name, text in every_format(folder, "validate").items()}
    (folder / "main.tf").write_text((folder / "main.tf").read_text() + "\nlocals { broken = var.token.x }\n")
    shown |= {f"{name} errors": text for name, text in every_format(folder).items()}
    shown["rest"] = capsys.readouterr().out
    assert len(shown) == 4 * len(FORMATS) - len(ONLY_PLANS) + 2
    assert [name for name, text in shown.items() if SECRET in text] == []
    assert [name for name, text in shown.items() if "pbkdf2:" in text] == []


def test_no_format_shows_the_default_of_an_ephemeral_variable(folder: Path, capsys: Capture) -> None:
    with (folder / "main.tf").open("a") as file:
        file.write(f'\nvariable "short" {{\n  ephemeral = true\n  default   = "{SECRET}-short"\n}}\n')
    shown = every_format(folder)
    assert [name for name, text in shown.items() if SECRET in text] == []
    declared = json.loads(shown["json"])["configuration"]["root_module"]["variables"]["short"]
    assert declared["ephemeral"] is True


def test_show_sensitive_shows_values(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-show-sensitive", "-format=json=plan.json"]) == 0
    assert f'"{SECRET}"' in capsys.readouterr().out
    planned = json.loads((folder / "plan.json").read_text())
    assert planned["output_changes"]["token"]["after"] == {"inner": SECRET}
    assert planned["output_changes"]["token"]["after_sensitive"] is True
    assert (folder / "plan.json").stat().st_mode & 0o777 == 0o600


def test_a_changed_secret_shows_that_it_changed(folder: Path, capsys: Capture) -> None:
    assert run(["apply", "-auto-approve"]) == 0
    configure(folder, secret="other")
    capsys.readouterr()
    assert run(["plan", "-json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["change"]["resource"]["addr"] for line in lines if line["type"] == "planned_change"] == [
        "harness_platform_secret_text.token"
    ]


def test_people_are_told_unless_a_format_goes_to_standard_output(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-format=summary=s.txt", "-format=json=p.json"]) == 0
    assert "Plan: 2 to add" in capsys.readouterr().out
    assert (folder / "s.txt").read_text() == "Plan: 2 to add, 0 to change, 0 to destroy. Outputs to change: 1.\n"
    assert run(["plan", "-format=summary"]) == 0
    assert capsys.readouterr().out == (folder / "s.txt").read_text()
    assert run(["plan", "-out=kept.plan", "-format=json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert run(["show", "-json", "kept.plan"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (planned["hiac_report"].pop("command"), shown["hiac_report"].pop("command")) == ("plan", "show")
    assert {**planned, "timestamp": ""} == {**shown, "timestamp": ""}


def test_a_pipe_is_written_to(folder: Path, capsys: Capture) -> None:
    os.mkfifo(folder / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_text()))
    reader.start()
    time.sleep(0.2)  # until it waits for a writer
    assert run(["plan", "-format=summary=pipe"]) == 0
    reader.join(10)
    assert read == ["Plan: 2 to add, 0 to change, 0 to destroy. Outputs to change: 1.\n"]
    assert (folder / "pipe").is_fifo()
    assert run(["plan", "-format=summary=pipe"]) == 1
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["=-", "=/dev/stdout", ""])
def test_standard_output_has_names(where: str, folder: Path, capsys: Capture) -> None:
    assert run(["plan", f"-format=summary{where}", "-format=summary"]) == 0
    assert capsys.readouterr().out == "Plan: 2 to add, 0 to change, 0 to destroy. Outputs to change: 1.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["main.tf"]


def test_a_file_that_is_open_is_written_on(folder: Path) -> None:
    """A log that a descriptor leads to keeps what is in it."""
    log = folder / "log"
    with log.open("w") as file:
        file.write("before\n")
        file.flush()
        assert run(["plan", f"-format=summary=/dev/fd/{file.fileno()}"]) == 0
    assert log.read_text() == "before\nPlan: 2 to add, 0 to change, 0 to destroy. Outputs to change: 1.\n"


@pytest.mark.parametrize("command", ["plan", "validate"])
def test_what_is_wrong_is_told_though_a_report_cannot_be_written(command: str, folder: Path, capsys: Capture) -> None:
    configure(folder, name="${nope.nope}")
    (folder / "closed").symlink_to("nowhere/report")
    assert run([command, "-format=json=closed", "-format=summary=s.txt"]) == 1
    said = capsys.readouterr().err
    assert said.count("Error: Reference to undeclared resource") == 1
    assert said.count("Error: Failed to write report") == 1
    assert "error" in (folder / "s.txt").read_text()


def test_what_is_wrong_with_a_plan_file_is_in_every_report(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-out=saved"]) == 0
    (folder / "cut").write_bytes((folder / "saved").read_bytes()[:300])
    capsys.readouterr()
    assert run(["show", "cut", "-format=sarif=s", "-format=rdjson"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["diagnostics"][0]["code"]["value"] == "failed-to-read-plan-file"
    assert "Failed to read plan file" in (folder / "s").read_text()
    assert shown.err == ""
    assert run(["show", "-json", "cut"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, "Failed to read plan file" in shown.err) == ("", True)


def test_errors_are_reported_in_every_format(folder: Path, capsys: Capture) -> None:
    configure(folder, name="${nope.nope}")
    assert run(["plan", "-format=summary=s.txt", "-format=json-stream"]) == 1
    shown = capsys.readouterr()
    assert [json.loads(line)["type"] for line in shown.out.splitlines()][:2] == ["version", "diagnostic"]
    assert "error" in (folder / "s.txt").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-format=jsn"], 'no format "jsn" for hiac plan. Did you mean "json"?'),
        (["-format="], 'no format ""'),
        (["-format=json="], "-format=json=FILE"),
        (["-format=json", "-format=summary"], "Both json and summary would go to standard output."),
        (["-json", "-format=summary"], "Both summary and json-stream would go to standard output."),
        (["-format=json=a", "-format=summary=a"], "Both json and summary would go to a."),
        (["-format=json=a", "-format=summary=./x/../a"], "Both json and summary would go to x/../a."),
        (["-format=json=a", "-out=./a"], "Both -out and json would go to a."),
        (["-format=json=-", "-format=summary"], "Both json and summary would go to standard output."),
        (["-format=summary=/dev/stdout", "-json"], "Both summary and json-stream would go to standard output."),
        (["-format=json=main.tf"], "no report, but a file of the configuration"),
        (["-format=json=new.tfvars"], "no report, but a file of the configuration"),
        (["-format=json=new.yaml"], "no report, but a file of the configuration"),
        (["-format=json=saved"], "it is a saved plan"),
        (["-format=json=link"], "no report, but a file of the configuration"),
        (["-format=json=nowhere/a"], "there is no directory nowhere"),
        (["-format=json=."], "it is a directory"),
    ],
)
def test_refused_formats(options: list[str], said: str, folder: Path, capsys: Capture) -> None:
    (folder / "x").mkdir()
    (folder / "link").symlink_to("main.tf")
    assert run(["plan", "-out=saved"]) == 0
    capsys.readouterr()
    before = sorted(folder.iterdir())
    assert run(["plan", *options]) == 1
    shown = capsys.readouterr()
    assert said in shown.err.replace("\n", " ")
    assert shown.out == ""
    assert sorted(folder.iterdir()) == before


def test_marks_stay_when_lines_move(folder: Path, capsys: Capture) -> None:
    (folder / "main.tf").write_text(
        'locals {\n  a = var.nope\n  b = var.nope\n  "x" = 1\n}\n'.replace('  "x" = 1\n', "")
    )
    assert run(["validate", "-format=sarif"]) == 1
    before = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (folder / "main.tf").write_text("# moved\n\n" + (folder / "main.tf").read_text())
    assert run(["validate", "-format=sarif"]) == 1
    after = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    lines = [
        [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in side] for side in (before, after)
    ]
    assert lines == [[2, 3], [4, 5]]
    prints = [[one["partialFingerprints"]["hiac/v1"] for one in side] for side in (before, after)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_paths_start_at_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "infra/shop"
    inner.mkdir(parents=True)
    (inner / "main.tf").write_text('locals {\n  ä = "ä"\n  b = ["ä", var.nope]\n}\n')
    monkeypatch.chdir(inner)
    run(["validate", "-format=github=github", "-format=rdjson=rdjson", "-format=codequality=quality"])
    assert (
        (inner / "github")
        .read_text()
        .startswith("::error file=infra/shop/main.tf,line=3,endLine=3,col=13,endColumn=21")
    )
    (diagnostic,) = json.loads((inner / "rdjson").read_text())["diagnostics"]
    assert diagnostic["location"]["path"] == "infra/shop/main.tf"
    assert diagnostic["location"]["range"]["start"] == {"line": 3, "column": 14}
    assert json.loads((inner / "quality").read_text())[0]["location"]["path"] == "infra/shop/main.tf"


def test_github_marks_ten_of_a_kind(folder: Path, capsys: Capture) -> None:
    (folder / "main.tf").write_text("locals {\n" + "".join(f"  a{i} = var.n{i}\n" for i in range(13)) + "}\n")
    assert run(["validate", "-format=github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "Not marked, as GitHub shows 10 of each kind in a step: 3 more errors." in lines


def test_text_for_people_holds_no_commands_to_runners(folder: Path, capsys: Capture) -> None:
    configure(folder, name="x\\n::error::boo\\n   ::set-output name=a::b\\n##vso[task.x]\\n##[error]y")
    run(["plan", "-format=human=human"])
    shown = capsys.readouterr().out + (folder / "human").read_text()
    assert "error::boo" in shown
    assert [
        line for line in shown.splitlines() if line.lstrip().startswith("::") or "##[" in line or "##vso" in line
    ] == []
