"""Microsoft Azure."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, force_delete
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, constant, tagged, text

APPLICATION = text("application_id", "applicationId", "Application (client) id.")
TENANT = text("tenant_id", "tenantId", "Directory (tenant) id.")

KIND = connector(
    "azure_cloud_provider",
    "Azure",
    constant("connectorType", "Azure"),
    block(
        "credentials",
        tagged(
            "/credential",
            case(
                "ManualConfig",
                block(
                    "azure_manual_details",
                    APPLICATION,
                    TENANT,
                    block(
                        "auth",
                        tagged(
                            "",
                            case(
                                "Secret",
                                block(
                                    "azure_client_secret_key",
                                    text("secret_ref", "secretRef", "Reference to the client secret."),
                                    description="Log in with a client secret.",
                                ),
                            ),
                            case(
                                "Certificate",
                                block(
                                    "azure_client_key_cert",
                                    text("certificate_ref", "certificateRef", "Reference to the certificate."),
                                    description="Log in with a certificate.",
                                ),
                            ),
                            selector=text("type", None, "What to log in with.", options=("Certificate", "Secret")),
                        ),
                        at="auth",
                        description="How the application proves itself.",
                    ),
                    description="Log in as an application.",
                ),
            ),
            case(
                "InheritFromDelegate",
                block(
                    "azure_inherit_from_delegate_details",
                    block(
                        "auth",
                        Slot("spec"),
                        tagged(
                            "",
                            case(
                                "UserAssignedManagedIdentity",
                                block(
                                    "azure_msi_auth_ua",
                                    text("client_id", "clientId", "Client id of the managed identity."),
                                    description="Which managed identity.",
                                ),
                            ),
                            case("SystemAssignedManagedIdentity"),
                            selector=text(
                                "type",
                                None,
                                "Which sort of managed identity.",
                                required=True,
                                options=("SystemAssignedManagedIdentity", "UserAssignedManagedIdentity"),
                            ),
                        ),
                        at="auth",
                        description="The managed identity to use.",
                    ),
                    description="Use the rights of the delegate.",
                ),
            ),
            case(
                "OidcAuthentication",
                block(
                    "azure_oidc_spec",
                    APPLICATION,
                    TENANT,
                    text("audience", "audience", "Audience of the token."),
                    description="Log in with OpenID Connect.",
                ),
            ),
            choice=Choice.ONE_OF,
            selector=text(
                "type",
                None,
                "How to log in; the block of that name holds the rest.",
                required=True,
                options=("InheritFromDelegate", "ManualConfig", "OidcAuthentication"),
            ),
        ),
        required=True,
        description="How to log in.",
    ),
    delegate_selectors(),
    text(
        "azure_environment_type",
        "azureEnvironmentType",
        "Which Azure cloud.",
        computed=True,
        options=("AZURE", "AZURE_US_GOVERNMENT"),
    ),
    execute_on_delegate(unset=False),
    force_delete(),
    title="Microsoft Azure",
)
