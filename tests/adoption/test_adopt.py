"""`hiac adopt`: folders of existing YAML become configuration, documents and state; a plan right after is empty.

`cases/NAME/` is a working folder: what is in `in/` (or, without one, the whole folder) is adopted. `expected/` holds
the configuration, the documents and what was printed. `refusals/NAME/` holds one `in.*` that is refused with
`expected.txt`. `make golden` rewrites what is expected.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.storage.backends import file_lock

HERE = Path(__file__).parent
CASES = sorted(p.name for p in (HERE / "cases").iterdir())
WITH_MORE = [name for name in CASES if (HERE / "cases" / name / "main.tf").exists()]
REFUSALS = sorted(p.name for p in (HERE / "refusals").iterdir())
Golden = Callable[[Path, str], None]
Capture = pytest.CaptureFixture[str]


def texts(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CASES)
def test_a_plan_right_after_finds_nothing_to_do(name: str, folder: Path, golden: Golden, capsys: Capture) -> None:
    shutil.copytree(HERE / "cases" / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected"))
    expected = HERE / "cases" / name / "expected"
    if (folder / "main.tf").exists():
        assert run(["apply", "-auto-approve"]) == 0, capsys.readouterr().err
        capsys.readouterr()
    code = run(["adopt", "-no-color", "in" if (folder / "in").exists() else "."])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    golden(expected / "output.txt", shown.out + shown.err)
    golden(expected / "adopted.tf", (folder / "adopted.tf").read_text())
    for path, text in texts(folder / ".harness").items():
        golden(expected / "documents" / path, text)
    assert run(["plan", "-detailed-exitcode", "-no-color"]) == 0, capsys.readouterr().out
    assert "No changes." in capsys.readouterr().out
    before = (folder / "state/default.tfstate.json").read_bytes()
    assert run(["adopt", "-no-color", "-out=again.tf", "in" if (folder / "in").exists() else "."]) == 0
    assert "the state has it as" in capsys.readouterr().err
    assert not (folder / "again.tf").exists()
    assert (folder / "state/default.tfstate.json").read_bytes() == before


@pytest.mark.parametrize("order", [["in", ".harness"], [".harness", "in"]])
@pytest.mark.parametrize(
    "name", [name for name in CASES if (HERE / "cases" / name / "in").exists() and name not in WITH_MORE]
)
def test_one_whose_state_and_journal_were_lost_is_adopted_again(
    name: str, order: list[str], folder: Path, capsys: Capture
) -> None:
    """What was exported and what was made of it say the same of each entity."""
    shutil.copytree(HERE / "cases" / name / "in", folder / "in")
    assert run(["adopt", "in"]) == 0, capsys.readouterr().err
    shutil.rmtree("state")
    before = texts(folder)
    assert run(["adopt", *order]) == 0, capsys.readouterr().err
    assert {path: text for path, text in texts(folder).items() if not path.startswith("state/")} == before
    assert run(["plan", "-detailed-exitcode"]) == 0, capsys.readouterr().out


@pytest.mark.terraform
@pytest.mark.parametrize("name", CASES)
def test_terraform_would_lay_it_out_the_same(name: str) -> None:
    found = subprocess.run(
        ["terraform", "fmt", "-check", "-diff", str(HERE / "cases" / name / "expected" / "adopted.tf")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("name", REFUSALS)
def test_nothing_is_written_on_any_error(name: str, folder: Path, golden: Golden, capsys: Capture) -> None:
    shutil.copytree(HERE / "refusals" / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))
    before = texts(folder)
    assert run(["adopt", "-no-color", next(folder.glob("in.*")).name]) == 1
    shown = capsys.readouterr()
    golden(HERE / "refusals" / name / "expected.txt", shown.out + shown.err)
    assert texts(folder) == before


def test_unmapped_fields_can_be_left_out(folder: Path, capsys: Capture) -> None:
    shutil.copy(HERE / "refusals/unmapped_field/in.yaml", folder)
    assert run(["adopt", "-no-color", "-skip-unmapped", "in.yaml"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("Warning: Unmapped field") == 2
    assert "It is left out." in shown
    assert "proxy" not in (folder / ".harness/connectors/docker.yaml").read_text()
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_a_dry_run_prints_the_configuration_and_writes_nothing(folder: Path, capsys: Capture) -> None:
    shutil.copytree(HERE / "cases/git_experience", folder, dirs_exist_ok=True)
    before = texts(folder)
    assert run(["adopt", "-no-color", "-dry-run", ".harness"]) == 0
    shown = capsys.readouterr()
    assert shown.out == (HERE / "cases/git_experience/expected/adopted.tf").read_text()
    assert "Default written out" in shown.err
    assert texts(folder) == before


def test_the_scope_may_be_given(folder: Path, capsys: Capture) -> None:
    shutil.copy(HERE / "refusals/service_without_its_scope/in.yaml", folder)
    assert run(["adopt", "-org=acme", "-project=shop", "-out=services.tf", "in.yaml"]) == 0, capsys.readouterr().err
    assert 'project_id = "shop"' in (folder / "services.tf").read_text()
    assert (folder / ".harness/orgs/acme/projects/shop/services/web.yaml").read_text() == (
        folder / "in.yaml"
    ).read_text()
    assert run(["adopt", "-project=shop", "in.yaml"]) == 1
    assert "Missing -org option" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["x.yaml", "sub/x.tf", "../x.tf", "a_override.tf", "override.tf", ".x.tf"])
def test_the_configuration_goes_where_hiac_reads_it(out: str, folder: Path, capsys: Capture) -> None:
    shutil.copy(HERE / "refusals/duplicate/in.yaml", folder)
    assert run(["adopt", f"-out={out}", "in.yaml"]) == 1
    assert "Invalid -out option" in capsys.readouterr().err


def test_files_and_folders_may_overlap(folder: Path, capsys: Capture) -> None:
    shutil.copytree(HERE / "cases/names/in", folder / "in")
    assert run(["adopt", "in", "in/a.yaml"]) == 0, capsys.readouterr().err
    assert run(["adopt", "-out=b.tf", "gone.yaml", "in"]) == 1
    assert "There is no file gone.yaml" in capsys.readouterr().err


def test_what_is_no_yaml_in_a_folder_is_passed_over(folder: Path, capsys: Capture) -> None:
    (folder / "in").mkdir()
    (folder / "in/template.yaml").write_text("{{ if .Values.x }}\nkind: [\n")
    (folder / "in/values.yaml").write_text("service:\n  type: ClusterIP\n")
    (folder / "in/bytes.yaml").write_bytes(b"\xff\xfe")
    (folder / "in/.hidden.yaml").write_text("connector: [")
    assert run(["adopt", "-no-color", "in"]) == 0
    shown = capsys.readouterr()
    assert "3 file(s) hold nothing that can be adopted" in shown.out
    assert "Nothing to adopt." in shown.err
    (folder / "in/broken.yaml").write_text("connector:\n  name: [\n")
    assert run(["adopt", "-no-color", "in"]) == 1
    assert "on in/broken.yaml line" in capsys.readouterr().err


@pytest.mark.parametrize("lost", [["state"], ["state", ".harness"]])
def test_what_is_configured_already_is_adopted_as_it_is(lost: list[str], folder: Path, capsys: Capture) -> None:
    shutil.copytree(HERE / "cases/names/in", folder / "in")
    assert run(["adopt", "in"]) == 0
    before = texts(folder)
    for name in lost:
        shutil.rmtree(folder / name)
    (folder / "in/more.yaml").write_text(
        "connector: {name: More, identifier: more, type: Pdc, spec: {hosts: [{hostname: h}]}}\n"
    )
    assert run(["adopt", "in"]) == 1
    assert "Target generated file already exists" in capsys.readouterr().err
    assert not (folder / "state").exists()
    assert run(["adopt", "-out=more.tf", "in"]) == 0
    assert (folder / "more.tf").read_text().count("resource ") == 1
    assert {path: text for path, text in texts(folder).items() if path in before and "state" not in path} == {
        path: text for path, text in before.items() if "state" not in path
    }
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_many_entities_of_one_name_get_names_of_their_own(folder: Path, capsys: Capture) -> None:
    one = (
        "- connector: {{name: H, identifier: h, orgIdentifier: o{0}, type: Pdc, spec: {{hosts: [{{hostname: h}}]}}}}\n"
    )
    (folder / "in.yaml").write_text("".join(one.format(i) for i in range(1000)))
    assert run(["adopt", "-dry-run", "in.yaml"]) == 0
    headers = [line for line in capsys.readouterr().out.splitlines() if line.startswith("resource ")]
    assert len(set(headers)) == 1000


def test_the_state_is_locked_meanwhile(folder: Path, capsys: Capture) -> None:
    shutil.copytree(HERE / "cases/names/in", folder / "in")
    with file_lock.held(folder / "state/default.tfstate.json", "apply"):
        assert run(["adopt", "-no-color", "in"]) == 1
        assert "Error acquiring the state lock" in capsys.readouterr().err
        assert run(["adopt", "-dry-run", "in"]) == 0
    assert not (folder / "adopted.tf").exists()
    assert run(["adopt", "in"]) == 0
