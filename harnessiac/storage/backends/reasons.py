"""Why a server cannot be reached, in words instead of the system's numbers, the same for every backend."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    (r"refused", "nothing answers at that address and port (connection refused)"),
    (r"name or service not known|nodename nor servname|no address associated", "there is no host of that name"),
    (r"temporary failure in name resolution", "the name of the host could not be looked up"),
    (r"timed? ?out", "no answer came in time"),
    (r"(network|host) is unreachable|no route to host", "there is no way to it in the network"),
    (r"reset by peer|remote end closed|closed the connection|broken pipe", "the connection was cut off"),
)
_NUMBER = re.compile(r"\[(?:Errno|WinError|SSL[^\]]*)[^\]]*\] ?")


def known(text: str) -> str | None:
    """The words for what a library says of a connection that failed; None if it is none of the usual reasons."""
    return next((words for pattern, words in _WORDS if re.search(pattern, text, re.IGNORECASE)), None)


def in_words(text: str) -> str:
    """The same, else what the library says, without numbers of errors and on one line."""
    return known(text) or printable(_NUMBER.sub("", text))


def printable(text: str) -> str:
    """Return what a server or library says on one line, without the end of its sentence."""
    return "".join(char if char.isprintable() else " " for char in text).strip(" .")
