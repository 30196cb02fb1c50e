"""Google Cloud Secret Manager."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, workload_identity
from harnessiac.kinds._secrets import default_manager
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, flag, tagged, text

KIND = connector(
    "gcp_secret_manager",
    "GcpSecretManager",
    Slot("credentialsRef"),
    delegate_selectors(),
    execute_on_delegate(default=True),
    flag(
        "inherit_from_delegate",
        "assumeCredentialsOnDelegate",
        "Use the rights of the delegate.",
        unset=False,
    ),
    tagged(
        "credential",
        case(
            "ManualConfig",
            text(
                "credentials_ref",
                "secretKeyRef",
                "Reference to the service account's key file.",
                also=("/credentialsRef",),
            ),
            when="credentials_ref",
        ),
        case("InheritFromDelegate", when="inherit_from_delegate"),
        case(
            "OidcAuthentication",
            block(
                "oidc_authentication",
                *workload_identity(),
                most=None,
                description="Log in with OpenID Connect.",
            ),
        ),
        choice=Choice.EXACTLY_ONE,
    ),
    default_manager("is_default"),
    title="Google Cloud Secret Manager",
)
