"""What all entities of the platform have in common: who they are, where they live, their tags."""

from __future__ import annotations

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.schema.formats import IDENTIFIER, SCOPE
from harnessiac.schema.nodes import Body, Codec, Document, Kind, Node, Plain, Rule, Together, Wire
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import strings, text


def _tags_to_map(tags: Plain) -> Plain:
    """["env:prod", "solo"] -> {"env": "prod", "solo": ""}; the name ends at the first colon."""
    if not isinstance(tags, list):
        return {}
    pairs = [str(tag).partition(":") for tag in tags]
    return {name: value for name, _, value in pairs}


def _map_to_tags(tags: Plain) -> Plain:
    if not isinstance(tags, dict):
        return None
    if any(value is not None and not isinstance(value, str) for value in tags.values()):
        return None
    return [f"{name}:{value}" if value else name for name, value in tags.items()]


TAGS = Codec("tags", _tags_to_map, _map_to_tags)

NAME = text("name", "name", "Name shown in the platform.", required=True)
IDENTIFIER_ARGUMENT = text(
    "identifier",
    "identifier",
    "Unique identifier within its scope. Changing it makes another entity.",
    required=True,
    forces_replacement=True,
    format=IDENTIFIER,
)
DESCRIPTION = text("description", "description", "What the entity is for.")
ORG = text("org_id", "orgIdentifier", "Identifier of the organization it belongs to.", format=SCOPE)
PROJECT = text(
    "project_id", "projectIdentifier", "Identifier of the project it belongs to, within `org_id`.", format=SCOPE
)
PROJECT_NEEDS_ORG = Together("project_id", ("org_id",))
TAGS_ARGUMENT = strings("tags", "tags", "Tags, each `name:value` or just `name`.", codec=TAGS)
ID = text("id", None, "The identifier again, under the name Terraform gives it.", readonly=True)


def project_in_organization(reading: Reading) -> Iterator[Diagnostic]:
    """The organization of a project is not empty."""
    project = reading.text("project_id")
    if project and reading.text("org_id") == "":
        yield error(
            "Project without organization",
            f'The project "{project}" belongs to an organization, but "org_id" is empty.',
            reading.place("project_id"),
        )


def identified(reading: Reading) -> Iterator[Diagnostic]:
    """The identifier and the name are required by the platform."""
    for name in ("identifier", "name"):
        if not reading.given(name):
            detail = f'The argument "{name}" is required, but no definition was found.'
            yield error("Missing required argument", detail, reading.block.span)


DOCUMENT = Document("connector", "connectors/{identifier}")
WIRE = Wire("/ng/api/connectors")


def connector(
    name: str,
    tag: str,
    *nodes: Node,
    title: str,
    rules: tuple[Rule, ...] = (),
    note: str = "",
    example: dict[str, Plain] | None = None,
) -> Kind:
    """The kind harness_platform_connector_`name`, whose documents have the type `tag`."""
    common = (NAME, IDENTIFIER_ARGUMENT, DESCRIPTION, ORG, PROJECT, PROJECT_NEEDS_ORG, TAGS_ARGUMENT, ID)
    return Kind(
        f"harness_platform_connector_{name}",
        "connector",
        Body(common),
        Body(nodes),
        DOCUMENT,
        tag,
        title,
        (project_in_organization, *rules),
        note,
        example or {},
        wire=WIRE,
    )
