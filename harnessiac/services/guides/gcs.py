"""Google Cloud Storage."""

from harnessiac.services.guides._google import CREDENTIALS, REFERENCE, STORAGE_ACCESS, gcp, gcp_key
from harnessiac.services.guides.guide import FeatureFlag, Guide, Host, Service, manager

GUIDE = Guide(
    "gcs",
    "GoogleCloudStorage",
    "Google Cloud Storage",
    intro=f"Files in a bucket of Google Cloud Storage (GCS), reached through a GCP connector. {CREDENTIALS}",
    connector=gcp("gcs", "GCS", "GCS"),
    variants=(gcp_key("gcs", "GCS", "GCS"),),
    service=Service(
        "gcs",
        "GCS",
        "GCS",
        "GoogleCloudFunctions",
        "myfunction",
        {"project": "myapp", "bucket": "functions", "artifactPath": "myfunction.zip"},
        (
            {
                "identifier": "myfunction",
                "type": "GoogleCloudFunctionDefinition",
                "spec": {
                    "store": {"type": "Harness", "spec": {"files": ["/google-cloud-function/myfunction"]}},
                },
            },
        ),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Google Cloud Storage",
            "In Google Cloud Storage Repository choose or create a GCP connector for the account that holds the "
            "bucket, then Continue.",
            "In Project choose the GCP project of the bucket.",
            "In Bucket choose the bucket.",
            "In Artifact Path choose the file to deploy.",
            deployment="Google Cloud Functions",
        ),
    ),
    access=STORAGE_ACCESS,
    hosts=(Host("storage.googleapis.com", "the API of Cloud Storage"),),
    flags=(FeatureFlag("CDS_GOOGLE_CLOUD_FUNCTION", "Google Cloud Storage as an artifact source"),),
    notes=(
        (
            "The type of the connector is Gcp: Harness's documentation leaves it empty in its example, and its service "
            "names a connector that the page does not define."
        ),
    ),
    at=REFERENCE,
)
