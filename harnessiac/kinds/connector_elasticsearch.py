"""Elasticsearch."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, reference, url
from harnessiac.schema.nodes import Slot
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "elasticsearch",
    "ElasticSearch",
    url("url", "the Elasticsearch server"),
    delegate_selectors(),
    Slot("username"),
    Slot("passwordRef"),
    Slot("apiKeyId"),
    Slot("apiKeyRef"),
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
                text("client_id", "apiKeyId", "API key's id.", required=True),
                reference("client_secret_ref", "apiKeyRef", "the API key"),
                description="Log in with an API key.",
            ),
        ),
        case("None", block("no_authentication", description="Do not log in."), spelling=True),
        case("None"),
        tag_key="authType",
        spec_key=None,
    ),
    title="Elasticsearch",
)
