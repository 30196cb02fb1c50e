"""Docker Hub and every other registry that speaks Docker's protocol."""

from harnessiac.services.guides.guide import (
    INPUT_TAG,
    Access,
    Connector,
    Guide,
    Host,
    Right,
    Service,
    Variant,
    arguments,
    kubernetes,
    manager,
)

GUIDE = Guide(
    "docker",
    "DockerRegistry",
    "Docker registries",
    intro="Images of Docker Hub, or of any other registry that speaks Docker's protocol. The connector holds the URL "
    "of the registry and how to log in; the service names the image and its tag.",
    connector=Connector(
        "docker",
        "docker_hub",
        arguments(
            "Docker_Hub_with_Pwd",
            "Docker Hub with Pwd",
            type="DockerHub",
            url="https://index.docker.io/v2/",
            execute_on_delegate=False,
            credentials=[{"username": "johndoe", "password_ref": "Docker_Hub_Pwd"}],
        ),
    ),
    variants=(
        Variant(
            "anonymous",
            "Without logging in",
            Connector(
                "docker",
                "docker_hub",
                arguments(
                    "Docker_Hub_anonymous",
                    "Docker Hub, anonymous",
                    type="DockerHub",
                    url="https://index.docker.io/v2/",
                    delegate_selectors=["harness-delegate"],
                ),
            ),
        ),
    ),
    service=Service(
        "docker",
        "Example K8s2",
        "Example_K8s2",
        "Kubernetes",
        "myimage",
        {"imagePath": "library/nginx", "tag": "stable-perl"},
        (kubernetes("/Templates/deployment.yaml", rollback=None),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "the registry that holds the image, here Docker Registry",
            "Choose or create a Docker Registry connector, then Continue.",
            "In Artifact Source Name enter a name for the source.",
            "In Image path enter the image, such as `library/nginx` or `jsmtih/privateimage`.",
            f"In Tag enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=Access(
        "Docker registry",
        "the user of the connector",
        rights=(Right("Pull the image and list its tags", "the repository is private"),),
    ),
    hosts=(Host("{@dockerRegistryUrl}", "the registry"),),
    limits=(
        "Harness reads at most 10000 tags of an image.",
        "The registry's own limits hold for Harness too, such as the pull rate of Docker Hub.",
    ),
    images=True,
    notes=(
        "Official images of public registries often need `library/` in front, such as `library/tomcat`.",
        "Wildcards are not supported in an image path.",
        "Without a credentials block the connector is anonymous.",
        "A registry in a cloud is reached with the connector of that cloud, or with this one: see gcr, ecr and acr.",
    ),
    at=(
        (
            "https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/"
            "docker-registry-connector-settings-reference/"
        ),
        "https://docs.docker.com/docker-hub/download-rate-limit/",
    ),
)
