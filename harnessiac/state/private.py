"""What hiac notes for itself on an instance, in the field `private` of a state: the digest of its document.

The notes have a version of their own, as states are kept for years: `MIGRATIONS` turns those of each version into
those of the next. A state that holds newer ones is refused, rather than read by half.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Notes = dict[str, Any]

VERSION: Final = 1
MIGRATIONS: Final[Mapping[int, Callable[[Notes], Notes]]] = {}
"""By version: the notes of that version as those of the next."""

_DIGEST = "document_sha256"
_KEY_OF_VERSION = "hiac"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LIMIT = 10_000
_USUAL = re.compile(rb'\{"document_sha256":"([0-9a-f]{64})"\}')


class NewerNotes(ValueError):
    """A newer hiac wrote them."""


def noted(digest: str) -> str:
    """The field `private` that remembers a document's digest."""
    return base64.b64encode(f'{{"{_DIGEST}":"{digest}"}}'.encode()).decode()


def digest_in(
    private: str, migrations: Mapping[int, Callable[[Notes], Notes]] = MIGRATIONS, latest: int = VERSION
) -> str | None:
    """The document's digest in the field `private`; None if another program wrote it. Raises NewerNotes."""
    try:
        content = base64.b64decode(private, validate=True)
    except ValueError:
        return None
    usual = _USUAL.fullmatch(content) if latest == 1 else None
    if usual is not None:
        return usual[1].decode()
    notes = _notes(content)
    if notes is None or _DIGEST not in notes:
        return None
    version = notes.pop(_KEY_OF_VERSION, 1)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= latest:
        raise NewerNotes(str(version)[:20])
    while version < latest:
        notes = migrations[version](notes)
        version += 1
    digest = notes.get(_DIGEST)
    return digest if set(notes) == {_DIGEST} and isinstance(digest, str) and _SHA256.fullmatch(digest) else None


def _notes(content: bytes) -> Notes | None:
    if len(content) > _LIMIT:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
