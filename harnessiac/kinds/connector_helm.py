"""Helm repositories served over HTTP."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, force_delete, login
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "helm",
    "HttpHelmRepo",
    text("url", "helmRepoUrl", "Address of the Helm repository.", required=True),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    force_delete(),
    title="Helm repository over HTTP",
)
