"""Projects of an organization. They have no document: only the state knows them."""

from harnessiac.kinds._entities import DESCRIPTION, ID, IDENTIFIER_ARGUMENT, NAME, TAGS_ARGUMENT
from harnessiac.schema.formats import IDENTIFIER
from harnessiac.schema.nodes import Body, Kind
from harnessiac.schema.vocabulary import strings, text

KIND = Kind(
    "harness_platform_project",
    "project",
    Body(
        (
            NAME,
            IDENTIFIER_ARGUMENT,
            DESCRIPTION,
            text(
                "org_id",
                "orgIdentifier",
                "Identifier of the organization it belongs to.",
                required=True,
                format=IDENTIFIER,
            ),
            TAGS_ARGUMENT,
            text("color", None, "Color shown in the platform, such as #0063F7.", computed=True),
            strings("modules", None, "Modules of the platform that the project uses.", readonly=True),
            ID,
        )
    ),
    title="Project",
)
