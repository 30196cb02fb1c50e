"""Splunk."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, reference, url
from harnessiac.schema.vocabulary import block, case, tagged, text

DEPRECATED = "Use the block username_password instead."


KIND = connector(
    "splunk",
    "Splunk",
    url("splunkUrl", "the Splunk server"),
    text("account_id", "accountId", "Splunk account.", required=True),
    delegate_selectors(),
    tagged(
        "",
        case(
            "UsernamePassword",
            text("username", "username", "User name.", deprecated=DEPRECATED),
            text("password_ref", "passwordRef", "Reference to the password.", deprecated=DEPRECATED),
            when="username",
            spelling=True,
        ),
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
            "Bearer Token(HTTP Header)",
            block(
                "bearer_token",
                reference("bearer_token_ref", "tokenRef", "the token"),
                description="Log in with a bearer token.",
            ),
        ),
        case(
            "HEC Token",
            block(
                "hec_token",
                reference("hec_token_ref", "tokenRef", "the token"),
                description="Log in with a token of the HTTP event collector.",
            ),
        ),
        case("Anonymous", block("no_authentication", description="Do not log in.")),
        spec_key=None,
    ),
    title="Splunk",
)
