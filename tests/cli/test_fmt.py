"""hiac fmt: which files, what is printed, what is written, and how it ends."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from harnessiac.cli.main import run
from harnessiac.reports.text.unified_diff import unified

FILES = {
    "main.tf": "a=1\n",
    "same.tf": "a = 1\n",
    "b.tfvars": "b  = 1\nccc=2",
    "c.tftest.hcl": 'run "x" {\ncommand=plan\n}\n',
    "d.tfmock.hcl": "a=1\n",
    "e.hcl": "a=1\n",
    "f.tf.json": "{}",
    ".hidden.tf": "a=1\n",
    "backup.tf~": "a=1\n",
    "#backup.tf#": "a=1\n",
    "sub/s.tf": "a=1\n",
    "sub/deep/t.tf": "a=1\n",
    ".hidden/s.tf": "a=1\n",
    "backup~/s.tf": "a=1\n",
}
CHANGED = ["b.tfvars", "c.tftest.hcl", "d.tfmock.hcl", "main.tf"]
DIFF = """\
--- old/b.tfvars
+++ new/b.tfvars
@@ -1,2 +1,2 @@
-b  = 1
-ccc=2
\\ No newline at end of file
+b   = 1
+ccc = 2
\\ No newline at end of file
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in FILES}


def changed(folder: Path) -> list[str]:
    return sorted(name for name, text in contents(folder).items() if text != FILES[name])


def listed(names: list[str]) -> str:
    return "".join(f"{name}\n" for name in names)


@pytest.mark.parametrize(
    ("args", "output", "code", "written"),
    [
        ([], listed(CHANGED), 0, CHANGED),
        (["-list=false"], "", 0, CHANGED),
        (["-recursive"], listed([*CHANGED, "sub/deep/t.tf", "sub/s.tf"]), 0, [*CHANGED, "sub/deep/t.tf", "sub/s.tf"]),
        (["-check"], listed(CHANGED), 3, []),
        (["-check", "-list=false"], "", 3, []),
        (["-check", "same.tf"], "", 0, []),
        (["-check", "-diff", "b.tfvars"], f"b.tfvars\n{DIFF}", 3, []),
        (["-check", "-diff", "-list=false"], "", 3, []),
        (["-write=false"], listed(CHANGED), 0, []),
        (["-write=false", "-list=false", "b.tfvars", "same.tf"], "b   = 1\nccc = 2\na = 1\n", 0, []),
        (["-write=false", "-list=false", "-diff", "b.tfvars", "same.tf"], DIFF, 0, []),
        (["-diff", "-list=false", "b.tfvars"], DIFF, 0, ["b.tfvars"]),
        (["sub", "./main.tf"], "sub/s.tf\nmain.tf\n", 0, ["main.tf", "sub/s.tf"]),
        (["--recursive", "--list=false", "sub"], "", 0, ["sub/deep/t.tf", "sub/s.tf"]),
    ],
)
def test_files(
    folder: Path, capfd: pytest.CaptureFixture[str], args: list[str], output: str, code: int, written: list[str]
) -> None:
    assert run(["fmt", *args]) == code
    assert capfd.readouterr() == (output, "")
    assert changed(folder) == written
    assert not [path for path in folder.rglob("*") if "hiac-tmp" in path.name]


def test_a_second_run_has_nothing_to_do(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["fmt", "-recursive"])
    capfd.readouterr()
    assert run(["fmt", "-recursive", "-check"]) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("args", "given", "output", "code"),
    [
        (["-"], "a=1\nbb=2\n", "a  = 1\nbb = 2\n", 0),
        (["-"], "a=1", "a = 1\n", 0),
        (["-"], "a=1\r\n", "a = 1\r\n", 0),
        (["-check", "-"], "a=1\n", "", 3),
        (["-check", "-"], "a = 1\n", "", 0),
        (["-diff", "-"], "a=1\n", "--- old/<stdin>\n+++ new/<stdin>\n@@ -1 +1 @@\n-a=1\n+a = 1\n", 0),
        (["-diff", "-"], "a = 1\n", "", 0),
        (["-", "main.tf"], "a=1\n", "a = 1\n", 0),
    ],
)
def test_standard_input(
    folder: Path, environment: dict[str, str], args: list[str], given: str, output: str, code: int
) -> None:
    command = [sys.executable, "-c", "import sys; from harnessiac.cli.main import main; sys.exit(main())", "fmt", *args]
    ended = subprocess.run(command, cwd=folder, env=environment, input=given.encode(), capture_output=True, check=False)
    assert (ended.stdout.decode(), ended.returncode, ended.stderr) == (output, code, b"")
    assert changed(folder) == []


