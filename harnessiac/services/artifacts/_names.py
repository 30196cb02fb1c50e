"""What the platform's artifact expressions say of a source: how its image is called, and which one is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct


class Facts(Protocol):
    """What a name is made of. Each method raises where only the pipeline, or nobody, knows what is asked for."""

    def field(self, name: str) -> str:
        """A field of the source's spec."""

    def optional(self, name: str) -> str | None:
        """A field of the source's spec that need not be there; None also if it is empty."""

    def connector(self, *keys: str) -> str:
        """What the connector's document says below its spec."""

    def connector_optional(self, *keys: str) -> str | None:
        """The same for what need not be there."""

    def stand_in(self, word: str, why: str) -> str:
        """`word`, for what cannot be known here; the user is told `why`, a sentence."""


Name = Callable[[Facts], str]


class Output(Struct, frozen=True):
    """What expressions such as `<+artifacts.primary.image>` are made of.

    `version` is the field that says which one is meant, if any does; `regex` the one that lets the pipeline choose. An
    image is called `host`/`path`; without them the source has none, nor where the field `when[0]` is not `when[1]`.
    `called` is what expressions call the host; `renamed` are fields that they call otherwise.
    """

    version: str = "tag"
    regex: str = ""
    host: Name | None = None
    path: Name | None = None
    when: tuple[str, str] | None = None
    called: str = "registryHostname"
    renamed: dict[str, str] = {}


def field(name: str) -> Name:
    return lambda facts: facts.field(name)


def joined(*names: str) -> Name:
    return lambda facts: "/".join(facts.field(name).strip("/") for name in names)


def host_of(*keys: str) -> Name:
    """Host and port of an address in the connector."""
    return lambda facts: authority(facts.connector(*keys))


def authority(url: str) -> str:
    """Host and port of `url`, with scheme and path or without."""
    return without_scheme(url).partition("/")[0]


def without_scheme(url: str) -> str:
    """Host, port and path of `url`, which may have no scheme; no login, no slashes around."""
    host, slash, path = (url.strip().partition("://")[2] or url.strip()).partition("/")
    return f"{host.rpartition('@')[2]}{slash}{path}".strip("/")


def hostname(url: str) -> str:
    """The host of `url` without its port."""
    host = authority(url)
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
