"""GitHub Packages."""

from harnessiac.services.guides.guide import (
    DELEGATES,
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
    "github_packages",
    "GithubPackageRegistry",
    "GitHub Packages",
    intro="Images of GitHub Packages, reached through a GitHub connector with a username and a personal access token "
    "(PAT).",
    connector=Connector(
        "github",
        "packages",
        arguments(
            "GitHub_Packages",
            "GitHub Packages",
            connection_type="Repo",
            url="https://github.com/johndoe/myapp.git",
            validation_repo="https://github.com/johndoe/test.git",
            delegate_selectors=DELEGATES,
            execute_on_delegate=True,
            credentials=[{"http": [{"username": "johndoe", "token_ref": "githubpackages"}]}],
            api_authentication=[{"token_ref": "githubpackages"}],
        ),
    ),
    variants=(
        Variant(
            "app",
            "With a GitHub App for the API, for all repositories of an account",
            Connector(
                "github",
                "packages",
                arguments(
                    "GitHub_Packages",
                    "GitHub Packages",
                    connection_type="Account",
                    url="https://github.com/account",
                    validation_repo="some_repo",
                    delegate_selectors=["harness-delegate"],
                    credentials=[{"http": [{"username": "johndoe", "token_ref": "githubpackages"}]}],
                    api_authentication=[
                        {
                            "github_app": [
                                {
                                    "installation_id": "installation_id",
                                    "application_id": "application_id",
                                    "private_key_ref": "account.github_app_key",
                                }
                            ]
                        }
                    ],
                ),
            ),
        ),
    ),
    service=Service(
        "github_packages",
        "Github Packages",
        "Github_Packages",
        "Kubernetes",
        "myapp",
        {"org": "", "packageName": "tweetapp", "packageType": "container", "version": "latest"},
        (kubernetes("/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Github Package Registry",
            "In Github Package Registry Repository choose or create a GitHub connector for the account that holds the "
            "packages. It must have API Access enabled, with a PAT as described under Permissions. Then Continue: "
            "Artifact Details appears.",
            "In Artifact Source Name enter a name for the source.",
            "In Package Type choose the type of the package.",
            "In Package Name choose the package.",
            "In Version choose the version.",
        ),
    ),
    access=Access(
        "GitHub",
        "the personal access token (PAT) of the connector",
        rights=(Right("write:packages"), Right("read:packages")),
        notes=(
            (
                "The connector must have API access: `apiAccess` in its YAML, `api_authentication` in HCL. The secret "
                "of the login can serve there too."
            ),
        ),
    ),
    hosts=(
        Host("{@url}", "the GitHub server"),
        Host("api.github.com", "the API that lists packages and versions"),
        Host("ghcr.io", "the registry of container images"),
    ),
    packages=("container",),
    images=True,
    notes=("Harness deploys packages of type container (Docker) only; npm, maven, rubygems and nuget are announced.",),
    at=(
        "https://www.youtube.com/watch?v=gqseP_wTZsk",
        (
            "https://developer.harness.io/docs/platform/connectors/code-repositories/ref-source-repo-provider/"
            "git-hub-connector-settings-reference"
        ),
    ),
)
