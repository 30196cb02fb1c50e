"""Spot by NetApp."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, reference
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, tagged

KIND = connector(
    "spot",
    "Spot",
    tagged(
        "credential",
        case(
            "PermanentTokenConfig",
            block(
                "permanent_token",
                either("spot_account_id", "spotAccountId", "Spot account", choice=Choice.ONE_OF),
                reference("api_token_ref", "apiTokenRef", "the API token"),
                delegate_selectors("/delegateSelectors"),
                execute_on_delegate(at="/executeOnDelegate", default=True),
                required=True,
                description="Log in with a permanent token.",
            ),
        ),
    ),
    title="Spot",
)
