"""Nexus 3 repositories."""

from harnessiac.services.guides.guide import (
    DELEGATES,
    INPUT_TAG,
    Access,
    Connector,
    Guide,
    Host,
    Right,
    Service,
    Variant,
    kubernetes,
    manager,
)

ACCESS = Access(
    "Nexus",
    "the user of the connector",
    rights=(
        Right("Repo: All repositories (Read)"),
        Right("Nexus UI: Repository Browser"),
        Right(
            "a role with the privilege nx-repository-view-*_*_*",
            "the repository is one of Nexus 3 for Docker images",
            ("docker",),
        ),
    ),
    at="https://help.sonatype.com/display/NXRM2/Managing+Security",
)

GUIDE = Guide(
    "nexus",
    "Nexus3Registry",
    "Nexus 3",
    intro="Images and packages of a Nexus repository manager, reached through a Nexus connector. The example's "
    "connector belongs to the account, so that every project can use it: services name it with `account.` in front.",
    connector=Connector(
        "nexus",
        "nexus",
        {
            "identifier": "Harness_Nexus",
            "name": "Harness Nexus",
            "url": "https://nexus3.dev.harness.io",
            "version": "3.x",
            "delegate_selectors": DELEGATES,
            "credentials": [{"username": "harnessadmin", "password_ref": "account.nexus3pwd"}],
        },
        "account.",
    ),
    variants=(
        Variant(
            "anonymous",
            "Without logging in",
            Connector(
                "nexus",
                "nexus",
                {
                    "identifier": "Harness_Nexus",
                    "name": "Harness Nexus",
                    "url": "https://nexus3.dev.harness.io",
                    "version": "3.x",
                    "delegate_selectors": DELEGATES,
                },
            ),
        ),
    ),
    service=Service(
        "nexus",
        "Nexus Example",
        "Nexus_Example",
        "Kubernetes",
        "myapp",
        {
            "repository": "todolist",
            "repositoryFormat": "docker",
            "tag": "4.0",
            "spec": {"artifactPath": "nginx", "repositoryPort": "6661"},
        },
        (kubernetes("/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Nexus",
            "In Nexus Repository choose or create a Nexus connector for the server that holds the repository, then "
            "Continue.",
            "Choose Repository Port or Repository URL. The port is the usual choice: each repository has its own, "
            "which its settings show. The URL is for custom infrastructure, such as Nexus behind a reverse proxy.",
            "In Repository enter the name of the repository.",
            "In Artifact Path enter the path of the artifact.",
            f"In Tag enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=ACCESS,
    hosts=(
        Host("{@nexusServerUrl}", "the Nexus server"),
        Host("{@nexusServerUrl}:{spec.repositoryPort}", "the repository's own port", "spec.repositoryPort"),
        Host("{spec.repositoryUrl}", "the repository's own URL", "spec.repositoryUrl"),
    ),
    packages=("docker", "maven", "npm", "nuget", "raw"),
    images=True,
    notes=(
        "SHA values and labels are shown for repositories of Docker images.",
        (
            "Harness's documentation shows a Helm repository hosted by Nexus (type HttpHelmRepo, in the project) as "
            "Nexus connector, and a service that names it in the account. Artifact sources of Nexus need a connector "
            "of type Nexus."
        ),
        "Without a credentials block the connector is anonymous.",
    ),
    at=("https://developer.harness.io/docs/platform/connectors/artifact-repositories/connect-to-an-artifact-repo",),
)
