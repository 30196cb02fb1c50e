"""Google Container Registry."""

from harnessiac.services.guides._google import (
    CREDENTIALS,
    REFERENCE,
    STORAGE,
    STORAGE_ACCESS,
    STORAGE_TOKEN_ACCESS,
    gcp,
    gcp_key,
)
from harnessiac.services.guides.guide import (
    INPUT_TAG,
    Alternative,
    Connector,
    Guide,
    Host,
    Service,
    arguments,
    kubernetes,
    manager,
)

GUIDE = Guide(
    "gcr",
    "Gcr",
    "Google Container Registry",
    intro=f"Images of Google Container Registry (GCR), reached through a GCP connector. {CREDENTIALS}",
    connector=gcp("gcr", "GCR", "GCR"),
    variants=(gcp_key("gcr", "GCR", "GCR"),),
    service=Service(
        "gcr",
        "Google Artifact",
        "Google_Artifact",
        "Kubernetes",
        "myapp",
        {"imagePath": "docs-play/todolist-sample", "tag": "<+input>", "registryHostname": "gcr.io"},
        (kubernetes("account:/Templates", values="account:/values.yaml", identifier="manifests", rollback=None),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "GCR",
            "In GCR Repository choose or create a GCP connector for the account that holds the registry, then "
            "Continue.",
            "In Artifact Source Name enter a name for the source.",
            "In GCR Registry URL choose the host name of the registry, such as `gcr.io`.",
            "In Image Path enter the image, beginning with the id of its project: `myproject-id/image-name`.",
            f"In Tag enter or choose the tag, a runtime input or an expression. {INPUT_TAG}",
        ),
    ),
    access=STORAGE_ACCESS,
    hosts=(Host(STORAGE, "where the registry keeps images"), Host("{registryHostname}", "the registry")),
    images=True,
    alternative=Alternative(
        "Use the connector for Docker registries if you do not want a GCP connector for GCR.",
        (
            ("Provider Type", "Other (Docker V2 compliant)"),
            ("URL", "the registry's URL with your account, such as `https://gcr.io/my-account`"),
            ("Username", "`_token`: an access token takes the place of a user and a password"),
            ("Password", "a Harness secret with what `gcloud auth print-access-token` prints"),
        ),
        Connector(
            "docker",
            "gcr_as_docker",
            arguments(
                "GCR_as_Docker",
                "GCR as Docker",
                type="Other",
                url="https://gcr.io/my-account",
                credentials=[{"username": "_token", "password_ref": "gcr_access_token"}],
            ),
        ),
        r"(?:[a-z]+\.)?gcr\.io",
        STORAGE_TOKEN_ACCESS,
        commands=("gcloud auth print-access-token",),
        notes=(
            "The IAM user behind the token needs the same roles, and the delegate must reach the same hosts.",
            (
                "Such a token lives for an hour unless its lifetime was extended, so the secret has to be renewed "
                "(https://cloud.google.com/sdk/gcloud/reference/auth/print-access-token)."
            ),
        ),
    ),
    notes=(
        "An image path begins with the id of the project that holds the image.",
        (
            "Google has shut Container Registry down: since March 18, 2025 it takes no images, and gcr.io is served by "
            "Artifact Registry for projects that moved there "
            "(https://cloud.google.com/container-registry/docs/deprecations/container-registry-deprecation). Start new "
            "sources with the type GoogleArtifactRegistry: hiac explain artifact gar."
        ),
    ),
    at=REFERENCE,
)
