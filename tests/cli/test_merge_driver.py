"""hiac merge-driver as git calls it: for merges, rebases, cherry-picks and reverts, whatever a state holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harnessiac.addresses import DeposedAddress, parse_instance
from harnessiac.state import writing
from harnessiac.state.model import State, StoredInstance
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher, is_encrypted
from harnessiac.storage.project import Project
from harnessiac.storage.state.workspace_state import parse
from tests.state.test_merging import git, holding

STATE = "state/default.tfstate.json"
DRIVER = f"'{sys.executable}' -c 'from harnessiac.cli.main import main; main()' merge-driver %O %A %B %P"
HUB = parse_instance("harness_platform_connector_docker.hub")
Write = Callable[[State], bytes]


class Repository:
    """One with a state on `main` and two branches that both began there."""

    def __init__(self, folder: Path, write: Write = writing.write, path: str = STATE) -> None:
        self.folder, self._write, self.state = folder, write, folder / path
        self.state.parent.mkdir(parents=True)
        (folder / ".gitattributes").write_text("*.tfstate.json merge=hiac\n")
        self.git("init", "-q", "-b", "main")
        self.git("config", "merge.hiac.driver", DRIVER)
        self.git("config", "user.name", "a")
        self.git("config", "user.email", "a@example.com")

    def git(self, *args: str) -> None:
        ended = git(self.folder, *args)
        assert ended.returncode == 0, ended.stdout + ended.stderr

    def commit(self, held: State) -> None:
        self.state.write_bytes(self._write(held))
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def parted(self, base: State, ours: State, theirs: State) -> None:
        """On the branch `ours`, the branch `theirs` having gone another way."""
        self.commit(base)
        for branch, held in (("theirs", theirs), ("ours", ours)):
            self.git("checkout", "-qb", branch, "main")
            self.commit(held)

    def merged(self, cipher: Cipher = PLAIN) -> State:
        """What came of it, but for the serial."""
        return replace(parse(STATE, self.state.read_bytes(), cipher), serial=3)


@pytest.mark.parametrize(
    "how",
    [
        ("merge", "-q", "theirs"),
        ("rebase", "-q", "theirs"),
        ("cherry-pick", "theirs"),
        ("merge", "-q", "--squash", "theirs"),
    ],
)
def test_git_has_both_sides(how: tuple[str, ...], tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.parted(holding(a="1"), holding(a="1", b="2"), holding(a="2"))
    repository.git(*how)
    assert repository.merged() == holding(a="2", b="2")


def test_git_takes_one_of_two_changes_back(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(holding(a="1"))
    repository.commit(holding(a="2"))
    repository.commit(holding(a="2", b="2"))
    repository.git("revert", "--no-edit", "HEAD~1")
    assert repository.merged() == holding(a="1", b="2")


@pytest.mark.parametrize("attribute", ["-text", "text eol=crlf", "text=auto"])
def test_states_with_line_breaks_of_windows(attribute: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, lambda state: writing.write(state).replace(b"\n", b"\r\n"))
    (tmp_path / ".gitattributes").write_text(f"*.tfstate.json merge=hiac {attribute}\n")
    repository.git("config", "core.autocrlf", "true")
    repository.parted(holding(a="1"), holding(a="1", b="2"), holding(a="1", c="3"))
    repository.git("merge", "-q", "theirs")
    assert repository.merged() == holding(a="1", b="2", c="3")


def test_what_a_replacement_left_on_one_side(tmp_path: Path) -> None:
    """One side goes on after a replacement that could not delete the old document, the other added something."""
    left = DeposedAddress(HUB, "1a2b3c4d")
    base, added = holding(hub="first"), holding(hub="first", other="2")
    half = replace(holding(hub="second"), deposed={left: StoredInstance({"id": "first"})})
    repository = Repository(tmp_path)
    repository.parted(base, added, half)
    repository.git("merge", "-q", "theirs")
    assert repository.merged() == replace(holding(hub="second", other="2"), deposed=half.deposed)
    repository.git("checkout", "-qb", "gone", "theirs")
    repository.commit(holding(hub="second"))
    repository.git("checkout", "-q", "ours")
    repository.git("merge", "-q", "gone")
    assert repository.merged() == holding(hub="second", other="2")


def test_each_folder_has_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that are nearest to the state count, not those at the top of the repository."""
    monkeypatch.setenv("TOP", "1f" * 32)
    monkeypatch.setenv("SHOP", "2e" * 32)
    settings = '[encryption]\nkey = {{ env = "{}" }}\n'
    shop = tmp_path / "infra/shop"
    shop.mkdir(parents=True)
    (tmp_path / "hiac.toml").write_text(settings.format("TOP"))
    (shop / "hiac.toml").write_text(settings.format("SHOP"))
    cipher = Project.open(shop).workspaces.cipher
    repository = Repository(
        tmp_path,
        lambda state: cipher.encrypt(writing.write(state), serial=state.serial, lineage=state.lineage),
        f"infra/shop/{STATE}",
    )
    repository.parted(holding(a="1"), holding(a="1", b="2"), holding(a="1", c="3"))
    repository.git("merge", "-q", "theirs")
    assert is_encrypted(repository.state.read_bytes())
    assert repository.merged(cipher) == holding(a="1", b="2", c="3")
