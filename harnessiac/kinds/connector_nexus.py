"""Sonatype Nexus repositories."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, login
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "nexus",
    "Nexus",
    text("url", "nexusServerUrl", "Address of the Nexus server.", required=True),
    text("version", "version", "Major version of the server.", required=True, usual=("2.x", "3.x")),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    title="Nexus server",
)
