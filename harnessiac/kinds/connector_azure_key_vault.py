"""Azure Key Vault."""

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import flag, text

USER_ASSIGNED = "UserAssignedManagedIdentity"


def _identity(reading: Reading) -> Iterator[Diagnostic]:
    """An application needs its three facts, a managed identity its type."""
    if not reading.known("use_managed_identity"):
        return
    if reading.flag("use_managed_identity"):
        if not reading.says("azure_managed_identity_type"):
            yield _required(reading, "azure_managed_identity_type", '"use_managed_identity" is true')
        elif reading.text("azure_managed_identity_type") == USER_ASSIGNED and not reading.says("managed_client_id"):
            yield _required(reading, "managed_client_id", f'"azure_managed_identity_type" is "{USER_ASSIGNED}"')
        return
    for name in ("client_id", "tenant_id", "secret_key"):
        if not reading.says(name):
            yield _required(reading, name, '"use_managed_identity" is not set')


def _required(reading: Reading, name: str, condition: str) -> Diagnostic:
    return error(f'"{name}" is required when {condition}', "", reading.place(name))


KIND = connector(
    "azure_key_vault",
    "AzureKeyVault",
    text("client_id", "clientId", "Application (client) id."),
    text("secret_key", "secretKey", "Reference to the client secret.", refers="secret"),
    text("tenant_id", "tenantId", "Directory (tenant) id."),
    text("vault_name", "vaultName", "Name of the vault.", required=True),
    text("subscription", "subscription", "Subscription of the vault.", required=True),
    flag("is_default", "isDefault", "Whether new secrets go here.", omits=(False,)),
    text(
        "azure_environment_type",
        "azureEnvironmentType",
        "Which Azure cloud.",
        computed=True,
        options=("AZURE", "AZURE_US_GOVERNMENT"),
    ),
    delegate_selectors(),
    flag(
        "use_managed_identity",
        "useManagedIdentity",
        "Whether to log in with a managed identity instead of an application.",
        default=False,
        omits=(False,),
    ),
    text(
        "azure_managed_identity_type",
        "azureManagedIdentityType",
        "Which sort of managed identity.",
        options=("SystemAssignedManagedIdentity", USER_ASSIGNED),
    ),
    text("managed_client_id", "managedClientId", "Client id of the managed identity."),
    flag(
        "enable_purge",
        "enablePurge",
        "Whether deleted secrets are purged.",
        default=False,
        omits=(False,),
    ),
    title="Azure Key Vault",
    rules=(_identity,),
    example={"client_id": "my_client_id", "tenant_id": "my_tenant_id", "secret_key": "account.my_secret"},
)
