"""Files of commits: links, folders and what is not there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harnessiac.storage.history.git import Repository
from harnessiac.storage.history.revision_files import CommitTree


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[CommitTree]:
    """A commit of files and links, none of which is in the work tree any more."""
    root = tmp_path / "repository"
    (root / "a/b").mkdir(parents=True)
    (root / "a/b/file").write_text("text")
    (root / "a/strange\nname é").write_bytes(b"\xff")
    (tmp_path / "outside").write_text("of today")
    for name, target in (
        ("link", "a/b"),
        ("a/up", "../a/b/file"),
        ("loop", "loop"),
        ("one", "two"),
        ("two", "one"),
        ("broken", "nowhere/x"),
        ("absolute", str(root / "a/b")),
        ("out", "../outside"),
        ("back", "../repository/a/b/file"),
        ("round", "../repository/round"),
        ("far", str(tmp_path / "outside")),
        ("through", "a/b/file/x"),
    ):
        (root / name).symlink_to(target)
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    user = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["rm", "-rqf", "."]):
        subprocess.run(["git", *user, *args], cwd=root, env=os.environ | own, check=True)
    root.mkdir(exist_ok=True)
    repository = Repository(root, dict(os.environ))
    with repository.objects() as objects:
        yield CommitTree(repository.commit("HEAD", repository.resolve("HEAD", "ref"), objects), root)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a/b/file", b"text"),
        ("a/./b/../b/file", b"text"),
        ("link/file", b"text"),
        ("a/up", b"text"),
        ("back", b"text"),
        ("absolute/file", b"text"),
        ("a/strange\nname é", b"\xff"),
        ("out", b"of today"),
        ("far", b"of today"),
        ("../outside", b"of today"),
    ],
)
def test_files(path: str, content: bytes, tree: CommitTree) -> None:
    assert tree.read(Path(path), 100) == content
    assert tree.exists(Path(path))
    assert tree.functions().read(f"{tree.commit.root}/{path}") == content


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nowhere", FileNotFoundError),
        ("broken", FileNotFoundError),
        ("through", FileNotFoundError),
        ("a/b/file/x", FileNotFoundError),
        ("A/b/file", FileNotFoundError),
        ("../nowhere", FileNotFoundError),
        ("a", OSError),
        ("loop", OSError),
        ("round", OSError),
        ("one/x", OSError),
    ],
)
def test_what_cannot_be_read(path: str, problem: type[OSError], tree: CommitTree) -> None:
    with pytest.raises(problem):
        tree.read(Path(path), 100)


def test_what_is_too_large_is_refused_and_the_next_is_read(tree: CommitTree) -> None:
    with pytest.raises(OSError, match="it has 4 bytes, more than the 3 that are allowed"):
        tree.read(Path("a/b/file"), 3)
    assert tree.read(Path("a/b/file"), 4) == b"text"


def test_folders(tree: CommitTree) -> None:
    assert sorted(tree.names(Path("a"))) == ["strange\nname é", "up"]
    assert tree.names(Path("link")) == ["file"]
    assert tree.names(Path("..")) == ["outside"]
    functions = tree.functions()
    root = str(tree.commit.root)
    assert sorted(functions.entries(f"{root}/a")) == ["b", "strange\nname é", "up"]
    assert functions.entries(f"{root}/a/b/file") == ()
    assert functions.entries(f"{root}/loop") == ()
    for path in ("a/b/file", "nowhere"):
        with pytest.raises(OSError, match="directory"):
            tree.names(Path(path))
