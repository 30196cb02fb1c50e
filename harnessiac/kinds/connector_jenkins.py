"""Jenkins build servers."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, reference, url
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, constant, tagged, text

KIND = connector(
    "jenkins",
    "Jenkins",
    constant("connectorType", "Jenkins"),
    url("jenkinsUrl", "the Jenkins server", "jenkins_url"),
    block(
        "auth",
        tagged(
            "",
            case(
                "UsernamePassword",
                block(
                    "jenkins_user_name_password",
                    text("username", "username", "User name."),
                    text("username_ref", "usernameRef", "User name, as a reference to a secret."),
                    PASSWORD_REF,
                    description="Log in with a user name and a password.",
                ),
            ),
            case(
                "Bearer Token(HTTP Header)",
                block(
                    "jenkins_bearer_token",
                    reference("token_ref", "tokenRef", "the token"),
                    description="Log in with a bearer token.",
                ),
            ),
            choice=Choice.AT_MOST_ONE,
            selector=text(
                "type",
                None,
                "How to log in; the block of that name holds the rest.",
                required=True,
                options=("UsernamePassword", "Anonymous", "Bearer Token(HTTP Header)"),
            ),
        ),
        at="auth",
        description="How to log in.",
    ),
    delegate_selectors(),
    title="Jenkins server",
    example={
        "auth": [
            {
                "type": "UsernamePassword",
                "jenkins_user_name_password": [{"username": "my_username", "password_ref": "account.my_secret"}],
            }
        ]
    },
)
