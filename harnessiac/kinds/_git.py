"""What connectors to source code hosts share."""

from __future__ import annotations

from harnessiac.schema.nodes import Attribute, Block, Node
from harnessiac.schema.vocabulary import block, case, tagged, text

REPOSITORY = text("validation_repo", "validationRepo", "Repository that the connection is tested with.")
TOKEN_REF = text("token_ref", "tokenRef", "Reference to the secret that holds a token.", required=True)


def connection_type(place: str, *options: str) -> Attribute:
    return text(
        "connection_type",
        place,
        "Whether `url` is that of one repository or of what holds many.",
        required=True,
        options=options,
    )


def ssh(*first: Node) -> Block:
    return block(
        "ssh",
        *first,
        text("ssh_key_ref", "sshKeyRef", "Reference to the SSH key.", required=True),
        description="Log in with an SSH key.",
    )


API_TOKEN = block(
    "api_authentication",
    tagged("/apiAccess", case("Token", TOKEN_REF, when=())),
    description="How to use the host's API, which webhooks and status checks need.",
)
