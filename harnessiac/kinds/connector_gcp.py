"""Google Cloud Platform."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, force_delete, workload_identity
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "gcp",
    "Gcp",
    Slot("credential"),
    Slot("delegateSelectors"),
    tagged(
        "credential",
        case(
            "ManualConfig",
            block(
                "manual",
                text("secret_key_ref", "secretKeyRef", "Reference to the service account's key file.", required=True),
                delegate_selectors("/delegateSelectors"),
                description="Log in with a service account's key.",
            ),
        ),
        case(
            "InheritFromDelegate",
            block(
                "inherit_from_delegate",
                delegate_selectors("/delegateSelectors", required=True),
                most=None,
                description="Use the rights of the delegate.",
            ),
        ),
        case(
            "OidcAuthentication",
            block(
                "oidc_authentication",
                *workload_identity(),
                delegate_selectors("/delegateSelectors"),
                most=None,
                description="Log in with OpenID Connect.",
            ),
        ),
        choice=Choice.EXACTLY_ONE,
    ),
    execute_on_delegate(unset=False, computed=True),
    force_delete(),
    title="Google Cloud",
)
