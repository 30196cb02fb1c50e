"""Google Cloud Key Management Service, as a secret manager."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, reference, workload_identity
from harnessiac.kinds._secrets import default_manager
from harnessiac.schema.nodes import Slot
from harnessiac.schema.vocabulary import block, exactly_one, text

KIND = connector(
    "gcp_kms",
    "GcpKms",
    text("gcp_project_id", "projectId", "Google Cloud project of the key.", required=True),
    text("region", "region", "Region of the key ring.", required=True),
    text("key_ring", "keyRing", "Key ring.", required=True),
    text("key_name", "keyName", "Key in the key ring.", required=True),
    Slot("credentials"),
    Slot("delegateSelectors"),
    exactly_one(
        block(
            "manual",
            reference("credentials", "/credentials", "the service account's key file"),
            delegate_selectors("/delegateSelectors"),
            description="Log in with a service account's key.",
        ),
        block(
            "oidc_authentication",
            *workload_identity(),
            delegate_selectors("/delegateSelectors"),
            at="oidcDetails",
            most=None,
            description="Log in with OpenID Connect.",
        ),
    ),
    execute_on_delegate(default=True),
    default_manager(),
    title="Google Cloud Key Management Service",
)
