"""Tanzu Application Service."""

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, warning
from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import PASSWORD_REF, delegate_selectors, either, url
from harnessiac.schema.nodes import Slot
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import block, case, constant, flag, tagged, text


def _unheard(reading: Reading) -> Iterator[Diagnostic]:
    """`execute_on_delegate` never reaches the platform."""
    if reading.given("execute_on_delegate"):
        yield warning(
            "Argument without effect",
            'Terraform\'s Harness provider never sends "execute_on_delegate" of this kind, so neither does hiac.',
            reading.place("execute_on_delegate"),
        )


KIND = connector(
    "tas",
    "Tas",
    constant("connectorType", "Tas"),
    block(
        "credentials",
        tagged(
            "",
            case(
                "ManualConfig",
                block(
                    "tas_manual_details",
                    Slot("username"),
                    url("endpointUrl", "the API endpoint", "endpoint_url"),
                    either("username", "username", "User name"),
                    PASSWORD_REF,
                    text("reference_token", "refreshTokenRef", "Reference to a refresh token.", refers="secret"),
                    required=True,
                    description="Log in with a user name and a password.",
                ),
            ),
            selector=text("type", None, "How to log in.", required=True, options=("ManualConfig",)),
        ),
        at="credential",
        required=True,
        description="How to log in.",
    ),
    delegate_selectors(),
    flag("execute_on_delegate", None, "Kept in the state only: it never reaches the platform."),
    title="Tanzu Application Service",
    rules=(_unheard,),
)
