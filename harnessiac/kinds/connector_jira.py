"""Jira."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, legacy_login, login, reference, url
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "jira",
    "Jira",
    url("jiraUrl", "Jira"),
    *legacy_login(),
    delegate_selectors(),
    block(
        "auth",
        tagged(
            "",
            case(
                "UsernamePassword",
                block(
                    "username_password",
                    *login(Choice.ONE_OF),
                    description="Log in with a user name and a password.",
                ),
            ),
            case(
                "PersonalAccessToken",
                block(
                    "personal_access_token",
                    reference("pat_ref", "patRef", "a personal access token"),
                    description="Log in with a personal access token.",
                ),
            ),
            choice=Choice.ONE_OF,
            selector=text(
                "auth_type",
                None,
                "How to log in; the block of that name holds the rest.",
                required=True,
                options=("UsernamePassword", "PersonalAccessToken"),
            ),
        ),
        at="auth",
        required=True,
        description="How to log in.",
    ),
    title="Jira",
)
