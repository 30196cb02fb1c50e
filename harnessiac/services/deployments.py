"""The deployment types: what each may hold beside the common parts, and the artifact sources Harness offers for it."""

from __future__ import annotations

from msgspec import Struct

from harnessiac.services.manifests import HOOKS, MANIFEST_CONFIGURATIONS, STORED
from harnessiac.shapes.vocabulary import VERSION_LABEL, Field, Record, anything, text


class Deployment(Struct, frozen=True):
    """`fields` are its own. `sources` and `manifests` are the types offered; None where that is not known.

    It `takes_one` primary artifact source, or any number.
    """

    fields: tuple[Field, ...] = ()
    sources: frozenset[str] | None = None
    manifests: frozenset[str] | None = None
    takes_one: bool = False


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

_KUBERNETES = _offers(
    "K8sManifest", "Values", "HelmChart", "OpenshiftTemplate", "OpenshiftParam", "Kustomize", "KustomizePatches",
    "HelmRepoOverride", "ReleaseRepo", "DeploymentRepo",
)  # fmt: skip
_NONE: frozenset[str] = frozenset()

_CHARTS = (
    Field("hooks", HOOKS),
    Field("manifestConfigurations", MANIFEST_CONFIGURATIONS),
    *anything("appsetConfigs", "release"),
)
_TEMPLATE = Record(
    (
        text("templateRef", required=True),
        text("versionLabel", takes_numbers=True, form=VERSION_LABEL),
        *anything("gitBranch", "templateInputs", "templateVariables"),
    ),
    open=True,
)

DEPLOYMENTS = {
    "Kubernetes": Deployment(_CHARTS, _CONTAINERS, _KUBERNETES),
    "NativeHelm": Deployment(
        _CHARTS, _CONTAINERS, _offers("HelmChart", "Values", "HelmRepoOverride", "ReleaseRepo", "DeploymentRepo")
    ),
    "Ssh": Deployment((), _HOSTS, _NONE),
    "WinRm": Deployment(
        anything("artifactOverrideSets", "configFileOverrideSets", "manifestOverrideSets", "variableOverrideSets"),
        _HOSTS,
        _NONE,
    ),
    "ServerlessAwsLambda": Deployment(
        anything("pluginInfo"),
        _offers("ArtifactoryRegistry", "Ecr", "AmazonS3", "Bamboo", "CustomArtifact"),
        _offers("ServerlessAwsLambda", "Values"),
    ),
    "AzureWebApp": Deployment(
        tuple(Field(name, STORED) for name in ("applicationSettings", "connectionStrings", "startupCommand")),
        _CONTAINERS | _offers("AmazonS3", "AzureArtifacts", "Jenkins"),
        _NONE,
    ),
    "AzureFunction": Deployment(),
    "CustomDeployment": Deployment(
        (Field("customDeploymentRef", _TEMPLATE, required=True),),
        _HOSTS | _offers("GoogleArtifactRegistry", "AmazonMachineImage"),
    ),
    "ECS": Deployment(
        anything("ecsTaskDefinitionArn"),
        _CONTAINERS,
        _offers(
            "EcsTaskDefinition", "EcsServiceDefinition", "EcsScalingPolicyDefinition", "EcsScalableTargetDefinition",
            "EcsScheduledActionDefinition", "Values",
        ),
    ),
    "Elastigroup": Deployment((Field("startupScript", STORED),), _offers("AmazonMachineImage"), _NONE),
    "TAS": Deployment(
        (), _HOSTS | _offers("GoogleArtifactRegistry"), _offers("TasManifest", "TasVars", "TasAutoScaler")
    ),
    "Asg": Deployment(
        (Field("userData", STORED),),
        _offers("AmazonMachineImage"),
        _offers(
            "AsgLaunchTemplate", "AsgConfiguration", "AsgScalingPolicy", "AsgScheduledUpdateGroupAction",
            "AsgAdditionalConfiguration",
        ),
    ),
    "GoogleCloudFunctions": Deployment(
        anything("environmentType"),
        _offers("GoogleCloudStorage", "GoogleCloudSource"),
        _offers("GoogleCloudFunctionDefinition", "GoogleCloudFunctionGenOneDefinition"),
    ),
    "AwsLambda": Deployment(
        (),
        _offers(
            "AmazonS3", "Ecr", "Nexus2Registry", "Nexus3Registry", "ArtifactoryRegistry", "Jenkins", "CustomArtifact"
        ),
        _offers("AwsLambdaFunctionDefinition", "AwsLambdaFunctionAliasDefinition"),
        takes_one=True,
    ),
    "AWS_SAM": Deployment(manifests=_offers("AwsSamDirectory", "Values")),
    "GoogleCloudRun": Deployment(),
    "AzureContainerApps": Deployment(),
    "Salesforce": Deployment(),
    "GoogleManagedInstanceGroup": Deployment(),
    "AiAgent": Deployment(anything("configVariables", "platform")),
}  # fmt: skip
"""By the platform's name of the type."""
