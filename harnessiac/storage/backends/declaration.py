"""Which backend a configuration declares, and opening it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from harnessiac.language.syntax.nodes import Body
from harnessiac.source import SourceFile, Span
from harnessiac.storage.backends.store import Backend

if TYPE_CHECKING:
    from harnessiac.storage.backends.arguments import Settings


class BackendBlock(Struct, frozen=True):
    """A backend block: its type, its settings and where it is."""

    type: str
    settings: Settings
    span: Span


class InitializedBackend(Struct, frozen=True):
    """A backend as it was initialized: the settings of its block and those of -backend-config, secrets included.

    Of a local one `block` is the location of its files, and nothing is `given`.
    """

    type: str
    block: Settings
    given: Settings

    @property
    def settings(self) -> Settings:
        return {**self.block, **self.given}

    def is_same(self, other: InitializedBackend) -> bool:
        """Return whether both are the same backend; other credentials for it make no difference."""
        return self.type == other.type and are_same(self.type, self.settings, other.settings)


def backend_block(parsed: Iterable[tuple[SourceFile, Body]]) -> BackendBlock | None:
    """Return the backend block of a configuration. Raises Failed with everything that is wrong in it."""
    for source, body in parsed:
        for block in (b for b in body.blocks if b.type == "terraform"):
            for nested in block.body.blocks:
                if nested.type != "backend" or not nested.labels:
                    continue
                from harnessiac.storage.backends import arguments  # most configurations have no such block

                type, span = nested.labels[0].text, source.span(nested.start, nested.header_end)
                arguments.check_type(type, source.span(nested.labels[0].start, nested.labels[0].end))
                return BackendBlock(type, arguments.of_block(type, nested.body, source), span)
    return None


def open_backend(type: str, settings: Settings, environment: Mapping[str, str]) -> Backend:
    """Return a backend that is not local, with these settings. Nothing is connected to yet. Raises Failed."""
    from harnessiac.storage.backends.arguments import Configured

    configured = Configured(type, settings, environment)
    match type:
        case "pg":
            from harnessiac.storage.backends.pg import PgBackend

            return PgBackend(configured)
        case "s3":
            from harnessiac.storage.backends.s3 import S3Backend

            return S3Backend(configured)
        case "http":
            from harnessiac.storage.backends.http import HttpBackend

            return HttpBackend(configured)
        case _:
            raise AssertionError(type)


def are_same(type: str, first: Settings, second: Settings) -> bool:
    """Return whether two sets of settings differ in nothing but secrets."""
    return settings_without_secrets(type, first)[0] == settings_without_secrets(type, second)[0]


def settings_without_secrets(type: str, settings: Settings) -> tuple[Settings, list[str]]:
    """Return the settings that may be recorded in the working directory, and the names of those with a secret."""
    if type == "local":
        return settings, []
    from harnessiac.storage.backends.arguments import without_secrets

    return without_secrets(type, settings)
