"""Feeds of Azure DevOps Artifacts."""

from harnessiac.services.guides.guide import (
    DELEGATES,
    Access,
    Connector,
    Guide,
    Host,
    Procedure,
    Right,
    Service,
    arguments,
)

GUIDE = Guide(
    "azure_artifacts",
    "AzureArtifacts",
    "Azure DevOps Artifacts",
    intro="Packages from a feed of Azure DevOps, reached through an Azure Artifacts connector with a personal access "
    "token (PAT).",
    connector=Connector(
        "azure_artifacts",
        "azure_artifacts",
        arguments(
            "Azure_Artifacts",
            "Azure Artifacts",
            url="https://dev.azure.com/garvit-test",
            delegate_selectors=DELEGATES,
            execute_on_delegate=True,
            credentials=[{"token_ref": "azureartifactspat"}],
        ),
    ),
    service=Service(
        "azure_artifacts",
        "Azure Artifacts",
        "Azure_Artifacts",
        "Ssh",
        "mypackage",
        {
            "scope": "org",
            "feed": "garvit-test",
            "packageType": "maven",
            "package": "com.mycompany.app:my-app",
            "version": "1.1-SNAPSHOT",
        },
    ),
    procedures=(
        Procedure(
            "Make the connector in the Harness Manager",
            (
                "In the project, under Connectors, choose New Connector, then Azure Artifacts.",
                "Give the connector a name, then Continue.",
                (
                    "In Azure Artifacts URL enter the URL of the Azure DevOps organization, such as "
                    "`https://dev.azure.com/my-org`."
                ),
                "In Personal Access Token choose the secret with a PAT of the organization, then Continue.",
                "In Delegates Setup choose a delegate that can reach the Azure cloud.",
                "Save the connector.",
            ),
        ),
        Procedure(
            "Add the source in the Harness Manager",
            (
                "In a service open Configuration.",
                "In Deployment Type choose one that supports Azure Artifacts (see Deployment types).",
                "Under Artifacts choose Add Artifact Source.",
                "As artifact repository type choose Azure Artifacts, then Continue.",
                "In Azure Artifacts Repository choose or create a connector to the organization, then Continue.",
                "In Artifact Source Identifier enter a name for the source.",
                "In Scope choose Org or Project.",
                "In Feed choose the feed.",
                "In Package Name choose the package.",
                "In Version choose the version, or make it a runtime input or an expression.",
                "Submit.",
            ),
        ),
    ),
    access=Access(
        "Azure DevOps",
        "the personal access token (PAT) of the connector",
        rights=(Right("Packaging: Read"),),
        notes=("Keep the token in an encrypted text secret of Harness; the connector names the secret.",),
        at="https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
    ),
    hosts=(
        Host("{@azureArtifactsUrl}", "the Azure DevOps organization"),
        Host("feeds.dev.azure.com", "the API that lists feeds and packages"),
        Host("pkgs.dev.azure.com", "where packages are downloaded from"),
    ),
    packages=("maven", "nuget"),
    notes=(
        (
            "The URL of the connector ends at the organization: of "
            "`https://dev.azure.com/garvit-test/sample-project/_packaging?_a=feed&feed=other-feed`, which a browser "
            "shows, it is `https://dev.azure.com/garvit-test`."
        ),
        "Of the deployment types the documentation names SSH, WinRM, Azure Web Apps and Tanzu.",
        "`execute_on_delegate` is hiac's: the resource of Terraform's provider has no such argument.",
    ),
)
