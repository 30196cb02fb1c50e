"""The hosts that delegates must reach, for a source as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from harnessiac.services.guides.guide import Host

Field = Callable[[str], str | None]
"""The text of a field by its dotted path; None if it is absent or known only when a pipeline runs."""

_PLACE = re.compile(r"\{(@?)([a-zA-Z.]+)\}")
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/@\s]*@)?([^/?#\s]+)")
_ODD = re.compile(r"[<>\s\x00-\x1f]")
_CHINA = re.compile(r"\.cn-[a-z]+-\d+\.amazonaws\.com\Z")


class Reached(Struct, frozen=True, order=True):
    """`name` has `<field>` for what is not known; then it is not `known`."""

    name: str
    why: str
    known: bool = True


def shown(host: Host) -> str:
    """A host for people: `<region>-docker.pkg.dev`, `<host of dockerRegistryUrl>`."""
    return _PLACE.sub(lambda m: f"<host of {m[2]}>" if m[1] else f"<{m[2].rpartition('.')[2]}>", host.name)


def reached(hosts: Iterable[Host], source: Field, connector: Field) -> Iterator[Reached]:
    """The hosts for a source and its connector."""
    listed = list(hosts)
    clouds = {host.cloud for host in listed}
    cloud = connector("azureEnvironmentType") or ""
    for host in listed:
        if host.cloud == (cloud if cloud in clouds else "") and (not host.needs or source(host.needs) is not None):
            name = filled(host.name, source, connector)
            yield Reached(name + ".cn" if _CHINA.search(name) else name, host.why, "<" not in name)


def filled(template: str, source: Field, connector: Field) -> str:
    """A template of a guide with the fields of a source and the hosts of its connector; `<field>` for what is open."""

    def fill(match: re.Match[str]) -> str:
        text = (connector if match[1] else source)(match[2])
        if text is None or _ODD.search(text):
            return f"<host of {match[2]}>" if match[1] else f"<{match[2].rpartition('.')[2]}>"
        return host_of(text) if match[1] or "://" in text else text.rstrip("/")

    return _PLACE.sub(fill, template)


def host_of(url: str) -> str:
    """The host of a URL, with its port if it says one; the text itself if there is none in it."""
    found = _URL.match(url.strip())
    return found[1].lower() if found else url