def test_a_file_that_does_not_parse_is_told_and_the_others_are_written(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.tf").write_text("a=1\nb=\n", "utf-8")
    assert run(["fmt", "-list=false"]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "Invalid expression" in printed.err
    assert "on bad.tf line 2" in printed.err
    assert (folder / "bad.tf").read_text("utf-8") == "a=1\nb=\n"
    assert changed(folder) == CHANGED


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nothing", "No file or directory at nothing"),
        ("e.hcl", "Only .tf, .tfvars, and .tftest.hcl files can be processed with hiac fmt"),
        ("f.tf.json", "Only .tf, .tfvars, and .tftest.hcl files can be processed with hiac fmt"),
        ("latin.tf", "Invalid character encoding"),
        ("pipe.tf", "The file pipe.tf could not be read: it is not a regular file."),
        ("links", "The file links/nowhere.tf could not be read: no such file or directory."),
        ("links", "The file links/folder.tf could not be read: it is a directory."),
    ],
)
def test_what_cannot_be_formatted(folder: Path, capfd: pytest.CaptureFixture[str], target: str, said: str) -> None:
    (folder / "latin.tf").write_bytes(b'a="\xe9"\n')
    os.mkfifo(folder / "pipe.tf")
    (folder / "links").mkdir()
    (folder / "links" / "nowhere.tf").symlink_to("missing")
    (folder / "links" / "folder.tf").symlink_to(folder / "sub")
    for args in ([target], ["-check", target]):
        assert run(["fmt", *args]) == 2
        printed = capfd.readouterr()
        assert printed.out == ""
        assert said in printed.err
    assert (folder / "latin.tf").read_bytes() == b'a="\xe9"\n'
    assert changed(folder) == []


def test_mode_and_links_stay(folder: Path) -> None:
    (folder / "main.tf").chmod(0o640)
    (folder / "link.tf").symlink_to("main.tf")
    (folder / "also").symlink_to("sub")
    assert run(["fmt", "link.tf", "also"]) == 0
    assert (folder / "link.tf").is_symlink()
    assert stat.S_IMODE((folder / "main.tf").stat().st_mode) == 0o640
    assert changed(folder) == ["main.tf", "sub/s.tf"]


def test_linked_folders_are_not_entered(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "sub" / "around").symlink_to("..")
    assert run(["fmt", "-recursive", "sub"]) == 0
    assert capfd.readouterr().out == "sub/deep/t.tf\nsub/s.tf\n"


def test_a_byte_order_mark_goes_and_line_ends_stay(folder: Path) -> None:
    (folder / "main.tf").write_bytes(b"\xef\xbb\xbfa=1\r\n# \xc3\xa9\r\n")
    assert run(["fmt", "main.tf"]) == 0
    assert (folder / "main.tf").read_bytes() == b"a = 1\r\n# \xc3\xa9\r\n"


def test_names_are_relative_to_the_working_directory(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "-check", str(folder / "main.tf"), str(folder / "sub")]) == 3
    assert capfd.readouterr().out == "main.tf\nsub/s.tf\n"
    assert run(["-chdir=sub", "fmt", "-check", "../main.tf", "."]) == 3
    assert capfd.readouterr().out == "../main.tf\ns.tf\n"


LINES = ("a=1", "a = 1", "}", "", "  b", "{", "  }", "c", "    }", "d = 4")


@pytest.mark.skipif(not (shutil.which("diff") and shutil.which("patch")), reason="no diff and patch on PATH")
@pytest.mark.parametrize("seed", range(60))
def test_diffs_apply(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    before = [random.choice(LINES) for _ in range(random.randrange(30))]
    after = [random.choice(LINES) if random.random() < 0.2 else line for line in before]
    if seed % 3 == 0:
        after = [line for line in after if random.random() < 0.9]
    ends = [random.choice(["", "\n"]) for _ in range(2)]
    old, new = "\n".join(before) + ends[0], "\n".join(after) + ends[1]
    shown = unified(old, new, "x")
    (tmp_path / "x").write_text(old, "utf-8")
    if old == new:
        assert shown == ""
        return
    subprocess.run(["patch", "--silent", "--fuzz=0", str(tmp_path / "x")], input=shown, text=True, check=True)
    left = (tmp_path / "x").read_text("utf-8") if (tmp_path / "x").exists() else ""  # patch removes empty files
    assert left == new


def test_diff_of_a_long_text_takes_no_time_and_shows_only_what_changed() -> None:
    old = "".join(f"a{i}=1\n\nsame\n" for i in range(5000))
    shown = unified(old, old.replace("=1", " = 1"), "x")
    assert sum(line.startswith("-") for line in shown.splitlines()) == 5001
    assert "-same" not in shown
