"""GitHub and GitHub Enterprise."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, force_delete
from harnessiac.kinds._git import REPOSITORY, connection_type, ssh
from harnessiac.schema.nodes import Block, Choice
from harnessiac.schema.vocabulary import block, case, tagged, text


def _app() -> Block:
    return block(
        "github_app",
        either("installation_id", "installationId", "Installation of the app"),
        either("application_id", "applicationId", "Number of the app"),
        text("private_key_ref", "privateKeyRef", "Reference to the app's private key.", required=True),
        description="Log in as a GitHub app.",
    )


KIND = connector(
    "github",
    "Github",
    text("url", "url", "Address of the repository or account.", required=True),
    REPOSITORY,
    block(
        "credentials",
        tagged(
            "/authentication",
            case(
                "Http",
                block(
                    "http",
                    tagged(
                        "",
                        case(
                            "UsernameToken",
                            text("username", "username", "User name."),
                            text("username_ref", "usernameRef", "User name, as a reference to a secret."),
                            text("token_ref", "tokenRef", "Reference to a personal access token."),
                            when=("username", "username_ref"),
                        ),
                        case("GithubApp", _app()),
                        case(
                            "Anonymous",
                            block("anonymous", most=None, description="Read public repositories without a login."),
                        ),
                        choice=Choice.EXACTLY_ONE,
                    ),
                    description="Clone over HTTP.",
                ),
            ),
            case("Ssh", ssh()),
            choice=Choice.EXACTLY_ONE,
        ),
        required=True,
        description="How to clone.",
    ),
    block(
        "api_authentication",
        tagged(
            "/apiAccess",
            case("GithubApp", _app()),
            case(
                "Token",
                text("token_ref", "tokenRef", "Reference to a personal access token."),
                when="token_ref",
            ),
            choice=Choice.ONE_OF,
        ),
        description="How to use GitHub's API, which webhooks and status checks need.",
    ),
    delegate_selectors(),
    execute_on_delegate(default=True),
    connection_type("type", "Account", "Repo"),
    force_delete(),
    title="GitHub",
)
