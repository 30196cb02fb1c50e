"""Databases reached through JDBC."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, login, reference, url
from harnessiac.schema.nodes import Among, Apart, Choice
from harnessiac.schema.vocabulary import block, case, tagged, text

BLOCKS = ("username_password", "service_account", "key_pair", "inherit_from_delegate", "oidc")


KIND = connector(
    "jdbc",
    "JDBC",
    url("url", "the database, as a JDBC URL"),
    block(
        "credentials",
        tagged(
            "/auth",
            case(
                "UsernamePassword",
                text("username", "username", "User name. The block `username_password` says the same."),
                text("username_ref", "usernameRef", "User name, as a reference to a secret."),
                reference("password_ref", "passwordRef", "the password", required=False),
                when=("username", "username_ref", "password_ref"),
                spelling=True,
            ),
            case(
                "UsernamePassword",
                block(
                    "username_password",
                    *login(Choice.ONE_OF),
                    description="Log in with a user name and a password.",
                ),
            ),
            case(
                "ServiceAccount",
                block(
                    "service_account",
                    reference("token_ref", "serviceAccountTokenRef", "the service account's token"),
                    description="Log in as a service account.",
                ),
            ),
            case(
                "KeyPair",
                block(
                    "key_pair",
                    either("username", "username", "User name", choice=Choice.ONE_OF),
                    reference("private_key_file_ref", "privateKeyFileRef", "the private key"),
                    reference(
                        "private_key_passphrase_ref", "privateKeyPassphraseRef", "the key's pass phrase", required=False
                    ),
                    description="Log in with a key pair.",
                ),
            ),
            case(
                "InheritFromDelegate",
                block(
                    "inherit_from_delegate",
                    either("username", "username", "User name", choice=Choice.AT_MOST_ONE),
                    description="Use the rights of the delegate.",
                ),
            ),
            case(
                "Oidc",
                block(
                    "oidc",
                    tagged(
                        "",
                        case(
                            "Gcp",
                            block(
                                "gcp_oidc",
                                text("project_number", "projectNumber", "Number of the project.", required=True),
                                text("workload_pool_id", "workloadPoolId", "Workload identity pool.", required=True),
                                text("provider_id", "providerId", "Provider within the pool.", required=True),
                                text(
                                    "service_account_email",
                                    "serviceAccountEmail",
                                    "Service account to act as.",
                                    required=True,
                                ),
                                description="Google's workload identity federation.",
                            ),
                        ),
                        selector=text(
                            "provider_type", None, "Who vouches for the login.", required=True, options=("Gcp",)
                        ),
                    ),
                    description="Log in with OpenID Connect.",
                ),
            ),
            selector=text(
                "auth_type",
                None,
                "How to log in; the block of that name holds the rest.",
                default="UsernamePassword",
                options=("UsernamePassword", "ServiceAccount", "KeyPair", "InheritFromDelegate", "Oidc"),
            ),
        ),
        Among(Choice.AT_LEAST_ONE, ("username", "username_ref", *BLOCKS)),
        Among(Choice.AT_LEAST_ONE, ("password_ref", *BLOCKS)),
        Among(Choice.AT_MOST_ONE, BLOCKS),
        Among(Choice.AT_MOST_ONE, ("username", "username_ref")),
        Apart("username", BLOCKS),
        Apart("username_ref", BLOCKS),
        Apart("password_ref", BLOCKS),
        required=True,
        description="How to log in.",
    ),
    delegate_selectors(),
    execute_on_delegate(unset=True, extra=True),
    title="JDBC database",
)
