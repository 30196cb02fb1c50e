"""Every backend over a real server, each test in a place of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harnessiac.storage.backends import local
from harnessiac.storage.backends.declaration import open_backend
from harnessiac.storage.backends.store import Backend
from tests.storage.backends import servers

_numbers = itertools.count()

S3_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class Place:
    """Where states can be kept: a block's type and settings, and the environment that goes with them."""

    type: str
    settings: dict[str, object]
    environment: dict[str, str]

    def opened(self) -> Backend:
        """The backend as another process would open it."""
        if self.type == "local":
            return local.in_folder(Path(str(self.settings["folder"])))
        return open_backend(self.type, self.settings, self.environment)  # type: ignore[arg-type]

    def block(self) -> str:
        """The backend block, secrets included."""
        lines = "".join(f"    {name} = {_literal(value)}\n" for name, value in self.settings.items())
        return f'terraform {{\n  backend "{self.type}" {{\n{lines}  }}\n}}\n'


def _literal(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case dict():
            return "{ " + ", ".join(f"{key} = {_literal(item)}" for key, item in value.items()) + " }"
        case _:
            return f'"{value}"'


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    if servers.postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with servers.postgres() as address:
        yield address


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    with servers.s3() as address:
        yield address


@pytest.fixture
def http_state() -> servers.HttpState:
    return servers.HttpState()


@pytest.fixture
def http_address(http_state: servers.HttpState) -> Iterator[str]:
    with servers.http(http_state) as address:
        yield address


@pytest.fixture
def place_of(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Place]:
    """`place_of(type)` is a new place for states of that type."""

    def made(type: str) -> Place:
        number = next(_numbers)
        match type:
            case "local":
                return Place(type, {"folder": tmp_path / f"state{number}"}, {})
            case "pg":
                address = request.getfixturevalue("postgres_address")
                return Place(type, {"conn_str": address, "schema_name": f"schema {number}"}, {})
            case "s3":
                address = request.getfixturevalue("s3_address")
                for name, value in S3_ENVIRONMENT.items():
                    monkeypatch.setenv(name, value)
                settings = {"bucket": "states", "key": f"{number}/x.tfstate", "use_path_style": True}
                return Place(type, {**settings, "endpoints": {"s3": address}}, S3_ENVIRONMENT)
            case "http":
                address = f"{request.getfixturevalue('http_address')}/{number}"
                settings = {"address": address, "lock_address": address, "unlock_address": address}
                return Place(type, {**settings, "retry_wait_min": 0, "retry_wait_max": 0}, {})
        raise AssertionError(type)

    return made


@pytest.fixture(params=["local", "pg", "s3", "http"])
def place(request: pytest.FixtureRequest, place_of: Callable[[str], Place]) -> Place:
    return place_of(request.param)
