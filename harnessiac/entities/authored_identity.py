"""Who a service is, according to its resource or to its YAML."""

from __future__ import annotations

from msgspec import Struct


class ServiceIdentity(Struct, frozen=True):
    """Who a service is. Without `identifier` or `name` they are not compared; without `org` it is the account's."""

    identifier: str | None
    name: str | None
    org: str | None = None
    project: str | None = None
