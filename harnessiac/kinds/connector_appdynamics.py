"""AppDynamics controllers."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, reference, url
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "appdynamics",
    "AppDynamics",
    Slot("username"),
    text("account_name", "accountname", "Account within the controller.", required=True),
    url("controllerUrl", "the controller"),
    delegate_selectors(),
    Slot("passwordRef"),
    Slot("clientSecretRef"),
    Slot("clientId"),
    tagged(
        "",
        case(
            "UsernamePassword",
            block(
                "username_password",
                text("username", "username", "User name.", required=True),
                PASSWORD_REF,
                description="Log in with a user name and a password.",
            ),
        ),
        case(
            "ApiClientToken",
            block(
                "api_token",
                reference("client_secret_ref", "clientSecretRef", "the client's secret"),
                text("client_id", "clientId", "API client.", required=True),
                description="Log in as an API client.",
            ),
        ),
        choice=Choice.ONE_OF,
        tag_key="authType",
        spec_key=None,
    ),
    title="AppDynamics controller",
)
