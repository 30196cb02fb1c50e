"""What the sources in Google Cloud share."""

from __future__ import annotations

from msgspec.structs import replace

from harnessiac.services.guides.guide import DELEGATES, Access, Connector, Plain, Role, Variant, arguments

REFERENCE = (
    "https://developer.harness.io/docs/platform/connectors/cloud-providers/connect-to-google-cloud-platform-gcp/",
)
STORAGE = "storage.cloud.google.com"

WHO = "the service account of the connector's key, or that of the delegate it inherits from"

STORAGE_ACCESS = Access(
    "Google Cloud",
    WHO,
    roles=(
        Role("Storage Object Viewer", "roles/storage.objectViewer"),
        Role("Storage Object Admin", "roles/storage.objectAdmin"),
    ),
    at="https://cloud.google.com/storage/docs/access-control/iam-roles",
)

STORAGE_TOKEN_ACCESS = replace(STORAGE_ACCESS, who="the IAM user behind the token")

CREDENTIALS = (
    "The example's delegate runs in Google Cloud and lends the connector its identity. Elsewhere a `manual` block "
    "names the secret with a service account's key in `secret_key_ref`."
)


def gcp_key(label: str, identifier: str, name: str) -> Variant:
    """The same connector with a key of its own."""
    manual: dict[str, Plain] = {"secret_key_ref": "account.gcp_key", "delegate_selectors": ["harness-delegate"]}
    connector = Connector("gcp", label, arguments(identifier, name, execute_on_delegate=True, manual=[manual]))
    return Variant("key", "With the key of a service account, which a secret of Harness holds", connector)


def gcp(label: str, identifier: str, name: str) -> Connector:
    """A connector that takes its identity from the delegate."""
    return Connector(
        "gcp",
        label,
        arguments(
            identifier,
            name,
            execute_on_delegate=True,
            inherit_from_delegate=[{"delegate_selectors": DELEGATES}],
        ),
    )
