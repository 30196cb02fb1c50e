"""Docker registries: Docker Hub, Harbor, Quay and the like."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, login
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "docker",
    "DockerRegistry",
    text("url", "dockerRegistryUrl", "Address of the registry.", required=True),
    text(
        "type",
        "providerType",
        "Which registry it is.",
        required=True,
        usual=("DockerHub", "Harbor", "Quay", "Other"),
    ),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(Choice.ONE_OF), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    execute_on_delegate(default=True),
    title="Docker registry",
)
