"""What kinds with YAML of their own share: fields that repeat arguments, parts of services that they override."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harnessiac.schema.nodes import Agreement

if TYPE_CHECKING:
    from harnessiac.documents import Mapping
    from harnessiac.shapes.vocabulary import Field, Fitting

SAME_ENTITY = (
    Agreement("identifier", "identifier", "identifier", required=True),
    Agreement("name", "name", "name", required=True),
    Agreement("orgIdentifier", "org_id", "organization"),
    Agreement("projectIdentifier", "project_id", "project"),
)
"""The fields in which YAML repeats which entity it is of."""

SCOPE_FIELDS = {
    "identifier": "identifier",
    "name": "name",
    "orgIdentifier": "org_id",
    "projectIdentifier": "project_id",
    "description": "description",
}
"""The fields of a request that say the same."""


def identity_fields() -> tuple[Field, ...]:
    """The fields that say which entity a YAML is of, and describe it."""
    from harnessiac.shapes.vocabulary import anything, text

    return (
        *(text(name, takes_numbers=True) for name in ("name", "identifier")),
        *(text(name) for name in ("orgIdentifier", "projectIdentifier", "description")),
        *anything("tags"),
    )


def overridden_fields() -> tuple[Field, ...]:
    """The parts of services that environments and overrides replace."""
    from harnessiac.services.manifests import CONFIG_FILES, MANIFEST_LIST, STORED
    from harnessiac.shapes.vocabulary import Field

    return (
        Field("manifests", MANIFEST_LIST),
        Field("configFiles", CONFIG_FILES),
        Field("applicationSettings", STORED),
        Field("connectionStrings", STORED),
    )


def fitting(key: str, type: str, spec: Mapping) -> Fitting | None:
    """The connectors that a part of a service takes."""
    from harnessiac.services import connectors

    return connectors.fitting(key, type, spec)
