"""hiac render: each `render/NAME/` has a configuration, files, the command's arguments and what it prints.

`expected.txt` holds the exit code, standard output between two lines of dashes, and standard error. `make golden`
rewrites it.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.codes.rendering import CODES

MAIN = "import sys; from harnessiac.cli.main import main; sys.exit(main())"
CASES = Path(__file__).parent / "render"
Capture = pytest.CaptureFixture[str]
FENCE = "-" * 40


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_rendered(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Callable[[Path, str], None]
) -> None:
    shutil.copytree(CASES / name, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code = run(["render", *shlex.split((CASES / name / "command").read_text())])
    said = capsys.readouterr()
    golden(CASES / name / "expected.txt", f"{code}\n{FENCE}\n{said.out}{FENCE}\n{said.err}")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  type       = "Quay"
  url        = "https://quay.io"
}
"""
SERVICE = """
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              sources:
                - identifier: app
                  type: DockerRegistry
                  spec:
                    connectorRef: account.hub
                    imagePath: team/web
                    tag: <+input>
  EOT
}
"""


def test_a_connector_of_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONNECTOR + SERVICE)
    assert run(["apply", "-auto-approve"]) == 0
    shutil.rmtree(".harness")
    (tmp_path / "main.tf").write_text(SERVICE)
    (tmp_path / "values.yaml").write_text("image: <+artifacts.primary.image>\n")
    capsys.readouterr()
    assert run(["render", "web", "-values=values.yaml", "-tag=1"]) == 0
    assert capsys.readouterr().out == "image: quay.io/team/web:1\n"


def test_standard_input_and_bytes(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONNECTOR + SERVICE)
    content = b"\xef\xbb\xbfa: <+artifacts.primary.tag>x \t# \xc3\xa9\r\nb: 1"
    ended = subprocess.run(
        [sys.executable, "-c", MAIN, "render", "web", "-values=-", "-tag=v1"],
        cwd=tmp_path,
        env=environment,
        input=content,
        capture_output=True,
        check=False,
    )
    assert ended.stdout == content.replace(b"<+artifacts.primary.tag>", b"v1")
    assert ended.stderr == b""
    assert ended.returncode == 0


@pytest.mark.parametrize("how", ["comment", "settings"])
def test_what_rendering_finds_can_be_silenced(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CASES / "hardcoded_values", tmp_path, dirs_exist_ok=True)
    arguments = ["render", *shlex.split((tmp_path / "command").read_text())]
    assert run(arguments) == 0
    assert "(HIAC-SVC-090)" in capsys.readouterr().err
    if how == "comment":
        main = tmp_path / "main.tf"
        main.write_text(main.read_text().replace("  yaml ", "  # hiac:ignore HIAC-SVC-090 pinned\n  yaml ", 1))
    else:
        (tmp_path / "hiac.toml").write_text('[findings]\n"HIAC-SVC-090" = "ignore"\n')
    assert run(arguments) == 0
    assert capsys.readouterr().err == ""
    assert run(["validate"]) == 0
    assert "HIAC-CFG" not in capsys.readouterr().out


def test_every_code_of_rendering_is_found() -> None:
    said = "".join(path.read_text() for path in CASES.glob("*/expected.txt"))
    assert [code.id for code in CODES if code.id not in said] == []
