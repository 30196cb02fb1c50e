"""The deployment types: what each may hold beside the common parts, and the artifact sources Harness offers for it."""

from __future__ import annotations

from msgspec import Struct


class Deployment(Struct, frozen=True):
    """`fields` are its own. `sources` are the artifact source types offered; None where that is not known."""

    fields: tuple[str, ...] = ()
    sources: frozenset[str] | None = None


def _offers(*sources: str) -> frozenset[str]:
    return frozenset(sources)


_CONTAINERS = _offers(
    "DockerRegistry", "Gcr", "Ecr", "Nexus3Registry", "ArtifactoryRegistry", "Acr", "GoogleArtifactRegistry",
    "GithubPackageRegistry", "CustomArtifact", "Har",
)  # fmt: skip
_HOSTS = _offers(
    "ArtifactoryRegistry", "Jenkins", "CustomArtifact", "Nexus3Registry", "Nexus2Registry", "AmazonS3",
    "AzureArtifacts", "Gcr", "Acr", "DockerRegistry", "Ecr", "GithubPackageRegistry", "Bamboo",
    "GoogleCloudStorage", "Har",
)  # fmt: skip

DEPLOYMENTS = {
    "Kubernetes": Deployment(("hooks", "manifestConfigurations"), _CONTAINERS),
    "NativeHelm": Deployment(("hooks", "manifestConfigurations"), _CONTAINERS),
    "Ssh": Deployment((), _HOSTS),
    "WinRm": Deployment(
        ("artifactOverrideSets", "configFileOverrideSets", "manifestOverrideSets", "variableOverrideSets"), _HOSTS
    ),
    "ServerlessAwsLambda": Deployment(
        ("pluginInfo",), _offers("ArtifactoryRegistry", "Ecr", "AmazonS3", "Bamboo", "CustomArtifact")
    ),
    "AzureWebApp": Deployment(
        ("applicationSettings", "connectionStrings", "startupCommand"),
        _CONTAINERS | _offers("AmazonS3", "AzureArtifacts", "Jenkins"),
    ),
    "AzureFunction": Deployment(),
    "CustomDeployment": Deployment(
        ("customDeploymentRef",), _HOSTS | _offers("GoogleArtifactRegistry", "AmazonMachineImage")
    ),
    "ECS": Deployment(("ecsTaskDefinitionArn",), _CONTAINERS),
    "Elastigroup": Deployment(("startupScript",), _offers("AmazonMachineImage")),
    "TAS": Deployment((), _HOSTS | _offers("GoogleArtifactRegistry")),
    "Asg": Deployment(("userData",), _offers("AmazonMachineImage")),
    "GoogleCloudFunctions": Deployment(("environmentType",), _offers("GoogleCloudStorage", "GoogleCloudSource")),
    "AwsLambda": Deployment(
        (),
        _offers(
            "AmazonS3", "Ecr", "Nexus2Registry", "Nexus3Registry", "ArtifactoryRegistry", "Jenkins", "CustomArtifact"
        ),
    ),
    "AWS_SAM": Deployment(),
    "GoogleCloudRun": Deployment(),
    "AzureContainerApps": Deployment(),
    "Salesforce": Deployment(),
    "GoogleManagedInstanceGroup": Deployment(),
    "AiAgent": Deployment(("configVariables", "platform")),
}
"""By the platform's name of the type."""
