"""JFrog Artifactory repositories."""

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
    "artifactory",
    "ArtifactoryRegistry",
    "JFrog Artifactory",
    intro="Images and files of JFrog Artifactory, reached through an Artifactory connector. The example's is "
    "anonymous: a `credentials` block with `username` and `password_ref` logs in.",
    connector=Connector(
        "artifactory",
        "artifactory",
        arguments(
            "artifactorytutorialconnector",
            "artifactory-tutorial-connector",
            url="https://harness.jfrog.io/artifactory/",
            execute_on_delegate=False,
        ),
    ),
    variants=(
        Variant(
            "password",
            "With a user and a password, which a secret of Harness holds",
            Connector(
                "artifactory",
                "artifactory",
                arguments(
                    "artifactorytutorialconnector",
                    "artifactory-tutorial-connector",
                    url="https://harness.jfrog.io/artifactory/",
                    delegate_selectors=["harness-delegate"],
                    credentials=[{"username": "admin", "password_ref": "account.artifactory_password"}],
                ),
            ),
        ),
    ),
    service=Service(
        "artifactory",
        "Artifactory Example",
        "Artifactory_Example",
        "Kubernetes",
        "myapp",
        {
            "artifactPath": "alpine",
            "tag": "3.14.2",
            "repository": "bintray-docker-remote",
            "repositoryUrl": "harness-docker.jfrog.io",
            "repositoryFormat": "docker",
        },
        (kubernetes("/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Artifactory",
            "In Artifactory Repository choose or create an Artifactory connector for the account that holds the "
            "repository, then Continue: Artifact Details appears.",
            "In Repository URL enter the URL of the `docker login` command that Set Me Up shows in Artifactory.",
            "In Repository enter the name of the repository: of `docker-remote/library/mongo/3.6.2` it is "
            "`docker-remote`.",
            "In Artifact Path enter the path of the artifact: of `docker-remote/library/mongo/3.6.2` it is "
            "`library/mongo`.",
            f"In Tag enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=Access(
        "Artifactory",
        "the user of the connector, also if that is Anonymous",
        rights=(
            Right("Privileged User (access to the API)"),
            Right("Read on all repositories"),
            Right("List images and tags", "the repository holds Docker images", ("docker",)),
            Right("Pull images", "the repository holds Docker images", ("docker",)),
        ),
        notes=("A username and a password are not mandatory; the rights are.",),
        at="https://www.jfrog.com/confluence/display/RTF/Managing+Permissions",
    ),
    hosts=(
        Host("{@artifactoryServerUrl}", "the Artifactory server"),
        Host("{repositoryUrl}", "the repository's own URL", "repositoryUrl"),
    ),
    packages=("docker", "generic"),
    images=True,
    at=("https://developer.harness.io/docs/platform/connectors/artifact-repositories/connect-to-an-artifact-repo",),
)
