"""Google Artifact Registry."""

from harnessiac.services.guides._google import CREDENTIALS, REFERENCE, WHO, gcp, gcp_key
from harnessiac.services.guides.guide import (
    INPUT_TAG,
    Access,
    Guide,
    Host,
    Role,
    Service,
    kubernetes,
    manager,
)

GUIDE = Guide(
    "gar",
    "GoogleArtifactRegistry",
    "Google Artifact Registry",
    intro=f"Images of Google Artifact Registry (GAR), reached through a GCP connector. {CREDENTIALS}",
    connector=gcp("artifact_registry", "Google_Artifact_Registry", "Google Artifact Registry"),
    variants=(gcp_key("artifact_registry", "Google_Artifact_Registry", "Google Artifact Registry"),),
    service=Service(
        "google_artifact_registry",
        "Google Artifact Registry",
        "Google_Artifact_Registry",
        "Kubernetes",
        "myapp",
        {
            "repositoryType": "docker",
            "project": "docs-play",
            "region": "us-central1",
            "repositoryName": "quickstart-docker-repo",
            "package": "quickstart-docker-repo",
            "version": "<+input>",
        },
        (kubernetes("/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Google Artifact Registry",
            "In GCP Connector choose or create a GCP connector for the account that holds the registry, then Continue.",
            "The settings in Artifact Details are the parts of a pull command, such as `docker pull "
            "us-central1-docker.pkg.dev/docs-play/quickstart-docker-repo/quickstart-image:v1.0`.",
            "In Artifact Source Name enter a name for the source.",
            "In Repository Type choose the format of the artifact.",
            "In Project enter the id of the GCP project.",
            "In Region choose the region of the repository.",
            "In Repository Name enter the name of the repository.",
            "In Package enter the name of the artifact.",
            "In Version Details choose Value or Regex.",
            f"In Version enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=Access(
        "Google Cloud",
        WHO,
        roles=(
            Role("Artifact Registry Reader", "roles/artifactregistry.reader"),
            Role("Artifact Registry Writer", "roles/artifactregistry.writer"),
        ),
        notes=(
            (
                "If Harness cannot read the tags of a fixed version, the service account of the connector's key, or "
                "the one the delegate was installed with, lacks these roles."
            ),
        ),
        at="https://cloud.google.com/artifact-registry/docs/access-control",
        within="projects/{project}",
    ),
    hosts=(Host("{region}-docker.pkg.dev", "the registry in its region"),),
    packages=("docker",),
    images=True,
    at=REFERENCE,
)
