"""Which files of a folder are read, in which order, and what is said of those that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.configuration import sources


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text(f"# {name}\n", "utf-8")


def failure_of(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(Failed) as failure:
        sources.read_configuration(folder)
    return [(d.summary, d.detail) for d in failure.value.diagnostics]


def test_configuration_in_terraforms_order(tmp_path: Path) -> None:
    folder = tmp_path / "with space ü"
    folder.mkdir()
    write(
        folder,
        "b.tf",
        "a.tf",
        "B.tf",
        "é.tf",
        "z_override.tf",
        "override.tf",
        "my.override.tf",
        "c.tf.json",
        "override.tf.json",
    )
    write(folder, ".hidden.tf", "a.tf~", "#a.tf#", "README.md", "a.tfvars", "x.TF", ".tf", "a.tf.bak")
    (folder / "folder.tf").mkdir()
    found = sources.read_configuration(folder)
    assert [Path(s.name).name for s in found.primary] == ["B.tf", "a.tf", "b.tf", "c.tf.json", "my.override.tf", "é.tf"]
    assert [Path(s.name).name for s in found.overrides] == ["override.tf", "override.tf.json", "z_override.tf"]
    assert found.primary[1].text == "# a.tf\n"
    assert found.primary[1].name == str(folder / "a.tf")


def test_names_of_the_working_directory_have_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.tf")
    monkeypatch.chdir(tmp_path)
    assert [s.name for s in sources.read_configuration(Path()).primary] == ["a.tf"]


def test_variables_weakest_first(tmp_path: Path) -> None:
    write(tmp_path, "b.auto.tfvars", "a.auto.tfvars.json", "terraform.tfvars", "terraform.tfvars.json", "c.tfvars")
    write(tmp_path, ".x.auto.tfvars", "x.auto.tfvars~")
    assert [Path(s.name).name for s in sources.read_variables(tmp_path)] == [
        "terraform.tfvars",
        "terraform.tfvars.json",
        "a.auto.tfvars.json",
        "b.auto.tfvars",
    ]


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert sources.read_configuration(tmp_path).primary[0].text == "a = 1\r\n"


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"\xff", "1:1"), (b"a\n\xc3\xa9 \xe9\n", "2:3"), (b"a\r\nb\xf0\x9f\x98", "2:2"), (b"\xef\xbb\xbfab\x80", "1:3")],
)
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "a.tf").write_bytes(content)
    with pytest.raises(Failed) as failure:
        sources.read_configuration(tmp_path)
    (found,) = failure.value.diagnostics
    assert found.summary == "Invalid character encoding"
    assert str(found.subject) == f"{tmp_path / 'a.tf'}:{place}"


def test_what_cannot_be_read_is_said_all_at_once_without_waiting(tmp_path: Path) -> None:
    write(tmp_path, "good.tf")
    os.mkfifo(tmp_path / "a_pipe.tf")
    (tmp_path / "b_dangling.tf").symlink_to("nowhere")
    (tmp_path / "c_loop.tf").symlink_to("c_loop.tf")
    (tmp_path / "d_folder.tf").symlink_to(".")
    (tmp_path / "e_large.tf").touch()
    os.truncate(tmp_path / "e_large.tf", sources.LIMIT + 1)
    (tmp_path / "f_device.tf").symlink_to("/dev/zero")
    found = failure_of(tmp_path)
    assert {summary for summary, _ in found} == {"Failed to read file"}
    reasons = [detail.removeprefix(f"The file {tmp_path}/") for _, detail in found]
    assert reasons == [
        "a_pipe.tf could not be read: it is not a regular file.",
        "b_dangling.tf could not be read: it is a symbolic link to nothing.",
        "c_loop.tf could not be read: too many levels of symbolic links.",
        "d_folder.tf could not be read: it is a directory.",
        f"e_large.tf could not be read: it has {sources.LIMIT + 1} bytes, more than the 64000000 that are allowed.",
        "f_device.tf could not be read: it is not a regular file.",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    write(tmp_path, "a.tf")
    (tmp_path / "a.tf").chmod(0)
    assert failure_of(tmp_path)[0][1].endswith("permission denied.")


def test_folders_that_are_none(tmp_path: Path) -> None:
    assert failure_of(tmp_path / "none") == [
        ("Failed to read module directory", f"The folder {tmp_path}/none does not exist.")
    ]
    write(tmp_path, "file")
    assert failure_of(tmp_path / "file")[0][1].endswith("not a directory.")


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.tf"
    with open(path, "w") as file:  # noqa: PTH123
        file.write("a = 1\n")
    (source,) = sources.read_configuration(tmp_path).primary
    assert source.name == f"{tmp_path}/\ufffd\ufffd.tf"
    assert source.text == "a = 1\n"


def test_variables_files_named_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, "x.tfvars")
    assert sources.read_variables_file(tmp_path / "x.tfvars").text == "# x.tfvars\n"
    with pytest.raises(Failed) as failure:
        sources.read_variables_file(tmp_path / "y.tfvars")
    (found,) = failure.value.diagnostics
    assert found.summary == "Failed to read variables file"
    assert found.detail == f"Given variables file {tmp_path}/y.tfvars does not exist."
