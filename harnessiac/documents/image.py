"""A document as a file: its path and its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentImage:
    """A document by its path (relative to the documents directory, `/` separated) and its whole text.

    `text` None: the file does not exist.
    """

    path: str
    text: str | None
