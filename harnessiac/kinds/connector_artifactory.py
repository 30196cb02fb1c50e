"""JFrog Artifactory."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, login
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "artifactory",
    "Artifactory",
    text("url", "artifactoryServerUrl", "Address of the Artifactory server.", required=True),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    execute_on_delegate(default=False),
    title="Artifactory server",
)
