"""Git repositories on any host."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, either, execute_on_delegate, url
from harnessiac.kinds._git import REPOSITORY, connection_type, ssh
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, tagged

KIND = connector(
    "git",
    "Git",
    url("url", "the repository or of what holds many"),
    REPOSITORY,
    delegate_selectors(),
    execute_on_delegate(unset=False),
    Slot("type"),
    connection_type("connectionType", "Account", "Repo"),
    block(
        "credentials",
        tagged(
            "/",
            case(
                "Http",
                block(
                    "http",
                    either("username", "username", "User name"),
                    PASSWORD_REF,
                    description="Clone over HTTP.",
                ),
            ),
            case("Ssh", ssh()),
            choice=Choice.EXACTLY_ONE,
        ),
        required=True,
        description="How to clone.",
    ),
    title="Git",
)
