"""What connectors to secret managers share."""

from __future__ import annotations

from harnessiac.schema.nodes import Attribute, Block, Together
from harnessiac.schema.vocabulary import block, flag, number, text


def default_manager(name: str = "default") -> Attribute:
    return flag(name, "default", "Whether this is the default secret manager.", default=False)


def assume_role(external_id: str) -> Block:
    """An AWS role to assume; `external_id` is the document's name for its external id."""
    return block(
        "assume_role",
        text("role_arn", "roleArn", "Role to assume.", required=True),
        text("external_id", external_id, "External id that the role asks for."),
        number(
            "duration",
            "assumeStsRoleDuration",
            "Seconds that a session lasts.",
            required=True,
            between=(900, 3600),
        ),
        description="Log in by assuming a role.",
    )


def oidc_role() -> Block:
    return block(
        "oidc_authentication",
        text("iam_role_arn", "iamRoleArn", "Role to assume.", required=True),
        description="Log in with OpenID Connect.",
    )


def needs_delegates(*names: str) -> tuple[Together, ...]:
    """What runs on a delegate has to say on which."""
    return tuple(Together(name, ("/delegate_selectors",)) for name in names)
