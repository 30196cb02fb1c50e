"""Environments: where services are deployed to, with variables and overrides for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from harnessiac.kinds._entities import (
    DESCRIPTION,
    ID,
    IDENTIFIER_ARGUMENT,
    NAME,
    ORG,
    PROJECT,
    PROJECT_NEEDS_ORG,
    TAGS_ARGUMENT,
    identified,
    project_in_organization,
)
from harnessiac.kinds._fragments import entity_git_details, force_delete
from harnessiac.kinds._yaml import SAME_ENTITY, SCOPE_FIELDS, fitting, identity_fields, overridden_fields
from harnessiac.schema.nodes import Agreement, Authored, Body, Document, Kind, Wire
from harnessiac.schema.vocabulary import text

if TYPE_CHECKING:
    from harnessiac.shapes.vocabulary import Record

TYPES = ("PreProduction", "Production")
EXAMPLE = """\
environment:
  name: Environment
  identifier: my_environment
  orgIdentifier: my_org
  projectIdentifier: my_project
  type: PreProduction
  variables:
    - name: replicas
      type: Number
      value: 2
"""


def shape() -> Record:
    """What the YAML of an environment may hold. Source: the platform's schema NGEnvironmentInfoConfig."""
    from harnessiac.services.variables import VARIABLES
    from harnessiac.shapes import vocabulary as shapes

    environment = shapes.Record(
        (
            *identity_fields(),
            shapes.text("type", required=True, options=TYPES),
            shapes.Field("variables", VARIABLES),
            shapes.Field("overrides", shapes.Record((*overridden_fields(), *shapes.anything("metadata")), open=True)),
            *shapes.anything("metadata"),
        ),
        open=True,
    )
    return shapes.Record((shapes.Field("environment", environment, required=True),))


KIND = Kind(
    "harness_platform_environment",
    "environment",
    Body(
        (
            replace(NAME, required=False),
            replace(IDENTIFIER_ARGUMENT, required=False),
            DESCRIPTION,
            ORG,
            PROJECT,
            PROJECT_NEEDS_ORG,
            TAGS_ARGUMENT,
            text("type", "type", "Whether it is for production.", required=True, options=TYPES),
            text("color", None, "Color shown in the platform, such as #0063F7.", computed=True),
            text("yaml", None, "The environment's definition. Its document is this text as it is."),
            entity_git_details("environment"),
            force_delete(),
            ID,
        )
    ),
    document=Document(
        "environment",
        "envs/{type}/{identifier}",  # the directories that Git Experience creates
        {"type": {"PreProduction": "pre_production", "Production": "production"}},
    ),
    title="Environment",
    rules=(identified, project_in_organization),
    example={"identifier": "my_environment", "name": "Environment", "type": "PreProduction", "yaml": EXAMPLE},
    authored=Authored(
        "yaml",
        shape,
        (*SAME_ENTITY, Agreement("type", "type", "type", required=True)),
        fitting=fitting,
    ),
    wire=Wire("/ng/api/environmentsV2", {**SCOPE_FIELDS, "type": "type", "color": "color", "yaml": "yaml"}),
)
