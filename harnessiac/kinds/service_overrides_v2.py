"""Overrides: what is different of services in an environment, on an infrastructure, or of one service there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.kinds._entities import ID, ORG, PROJECT, project_in_organization
from harnessiac.kinds._fragments import FORCED, FROM_CACHE, HARNESS_CODE, IMPORTED, git_details
from harnessiac.kinds._yaml import fitting, overridden_fields
from harnessiac.schema.nodes import Authored, Body, Document, Kind, Wire
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import flag, text

if TYPE_CHECKING:
    from harnessiac.shapes.vocabulary import Record

EXAMPLE = """\
variables:
  - name: replicas
    type: Number
    value: 4
"""

NEEDS = {
    "ENV_GLOBAL_OVERRIDE": (),
    "ENV_SERVICE_OVERRIDE": ("service_id",),
    "INFRA_GLOBAL_OVERRIDE": ("infra_id",),
    "INFRA_SERVICE_OVERRIDE": ("infra_id", "service_id"),
    "CLUSTER_GLOBAL_OVERRIDE": ("cluster_id",),
    "CLUSTER_SERVICE_OVERRIDE": ("cluster_id", "service_id"),
}
"""What each type of override names beside the environment."""


def type_of(arguments: Mapping[str, str]) -> dict[str, str]:
    """The type of an override that names these services, infrastructures and clusters."""
    named = {name for name in ("service_id", "infra_id", "cluster_id") if name in arguments}
    return {"type": next((type for type, needed in NEEDS.items() if set(needed) == named), "ENV_GLOBAL_OVERRIDE")}


def names_what_it_overrides(reading: Reading) -> Iterator[Diagnostic]:
    """Each type requires the service, infrastructure or cluster that it is about."""
    type = reading.text("type") or ""
    for name in NEEDS.get(type, ()):
        if not reading.says(name):
            detail = f'An override of the type {type} requires the argument "{name}".'
            yield error("Missing required argument", detail, reading.place("type"))


def shape() -> Record:
    """What the YAML of an override may hold. Source: the provider's documentation of the argument `yaml`."""
    from harnessiac.services.variables import VARIABLES
    from harnessiac.shapes.vocabulary import Field, Record

    return Record((Field("variables", VARIABLES), *overridden_fields()), open=True)


KIND = Kind(
    "harness_platform_service_overrides_v2",
    "override",
    Body(
        (
            ORG,
            PROJECT,
            text("env_id", "environmentRef", "Environment, such as dev, org.dev or account.dev.", required=True,
                 refers="environment", local=True),
            text("service_id", "serviceRef", "Service, such as web, org.web or account.web.", computed=True,
                 refers="service", local=True),
            text("infra_id", "infraIdentifier", "Identifier of the infrastructure definition.", computed=True,
                 refers="infrastructure", local=True),
            text("cluster_id", "clusterIdentifier", "Identifier of the GitOps cluster.", computed=True),
            text("type", "type", "What it overrides.", required=True, options=tuple(NEEDS)),
            text("yaml", None, "Variables, manifests and files. Its document is this text as it is.", computed=True),
            text("identifier", None, "Identifier, made of the environment, the service and the infrastructure.",
                 computed=True),
            git_details(
                flag("is_harness_code_repo", None, HARNESS_CODE, computed=True),
                flag("load_from_cache", None, FROM_CACHE, computed=True),
            ),
            flag("import_from_git", None, IMPORTED.format("override"), computed=True),
            flag("is_force_import", None, FORCED, computed=True),
            ID,
        )
    ),
    document=Document(
        "", "overrides/{env_id}[/services/{service_id}][/infras/{infra_id}][/clusters/{cluster_id}]/overrides",
        implied=type_of,
    ),
    title="Override of services",
    rules=(names_what_it_overrides, project_in_organization),
    example={
        "env_id": "my_environment",
        "service_id": "my_service",
        "type": "ENV_SERVICE_OVERRIDE",
        "yaml": EXAMPLE,
    },
    authored=Authored("yaml", shape, fitting=fitting),
    wire=Wire(
        "/ng/api/serviceOverrides",
        {
            "orgIdentifier": "org_id",
            "projectIdentifier": "project_id",
            "environmentRef": "env_id",
            "serviceRef": "service_id",
            "infraIdentifier": "infra_id",
            "clusterIdentifier": "cluster_id",
            "type": "type",
            "yamlInternal": "yaml",
        },
    ),
    named_by=("env_id", "service_id", "infra_id", "cluster_id"),
)  # fmt: skip
