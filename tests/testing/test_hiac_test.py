"""hiac test: each folder in `cases` is run for people, as JSON and with a JUnit report.

`expected.txt`, `expected.jsonl` and `expected.xml` hold what comes out (times taken out); `make golden` rewrites them.
Nothing may be left behind, and the project's own state and documents stay as they are.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CASES = Path(__file__).parent / "cases"
TIMES = re.compile(r' time="[0-9.]+" timestamp="[0-9TZ:-]+"')


@pytest.fixture(params=sorted(p.name for p in CASES.iterdir()))
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case's own folder, after copying it to the working directory."""
    found = CASES / str(request.param)
    folder = tmp_path / "project"
    shutil.copytree(found, folder, ignore=shutil.ignore_patterns("expected.*"))
    places = tmp_path / "temporary"
    places.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(places))
    monkeypatch.chdir(folder)
    return found


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_for_people(case: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]) -> None:
    before = everything(Path())
    code = run(["test", "-no-color", "-verbose", "-junit-xml=../report.xml"])
    said = capsys.readouterr()
    golden(case / "expected.txt", f"{said.out}--- errors, exit code {code}\n{said.err}")
    assert everything(Path()) == before
    assert list(Path("../temporary").iterdir()) == []
    report = Path("../report.xml")
    if report.exists():
        golden(case / "expected.xml", TIMES.sub("", report.read_text()))


def test_as_json(case: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]) -> None:
    code = run(["test", "-json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line in lines:
        assert line.pop("@timestamp")
    assert lines.pop(0)["type"] == "version"
    assert code == (0 if lines[-1].get("test_summary", {}).get("status") == "pass" else 1)
    golden(case / "expected.jsonl", "".join(json.dumps(line, sort_keys=True) + "\n" for line in lines))


def test_only_the_files_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("main.tf").write_text('output "o" {\n  value = 1\n}\n')
    Path("own").mkdir()
    for name in ("a.tftest.hcl", "own/b.tftest.hcl"):
        Path(name).write_text('run "r" {\n  command = plan\n}\n')
    assert run(["test", "-no-color", "-filter=own/b.tftest.hcl", "-test-directory=own"]) == 0
    assert "a.tftest.hcl... in" not in (out := capsys.readouterr().out)
    assert 'own/b.tftest.hcl... in progress\n  run "r"... pass' in out
    assert run(["test", "-no-color", "-filter=none"]) == 0
    assert "Unknown test file" in (out := capsys.readouterr().out)
    assert out.endswith("Success! 0 passed, 0 failed.\n")
    assert run(["test", "-no-color", "-test-directory=../x"]) == 1
    assert "Invalid testing directory" in capsys.readouterr().err
