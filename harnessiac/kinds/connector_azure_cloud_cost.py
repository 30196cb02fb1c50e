"""Azure, for cloud cost management."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import features
from harnessiac.schema.nodes import Block
from harnessiac.schema.vocabulary import block, text


def _export(name: str, place: str) -> Block:
    return block(
        name,
        text("storage_account_name", "storageAccountName", "Storage account.", required=True),
        text("container_name", "containerName", "Container in the storage account.", required=True),
        text("directory_name", "directoryName", "Directory in the container.", required=True),
        text("report_name", "reportName", "Name of the report.", required=True),
        text("subscription_id", "subscriptionId", "Subscription of the storage account.", required=True),
        text("billing_type", "billingType", "ACTUAL or AMORTIZED.", required=True),
        at=place,
        description="Where billing is exported to.",
    )


KIND = connector(
    "azure_cloud_cost",
    "CEAzure",
    features("BILLING", "OPTIMIZATION", "VISIBILITY", "GOVERNANCE"),
    text("tenant_id", "tenantId", "Directory (tenant) id.", required=True),
    text("subscription_id", "subscriptionId", "Subscription whose cost is looked at.", required=True),
    _export("billing_export_spec", "billingExportSpec"),
    _export("billing_export_spec2", "billingExportSpec2"),
    title="Azure cloud cost",
)
