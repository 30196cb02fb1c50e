"""Google Cloud, for cloud cost management."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import features
from harnessiac.schema.vocabulary import block, text

KIND = connector(
    "gcp_cloud_cost",
    "GcpCloudCost",
    features("BILLING", "OPTIMIZATION", "VISIBILITY", "GOVERNANCE"),
    text("gcp_project_id", "projectId", "Google Cloud project.", required=True),
    text("service_account_email", "serviceAccountEmail", "Service account to act as.", required=True),
    block(
        "billing_export_spec",
        text("data_set_id", "datasetId", "BigQuery data set that billing is exported to.", required=True),
        text("table_id", "tableId", "Table in the data set.", required=True),
        at="billingExportSpec",
        description="Where billing is exported to.",
    ),
    title="Google Cloud cost",
)
