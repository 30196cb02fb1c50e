"""hiac's own notes in states: read whatever their version, refused if they are newer."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from harnessiac.state import reading
from harnessiac.state.private import NewerNotes, Notes, digest_in, noted

DIGEST = "0a" * 32


def field(**notes: Any) -> str:
    return base64.b64encode(json.dumps(notes).encode()).decode()


def test_what_is_noted_is_read() -> None:
    assert digest_in(noted(DIGEST)) == DIGEST
    assert digest_in(field(hiac=1, document_sha256=DIGEST)) == DIGEST


@pytest.mark.parametrize(
    "private",
    [
        "",
        "bnVsbA==",
        "not base64!",
        field(schema_version="0"),
        field(document_sha256="short"),
        field(document_sha256=DIGEST, more=1),
        base64.b64encode(b"[" * 5000).decode(),
        base64.b64encode(b"[" * 50_000).decode(),
    ],
)
def test_what_another_program_noted(private: str) -> None:
    assert digest_in(private) is None


def renamed(notes: Notes) -> Notes:
    return {"document_sha256": notes["document_sha256"].lower()}


def test_older_notes_are_migrated_version_by_version() -> None:
    assert digest_in(field(document_sha256=DIGEST.upper()), {1: renamed, 2: dict}, 3) == DIGEST
    assert digest_in(field(document_sha256=DIGEST, hiac=3), {1: renamed, 2: dict}, 3) == DIGEST


@pytest.mark.parametrize("version", [2, 10**30, 0, -1, True, "2", None])
def test_newer_notes_are_refused(version: object) -> None:
    with pytest.raises(NewerNotes):
        digest_in(field(document_sha256=DIGEST, hiac=version))


def test_a_state_with_newer_notes_is_refused(repository: Path) -> None:
    content = (repository / "state/default.tfstate.json").read_text()
    state = json.loads(content)
    state["resources"][0]["instances"][0]["private"] = field(document_sha256=DIGEST, hiac=2)
    found, (problem,) = reading.read("s", json.dumps(state).encode())
    assert found is None
    assert problem.summary == "Unsupported state file format"
    assert "A newer version of hiac wrote instance" in problem.detail
