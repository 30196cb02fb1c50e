"""Why servers cannot be reached, as libraries and systems say it, in words."""

from __future__ import annotations

import pytest

from harnessiac.storage.backends.reasons import in_words


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("[Errno 111] Connection refused", "connection refused"),
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs the server', "refused"),
        ("failed to resolve host 'x': [Errno -2] Name or service not known", "no host of that name"),
        ("[Errno 8] nodename nor servname provided, or not known", "no host of that name"),
        ("[Errno -3] Temporary failure in name resolution", "could not be looked up"),
        ("The read operation timed out", "no answer came in time"),
        ("[Errno 110] Connection timed out", "no answer came in time"),
        ("[Errno 101] Network is unreachable", "no way to it"),
        ("[Errno 104] Connection reset by peer", "cut off"),
        ("[Errno 5] odd\x1b[31m.", "odd [31m"),
    ],
)
def test_in_words(said: str, part: str) -> None:
    words = in_words(said)
    assert part in words
    assert "Errno" not in words
    assert words.isprintable()
