"""Azure Container Registry."""

from harnessiac.services.guides._acr_role import CUSTOM_ROLE
from harnessiac.services.guides.guide import (
    INPUT_TAG,
    Access,
    Alternative,
    Connector,
    FeatureFlag,
    Guide,
    Host,
    Plain,
    Right,
    Role,
    Service,
    Variant,
    arguments,
    kubernetes,
    manager,
)


def _azure(credentials: Plain) -> Connector:
    return Connector(
        "azure_cloud_provider",
        "acr",
        arguments(
            "ACRdocs",
            "ACR-docs",
            azure_environment_type="AZURE",
            delegate_selectors=["harness-delegate"],
            execute_on_delegate=True,
            credentials=[credentials],
        ),
    )


def _inherited(auth: Plain) -> Connector:
    return _azure({"type": "InheritFromDelegate", "azure_inherit_from_delegate_details": [{"auth": [auth]}]})


_GOVERNMENT = "AZURE_US_GOVERNMENT"

_IDS: dict[str, Plain] = {
    "application_id": "xxxxx-xxxx-xxxx-xxxx-xxxxx",
    "tenant_id": "xxxxx-xxxx-xxxx-xxxx-xxxxx",
}
_CERTIFICATE: Plain = {"type": "Certificate", "azure_client_key_cert": [{"certificate_ref": "account.acr_certificate"}]}

GUIDE = Guide(
    "acr",
    "Acr",
    "Azure Container Registry",
    intro="Images of Azure Container Registry (ACR), reached through an Azure connector. The example logs in with an "
    "application and its secret; a certificate, and a user or system assigned managed identity of the delegate, do as "
    "well.",
    connector=Connector(
        "azure_cloud_provider",
        "acr",
        arguments(
            "ACRdocs",
            "ACR-docs",
            azure_environment_type="AZURE",
            execute_on_delegate=False,
            credentials=[
                {
                    "type": "ManualConfig",
                    "azure_manual_details": [
                        {
                            **_IDS,
                            "auth": [{"type": "Secret", "azure_client_secret_key": [{"secret_ref": "acrvalue"}]}],
                        }
                    ],
                }
            ],
        ),
    ),
    variants=(
        Variant(
            "certificate",
            "With a certificate of the application",
            _azure({"type": "ManualConfig", "azure_manual_details": [{**_IDS, "auth": [_CERTIFICATE]}]}),
        ),
        Variant(
            "user_assigned",
            "With a user assigned managed identity of the delegate",
            _inherited({"type": "UserAssignedManagedIdentity", "azure_msi_auth_ua": [{"client_id": "xxxxx"}]}),
        ),
        Variant(
            "system_assigned",
            "With the system assigned managed identity of the delegate",
            _inherited({"type": "SystemAssignedManagedIdentity"}),
        ),
    ),
    service=Service(
        "acr",
        "Azure with ACR",
        "Azure",
        "Kubernetes",
        "myapp",
        {
            "tag": "<+input>",
            "subscriptionId": "<+input>",
            "registry": "<+input>",
            "repository": "<+input>",
        },
        (kubernetes("/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "ACR",
            "In ACR Repository choose or create an Azure connector for the account that holds the registry, then "
            "Continue.",
            "In Artifact Details, in Subscription Id, choose the subscription of the registry.",
            "In Registry choose the registry.",
            "In Repository choose the repository.",
            f"In Tag enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=Access(
        "Azure",
        "the application (client) id or managed identity of the connector",
        roles=(Role("Reader"),),
        custom=CUSTOM_ROLE,
        notes=(
            "Reader is the least; a custom role with its permissions does as well.",
            (
                "Assign it at the subscription or the resource group that the application uses, and in no other IAM "
                "section of Azure: the application must be able to list all container registries."
            ),
            "`AcrPull` alone is not enough. It seems to give access to a registry, but Harness has to list them all.",
        ),
        at="https://developer.harness.io/docs/platform/connectors/cloud-providers/add-a-microsoft-azure-connector",
        within="/subscriptions/{subscriptionId}",
    ),
    hosts=(
        Host("{registry}.azurecr.io", "the registry"),
        Host("management.azure.com", "the API that lists subscriptions and registries"),
        Host("login.microsoftonline.com", "where the application logs in"),
        Host("{registry}.azurecr.us", "the registry", cloud=_GOVERNMENT),
        Host("management.usgovcloudapi.net", "the API that lists subscriptions and registries", cloud=_GOVERNMENT),
        Host("login.microsoftonline.us", "where the application logs in", cloud=_GOVERNMENT),
    ),
    limits=(
        "Harness shows 500 images of a repository, because Azure's API gives no more.",
        "Through a connector for Docker registries the limit is 100 images.",
    ),
    flags=(FeatureFlag("HELM_VERSION_3_8_0", "Helm deployments", ("NativeHelm",)),),
    images=True,
    alternative=Alternative(
        "Use the connector for Docker registries, with permissions for single repositories, if you do not want to "
        "manage service principals for ACR centrally "
        "(https://learn.microsoft.com/azure/container-registry/container-registry-repository-scoped-permissions).",
        (
            ("Provider Type", "Other"),
            ("URL", "the registry's login server, such as `https://myregistry.azurecr.io`"),
            ("Authentication", "Username and Password"),
            ("Username", "the name of the registry's token"),
            ("Password", "a secret with the password of the token"),
        ),
        Connector(
            "docker",
            "acr_as_docker",
            arguments(
                "ACR_as_Docker",
                "ACR as Docker",
                type="Other",
                url="https://myregistry.azurecr.io",
                credentials=[{"username": "mytoken", "password_ref": "acr_token_password"}],
            ),
        ),
        r"[a-z0-9]+\.azurecr\.(?:io|us|cn)",
        Access(
            "Azure",
            "the token of the registry",
            rights=(Right("a scope map with which the token reads the repository"),),
            at="https://learn.microsoft.com/azure/container-registry/container-registry-repository-scoped-permissions",
        ),
        steps=(
            "In the registry in Azure, under Repository permissions, open Tokens.",
            "Make a token and a scope map.",
            "Generate a password for the token.",
            "In Harness make a connector for Docker registries with the settings above.",
        ),
    ),
    at=("https://developer.harness.io/docs/platform/connectors/cloud-providers/add-a-microsoft-azure-connector",),
)
