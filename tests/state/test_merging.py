"""Merging states: what each side did is there, nothing else, and what both did differently is said."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.addresses import parse_instance
from harnessiac.cli.main import run
from harnessiac.state import writing
from harnessiac.state.merging import merge
from harnessiac.state.model import OutputValue, State, StoredInstance
from harnessiac.storage.encryption.ciphers import is_encrypted
from harnessiac.storage.project import Project
from harnessiac.storage.state.workspace_state import parse

LINEAGE = "6f6b4a52-8f0e-4f43-a7d4-0f6a1c2f2a11"
NAMES = [f"harness_platform_connector_docker.c{i}" for i in range(4)]
states = st.builds(
    lambda held, outputs, serial: State(
        {parse_instance(name): StoredInstance({"id": text, "name": text}) for name, text in held.items()},
        {name: OutputValue(text, "string") for name, text in outputs.items()},
        LINEAGE,
        serial,
    ),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from("abc")),
    st.dictionaries(st.sampled_from(["o", "p"]), st.sampled_from("abc")),
    st.integers(1, 9),
)


@given(states, states)
def test_what_one_side_did_is_the_result(base: State, side: State) -> None:
    for ours, theirs in ((base, side), (side, base), (side, side)):
        merged, conflicts = merge(base, ours, theirs)
        assert (merged, conflicts) == (side, [])
        assert merged.serial > max(ours.serial, theirs.serial)


@given(states, states, states)
def test_every_part_comes_from_a_side_that_changed_it(base: State, ours: State, theirs: State) -> None:
    merged, conflicts = merge(base, ours, theirs)
    mirrored, same = merge(base, theirs, ours)
    assert {one.what for one in conflicts} == {one.what for one in same}
    if not conflicts:
        assert merged == mirrored
    there: list[tuple[object, object, object, object, str]] = [
        (part(base).get(key), part(ours).get(key), part(theirs).get(key), part(merged).get(key), name(key))
        for part, name in ((lambda s: s.instances, str), (lambda s: s.outputs, lambda key: f"output {key}"))
        for key in {*part(base), *part(ours), *part(theirs)}
    ]
    for before, mine, other, result, what in there:
        in_conflict = mine != before and other != before and mine != other
        assert in_conflict == (what in {one.what for one in conflicts})
        assert result == (mine if mine != before else other)


def git(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *args], cwd=folder, capture_output=True, text=True, check=False)


def holding(**names: str) -> State:
    held = {f"harness_platform_connector_docker.{key}": text for key, text in names.items()}
    return State({parse_instance(name): StoredInstance({"id": text}) for name, text in held.items()}, {}, LINEAGE, 3)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({"a": "1", "b": "2"}, {"a": "1", "c": "3"}, {"a": "1", "b": "2", "c": "3"}),
        ({"a": "2"}, {"a": "1", "c": "3"}, {"a": "2", "c": "3"}),
        ({}, {"a": "1", "c": "3"}, {"c": "3"}),
        ({"a": "2"}, {"a": "3"}, None),
        ({}, {"a": "3"}, None),
    ],
)
def test_git_merges_states(
    ours: dict[str, str], theirs: dict[str, str], expected: dict[str, str] | None, tmp_path: Path
) -> None:
    state = tmp_path / "state/default.tfstate.json"
    state.parent.mkdir()
    (tmp_path / ".gitattributes").write_text("state/*.tfstate.json merge=hiac\n")
    git(tmp_path, "init", "-q", "-b", "main")
    driver = f"'{sys.executable}' -c 'from harnessiac.cli.main import main; main()' merge-driver %O %A %B %P"
    git(tmp_path, "config", "merge.hiac.driver", driver)

    def commit(held: dict[str, str]) -> None:
        state.write_bytes(writing.write(holding(**held)))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "x", "--allow-empty")

    commit({"a": "1"})
    git(tmp_path, "checkout", "-qb", "other")
    commit(theirs)
    git(tmp_path, "checkout", "-q", "main")
    commit(ours)
    before = state.read_bytes()
    ended = git(tmp_path, "merge", "-q", "other")
    if expected is None:
        assert ended.returncode == 1
        assert "Conflict in state" in ended.stderr
        assert state.read_bytes() == before
    else:
        assert ended.returncode == 0, ended.stderr
        assert state.read_bytes() == writing.write(replace(holding(**expected), serial=4))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "said"),
    [
        (b"", b"", writing.write(holding(a="1")), "different lineages"),
        (b"{", writing.write(holding()), writing.write(holding()), "(base)"),
        (b"", writing.write(holding()), b"\xff\x00", "(theirs)"),
        (b"", writing.write(holding()), b"[" * 100_000, "(theirs)"),
        (b"", writing.write(holding()), None, "cannot be read"),
    ],
)
def test_refused(
    base: bytes, ours: bytes, theirs: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    for path, content in zip(paths, (base, ours, theirs), strict=True):
        if content is not None:
            path.write_bytes(content)
    assert run(["merge-driver", *map(str, paths), "state/default.tfstate.json"]) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert paths[1].read_bytes() == ours


def test_encrypted_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """They are merged with the key of the repository, also with one from before encryption, and stay encrypted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", "1f" * 32)
    (tmp_path / "hiac.toml").write_text('[encryption]\nkey = { env = "KEY" }\nfallback = "unencrypted"\n')
    cipher = Project.open().workspaces.cipher

    def merged(ours: State) -> int:
        for name, state in (("ours", ours), ("theirs", holding(a="1", c="3"))):
            content = cipher.encrypt(writing.write(state), serial=state.serial, lineage=state.lineage)
            (tmp_path / name).write_bytes(content)
        (tmp_path / "base").write_bytes(writing.write(holding(a="1")))
        return run(["merge-driver", "base", "ours", "theirs", "state/default.tfstate.json"])

    assert merged(holding(a="1", b="2")) == 0
    content = (tmp_path / "ours").read_bytes()
    assert is_encrypted(content)
    assert parse("ours", content, cipher) == holding(a="1", b="2", c="3")
    assert merged(holding(c="4")) == 1
    assert "c was added on both sides, and not in the same way" in " ".join(capsys.readouterr().err.split())
    monkeypatch.delenv("KEY")
    assert run(["merge-driver", "base", "ours", "theirs"]) == 1
    assert "Encryption key missing" in capsys.readouterr().err
    (tmp_path / "hiac.toml").unlink()
    assert run(["merge-driver", "base", "ours", "theirs", "s"]) == 1
    assert "The state in s (ours) is encrypted, and no key is configured." in " ".join(capsys.readouterr().err.split())
