"""The documents folder: nothing outside is touched, nobody's edit is lost, and nothing is written without need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.documents import directory
from harnessiac.storage.documents.directory import DocumentConflict, DocumentDirectory
from harnessiac.storage.documents.writer import DocumentWriter

PATH = "orgs/o/projects/p/connectors/hub.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> DocumentDirectory:
    return DocumentDirectory(tmp_path / "with space" / ".harness")


def put(folder: DocumentDirectory, path: str, text: str, expected: str | None) -> None:
    writer = DocumentWriter(folder)
    try:
        writer.replace(path, text, expected)
    finally:
        writer.settle()


def tree(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def test_a_document_comes_and_goes(folder: DocumentDirectory) -> None:
    assert folder.read(PATH) is None
    assert folder.paths() == ()
    put(folder, PATH, "a: é\n", None)
    put(folder, "connectors/$x_1.yaml", "", None)
    assert folder.read(PATH) == "a: é\n"
    assert folder.paths() == ("connectors/$x_1.yaml", PATH)
    assert folder.read_all([PATH, "services/none.yaml", PATH]) == ({PATH: "a: é\n", "services/none.yaml": None}, {})
    put(folder, PATH, "b: 1\n", "a: é\n")
    folder.delete(PATH, "b: 1\n")
    assert tree(folder.root) == ["connectors", "connectors/$x_1.yaml"]
    folder.delete(PATH, "b: 1\n")
    folder.delete("connectors/$x_1.yaml", "")
    assert folder.root.exists()
    assert tree(folder.root) == []


def test_folders_that_still_hold_something_stay(folder: DocumentDirectory) -> None:
    put(folder, PATH, "x", None)
    (folder.root / "orgs/o/README.md").touch()
    folder.delete(PATH, "x")
    assert tree(folder.root) == ["orgs", "orgs/o", "orgs/o/README.md"]


def test_equal_text_is_not_written(folder: DocumentDirectory) -> None:
    put(folder, PATH, "x", None)
    before = (folder.root / PATH).stat()
    put(folder, PATH, "x", "something else")
    after = (folder.root / PATH).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_permissions(folder: DocumentDirectory) -> None:
    mask = os.umask(0o027)
    try:
        put(folder, PATH, "x", None)
    finally:
        os.umask(mask)
    path = folder.root / PATH
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    put(folder, PATH, "y", "x")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("there", "expected", "part"),
    [("mine", "old", "was edited"), (None, "old", "was removed"), ("mine", None, "was created")],
)
def test_what_somebody_else_did_is_not_undone(
    folder: DocumentDirectory, there: str | None, expected: str | None, part: str
) -> None:
    if there is not None:
        put(folder, PATH, there, None)
    with pytest.raises(DocumentConflict) as failure:
        put(folder, PATH, "new", expected)
    conflict = failure.value
    assert (conflict.path, conflict.expected, conflict.found) == (PATH, expected, there)
    assert part in conflict.diagnostics[0].detail
    assert str(folder.root / PATH) in conflict.diagnostics[0].detail
    assert folder.read(PATH) == there
    if there is not None:
        with pytest.raises(DocumentConflict):
            folder.delete(PATH, expected)
        assert folder.read(PATH) == there


UNSAFE = [
    "",
    ".",
    "..",
    "../x.yaml",
    "/etc/x.yaml",
    "a/../x.yaml",
    "a//x.yaml",
    "a/./x.yaml",
    "a/.hidden.yaml",
    ".yaml",
    "x",
    "x.yml",
    "x.yaml/",
    "a\\b.yaml",
    "a\x00.yaml",
    "a\n.yaml",
    "é.yaml",
    "a b.yaml",
    "x" * 300 + ".yaml",
    "a/" * 50 + "x.yaml",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_paths_that_are_no_documents(folder: DocumentDirectory, path: str) -> None:
    for act in (lambda: folder.read(path), lambda: put(folder, path, "x", None), lambda: folder.delete(path, "x")):
        with pytest.raises(Failed, match="Invalid document path"):
            act()
    assert not folder.root.exists()


@pytest.mark.parametrize("link", ["orgs", "orgs/o", "orgs/o/projects/p/connectors", PATH])
@pytest.mark.parametrize("inside", [False, True])
def test_links_are_not_followed(folder: DocumentDirectory, tmp_path: Path, link: str, *, inside: bool) -> None:
    outside = DocumentDirectory(folder.root / "elsewhere" if inside else tmp_path / "outside")
    put(outside, PATH, "secret", None)
    place = folder.root / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside.root / link)
    before = tree(tmp_path)
    for act in (
        lambda: folder.read(PATH),
        lambda: put(folder, PATH, "x", "secret"),
        lambda: put(folder, PATH, "x", None),
        lambda: folder.delete(PATH, "secret"),
    ):
        with pytest.raises(Failed) as failure:
            act()
        assert "symbolic link" in failure.value.diagnostics[0].detail
        assert not isinstance(failure.value, DocumentConflict)
    assert outside.read(PATH) == "secret"
    assert PATH not in folder.paths()
    assert tree(tmp_path) == before


def test_a_root_that_is_a_link_is_the_users_choice(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    put(DocumentDirectory(tmp_path / "link"), PATH, "x", None)
    assert DocumentDirectory(tmp_path / "real").paths() == (PATH,)
    (tmp_path / "broken").symlink_to("nowhere")
    for act in (
        lambda: DocumentDirectory(tmp_path / "broken").read(PATH),
        lambda: put(DocumentDirectory(tmp_path / "broken"), PATH, "x", None),
    ):
        with pytest.raises(Failed, match="Failed to"):
            act()


def test_what_is_no_document(folder: DocumentDirectory) -> None:
    (folder.root / "connectors/d.yaml").mkdir(parents=True)
    os.mkfifo(folder.root / "connectors/p.yaml")
    (folder.root / "connectors/u.yaml").write_bytes(b"a\n\xff")
    (folder.root / "connectors/l.yaml").touch()
    os.truncate(folder.root / "connectors/l.yaml", directory.LIMIT + 1)
    (folder.root / "services").touch()
    paths = [f"connectors/{name}.yaml" for name in "dpul"]
    texts, unreadable = folder.read_all([*paths, "services/x.yaml"])
    assert set(texts.values()) == {None}
    details = [diagnostic.detail for found in unreadable.values() for diagnostic in found]
    for detail, part in zip(
        details,
        ["a directory", "not a regular file", "Line 2 of the document", "more than the", "a file, which"],
        strict=True,
    ):
        assert part in detail
        assert str(folder.root) in detail
    for path in (*paths, "services/x.yaml"):
        with pytest.raises(Failed):
            put(folder, path, "x", None)
    with pytest.raises(Failed, match="too large"):
        put(folder, "connectors/n.yaml", "é" * directory.LIMIT, None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(folder: DocumentDirectory) -> None:
    put(folder, PATH, "x", None)
    parent = (folder.root / PATH).parent
    parent.chmod(0o500)
    for act in (lambda: put(folder, PATH, "y", "x"), lambda: folder.delete(PATH, "x")):
        with pytest.raises(Failed) as failure:
            act()
        assert "permission denied" in failure.value.diagnostics[0].detail
    parent.chmod(0o700)
