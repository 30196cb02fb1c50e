"""Azure Repos."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, url
from harnessiac.kinds._git import API_TOKEN, REPOSITORY, TOKEN_REF, connection_type, ssh
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, tagged

KIND = connector(
    "azure_repo",
    "AzureRepo",
    url("url", "the repository or project"),
    REPOSITORY,
    block(
        "credentials",
        tagged(
            "/authentication",
            case(
                "Http",
                block(
                    "http",
                    tagged("", case("UsernameToken", either("username", "username", "User name"), TOKEN_REF, when=())),
                    description="Clone over HTTP.",
                ),
            ),
            case("Ssh", ssh()),
            choice=Choice.EXACTLY_ONE,
        ),
        required=True,
        description="How to clone.",
    ),
    API_TOKEN,
    delegate_selectors(),
    execute_on_delegate(unset=False),
    connection_type("type", "Project", "Repo"),
    title="Azure Repos",
)
