"""YAML of services as tests read it."""

from __future__ import annotations

from typing import Any

from harnessiac import kinds
from harnessiac.diagnostics import Diagnostic
from harnessiac.entities.authored import AuthoredDocument, read_authored
from harnessiac.schema.nodes import Kind
from harnessiac.source import TextOrigin


def kind(name: str) -> Kind:
    """The declaration of harness_platform_`name`."""
    declared = kinds.find(f"harness_platform_{name}")
    assert declared is not None
    return declared


SERVICE = kind("service")


def resource(
    identifier: str | None, name: str | None, org: str | None = None, project: str | None = None
) -> dict[str, Any]:
    """The arguments of a resource that say which entity it is."""
    return {"identifier": identifier, "name": name, "org_id": org, "project_id": project}


def read_service(
    text: str, origin: TextOrigin, arguments: dict[str, Any]
) -> tuple[AuthoredDocument | None, list[Diagnostic]]:
    return read_authored(SERVICE, text, origin, arguments)
