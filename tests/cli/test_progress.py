"""On a terminal a bar stands below the lines of a long apply; nothing but lines is printed anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_for_people import at_terminal
from tests.conftest import Run

APPLY = ("apply", "-auto-approve")
ERASED = "\x1b[K"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(
        'resource "harness_platform_connector_docker" "hub" {\n  count = 30\n  identifier = "hub${count.index}"\n'
        '  name = "Hub"\n  type = "DockerHub"\n  url = "https://index.docker.io/v2/"\n}\n'
    )
    return tmp_path


def wide(environment: dict[str, str], **more: str) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name != "CI"}
    return kept | {"TERM": "xterm", "COLUMNS": "100"} | more


def test_a_bar_counts_what_is_done(project: Path, environment: dict[str, str]) -> None:
    printed = at_terminal(project, wide(environment), *APPLY)
    bars = [line.partition("\r")[0] for line in printed.split("\n") if line.startswith("[")]
    assert bars[0] == f"[{'.' * 30}] 0 of 30"
    assert bars[-1] == f"[{'#' * 30}] 30 of 30"
    assert [int(bar.split()[1]) for bar in bars] == sorted(int(bar.split()[1]) for bar in bars)
    last = printed[printed.index("30 of 30") :]
    assert last.startswith(f"30 of 30\r{ERASED}")
    assert "Apply complete! Resources: 30 added" in last


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"CI": "true"}, {"TERM": "dumb"}, {"COLUMNS": "40"}])
def test_only_lines_where_a_bar_is_not_wanted(more: dict[str, str], project: Path, environment: dict[str, str]) -> None:
    printed = at_terminal(project, wide(environment, **more), *APPLY)
    assert "Creation complete" in printed
    assert "of 30" not in printed
    assert ERASED not in printed


def test_a_short_apply_has_no_bar(project: Path, environment: dict[str, str]) -> None:
    file = project / "main.tf"
    file.write_text(file.read_text().replace("= 30", "= 3"))
    assert ERASED not in at_terminal(project, wide(environment), *APPLY)


def test_only_lines_in_a_pipe(project: Path, hiac: Run) -> None:
    printed = hiac(*APPLY, cwd=project).stdout
    assert "Creation complete" in printed
    assert "\r" not in printed
    assert "\x1b" not in printed
