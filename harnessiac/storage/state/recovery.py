"""What a run that was cut short left behind: the state it would have saved, from its journal."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.state.model import State, digest
from harnessiac.storage import files
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher
from harnessiac.storage.state import journal

_SHOWN = 5


class Outcome(Enum):
    NOTHING = "nothing"
    """There is no journal."""
    ABSORBED = "absorbed"
    """The state holds what the journal does, or nothing had been done."""
    REPLAYED = "replayed"
    """The state is the one the journal began with, and steps were done since."""
    STRANGE = "strange"
    """The journal cannot be understood, or belongs to another state."""


class Recovery(Struct, frozen=True):
    """The state after a journal; `open` are documents beside which the cut-off run may have left temporary files.

    `announced` are the digests of states that the run was about to save. `is_damaged` journals are kept.
    """

    outcome: Outcome
    state: State
    notes: tuple[Diagnostic, ...] = ()
    open: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    is_damaged: bool = False


def recovered(
    path: Path, state: State, state_digest: str | None, documents: DocumentDirectory, cipher: Cipher = PLAIN
) -> Recovery:
    """`state`, with the SHA-256 of its bytes, after the journal at `path`. Raises Failed if that cannot be read."""
    try:
        content = files.read(path, journal.LIMIT, follow=False)
    except FileNotFoundError:
        return Recovery(Outcome.NOTHING, state)
    except OSError as problem:
        detail = (
            f"The journal {files.shown(path)}, which an interrupted run left, could not be read: "
            f"{files.reason(problem)}. Without it, it cannot be told what that run did. To go on all the same, move it "
            "away, and look closely at the next plan."
        )
        raise Failed(error("Failed to read journal", detail)) from None
    try:
        found = journal.read(content)
        if found is None or state_digest in found.announced:
            return Recovery(Outcome.ABSORBED, state, is_damaged=found is not None and found.is_damaged)
        if found.began.digest != state_digest:
            raise journal.Unusable(
                f"it was begun on serial {found.began.serial}, and since then another program has changed the state, "
                f"which has serial {state.serial} now"
            )
        replay = journal.replayed(found, state, lambda document: _look(documents, document), cipher)
    except journal.Unusable as problem:
        return Recovery(Outcome.STRANGE, state, (_strange(path, str(problem)),))
    notes = []
    outcome = Outcome.REPLAYED if replay.steps else Outcome.ABSORBED
    if replay.steps:
        notes.append(_interrupted(path, found.began, replay.steps, is_damaged=found.is_damaged))
    elif found.is_damaged:
        outcome = Outcome.STRANGE
        notes.append(_strange(path, "some of what it recorded is damaged, and the rest tells of nothing that was done"))
    if replay.unclear:
        notes.append(_unclear(replay.unclear, documents))
    return Recovery(outcome, replay.state, tuple(notes), replay.open, found.announced, found.is_damaged)


def unfinished(path: Path, problem: OSError) -> Diagnostic:
    """What an interrupted run did cannot be saved."""
    detail = (
        f"What an interrupted run did, as its journal {files.shown(path)} says, could not be put into the state: "
        f"{files.reason(problem)}. Nothing is lost; solve the problem and try again."
    )
    return error("Failed to recover from journal", detail)


def set_aside(path: Path) -> None:
    """Keep a journal that cannot be used under another name. Raises OSError."""
    number = 1
    while os.path.lexists(place := path.with_name(f"{path.name}.{number}")):
        number += 1
    path.rename(place)
    files.sync_folder(path.parent)


def _look(documents: DocumentDirectory, path: str) -> str | None:
    """A document's digest; None if there is none, "" if it cannot be read."""
    try:
        text = documents.read(path)
    except Failed:
        return ""
    return None if text is None else digest(text)


def _interrupted(path: Path, began: journal.Began, steps: int, *, is_damaged: bool) -> Diagnostic:
    missing = (
        " Some of what it recorded is damaged: look closely at what the next plan wants to do. The next command that "
        f"writes the state puts the journal {files.shown(path)} aside."
    ) * is_damaged
    detail = (
        f"An apply that began at {files.shown(began.time[:40])} was cut off. Its journal says that {steps} step(s) "
        f"were done, and so they count as done: only what is left is planned.{missing}"
    )
    return warning("Interrupted apply", detail)


def _unclear(paths: tuple[str, ...], documents: DocumentDirectory) -> Diagnostic:
    names = ", ".join(f"{files.shown(documents.root)}/{path}" for path in paths[:_SHOWN])
    detail = (
        f"{'Documents were' if paths[1:] else 'A document was'} changed by somebody else after an apply that was about "
        f"to change {'them' if paths[1:] else 'it'} was cut off: {names}{', ...' if paths[_SHOWN:] else ''}. That step "
        "counts as not done."
    )
    return warning("Document changed after an interrupted apply", detail)


def _strange(path: Path, why: str) -> Diagnostic:
    detail = (
        f"An interrupted run left the journal {files.shown(path)}, but it cannot be used: {why}. Documents which that "
        "run wrote may be unknown to the state: plan, and take over with -adopt or import what is reported as existing "
        "already. The next command that writes the state puts the journal aside."
    )
    return warning("Journal cannot be used", detail)
