"""Atlassian Bamboo build servers. Terraform's Harness provider has no such kind yet."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, login
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "bamboo",
    "Bamboo",
    text("url", "bambooUrl", "Address of the Bamboo server.", required=True),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    execute_on_delegate(),
    title="Bamboo server",
    note="Terraform's Harness provider has no connector for Bamboo; this kind follows its neighbours' arguments.",
)
