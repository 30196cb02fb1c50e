"""Services: what is deployed, and which artifacts and manifests make it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harnessiac.kinds._entities import (
    DESCRIPTION,
    ID,
    IDENTIFIER_ARGUMENT,
    NAME,
    ORG,
    PROJECT,
    PROJECT_NEEDS_ORG,
    TAGS_ARGUMENT,
    project_in_organization,
)
from harnessiac.kinds._fragments import FORCED, FROM_CACHE, HARNESS_CODE, IMPORTED, STORES, force_delete, git_details
from harnessiac.kinds._yaml import SAME_ENTITY, SCOPE_FIELDS, fitting
from harnessiac.schema.nodes import Authored, Body, Document, Kind, Wire
from harnessiac.schema.vocabulary import flag, text

EXAMPLE = """\
service:
  name: Service
  identifier: my_service
  orgIdentifier: my_org
  projectIdentifier: my_project
  serviceDefinition:
    type: Kubernetes
    spec:
      artifacts:
        primary:
          primaryArtifactRef: <+input>
          sources:
            - identifier: image
              type: DockerRegistry
              spec:
                connectorRef: my_docker
                imagePath: library/nginx
                tag: <+input>
"""

if TYPE_CHECKING:
    from harnessiac.documents import Mapping
    from harnessiac.expressions.checking import OwnNames
    from harnessiac.shapes.vocabulary import Record


def shape() -> Record:
    """What the YAML of a service may hold."""
    from harnessiac.services.structure import DOCUMENT

    return DOCUMENT


def own_names(service: Mapping) -> OwnNames:
    """The names of the parts of a service."""
    from harnessiac.services.own_names import ServiceNames

    return ServiceNames(service)


KIND = Kind(
    "harness_platform_service",
    "service",
    Body(
        (
            NAME,
            IDENTIFIER_ARGUMENT,
            ORG,
            PROJECT,
            PROJECT_NEEDS_ORG,
            DESCRIPTION,
            TAGS_ARGUMENT,
            ID,
            text("yaml", None, "The service's definition. Its document is this text as it is.", computed=True),
            git_details(
                flag("is_harness_code_repo", None, HARNESS_CODE, computed=True),
                flag("load_from_cache", None, FROM_CACHE, computed=True),
                stores=STORES,
            ),
            flag(
                "fetch_resolved_yaml", None, "Whether to read the definition with its inputs filled in.", computed=True
            ),
            force_delete(),
            flag("import_from_git", None, IMPORTED.format("service"), computed=True),
            flag("is_force_import", None, FORCED, computed=True),
        )
    ),
    document=Document("service", "services/{identifier}"),
    title="Service",
    rules=(project_in_organization,),
    example={"yaml": EXAMPLE},
    authored=Authored(
        "yaml",
        shape,
        SAME_ENTITY,
        "serviceDefinition",
        fitting,
        own_names,
    ),
    wire=Wire(
        "/ng/api/servicesV2",
        {**SCOPE_FIELDS, "yaml": "yaml"},
    ),
)
