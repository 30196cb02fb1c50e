"""GitLab."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, reference, url
from harnessiac.kinds._git import API_TOKEN, REPOSITORY, connection_type, ssh
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, constant, tagged

USERNAME = either("username", "username", "User name")


KIND = connector(
    "gitlab",
    "Gitlab",
    url("url", "the repository or group"),
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
                            USERNAME,
                            reference("token_ref", "tokenRef", "a token", required=False),
                            when="token_ref",
                        ),
                        case(
                            "UsernamePassword",
                            USERNAME,
                            reference("password_ref", "passwordRef", "the password", required=False),
                            when="password_ref",
                        ),
                        choice=Choice.ONE_OF,
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
    API_TOKEN,
    delegate_selectors(),
    execute_on_delegate(unset=False),
    constant("proxy", False),
    constant("ignoreTestConnection", False),
    connection_type("type", "Account", "Repo"),
    title="GitLab",
)
