"""Organizations, which hold projects. They have no document: only the state knows them."""

from harnessiac.kinds._entities import DESCRIPTION, ID, IDENTIFIER_ARGUMENT, NAME, TAGS_ARGUMENT
from harnessiac.schema.nodes import Body, Kind

KIND = Kind(
    "harness_platform_organization",
    "organization",
    Body((NAME, IDENTIFIER_ARGUMENT, DESCRIPTION, TAGS_ARGUMENT, ID)),
    title="Organization",
)
