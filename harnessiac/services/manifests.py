"""Manifests and the stores they and configuration files come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from harnessiac.shapes.vocabulary import (
    Anything,
    Field,
    Items,
    Needs,
    Picked,
    Record,
    anything,
    either,
    flag,
    text,
    texts,
)

_GIT = (
    text("connectorRef", required=True),
    text("gitFetchType", required=True, options=("Branch", "Commit")),
    *(text(name) for name in ("branch", "commitId", "folderPath", "repoName")),
    texts("paths"),
)
_FETCHED = Needs("gitFetchType", {"Branch": "branch", "Commit": "commitId"})
_BUCKET = (*(text(name) for name in ("connectorRef", "bucketName", "folderPath", "region")), texts("paths"))

STORES = {
    "Artifactory": Record(
        (text("connectorRef", required=True), text("repositoryName", required=True), texts("artifactPaths"))
    ),
    **{name: Record(_GIT, needs=(_FETCHED,)) for name in ("AzureRepo", "Bitbucket", "Git", "GitLab", "Github")},
    "ArtifactBundle": Record(
        (
            text("manifestPath", required=True),
            text("deployableUnitPath", required=True),
            text("artifactBundleType", required=True, options=("ZIP", "TAR", "TAR_GZIP")),
            text("metadata"),
        )
    ),
    "CustomRemote": Record(
        (
            text("extractionScript", required=True),
            text("filePath", required=True),
            *anything("delegateSelectors", "executeOnDelegate"),
        )
    ),
    "Gcs": Record((*_BUCKET, text("manifestPath"))),
    "Harness": Record((texts("files"), texts("secretFiles"), text("file"))),
    "HarnessCode": Record((text("repoName", required=True), *_GIT[1:]), needs=(_FETCHED,)),
    "Http": Record((text("connectorRef"),)),
    "InheritFromManifest": Record((texts("paths"),)),
    "Inline": Record((text("content", required=True),)),
    "OciHelmChart": Record((text("basePath"), *anything("config"))),
    "S3": Record(_BUCKET),
    "S3Url": Record((text("connectorRef", required=True), text("region", required=True), texts("urls", required=True))),
}
"""By the platform's name of the store type."""


def _shapes(table: Mapping[str, Record]) -> Mapping[str, Callable[[], Record]]:
    return {name: partial(_same, shape) for name, shape in table.items()}


def _same(shape: Record) -> Record:
    return shape


_STORE_SHAPES = _shapes(STORES)
STORE_RECORD = Record(
    (text("type", required=True), Field("spec", Anything(), required=True)),
    picked=(Picked("type", "spec", lambda: _STORE_SHAPES),),
    open=True,
)
STORE = Field("store", STORE_RECORD)

_COMMON = (STORE, *anything("metadata"))
_PLAIN = Record(_COMMON, open=True)
_SKIPS = (flag("skipResourceVersioning"), flag("enableDeclarativeRollback"))

MANIFESTS = {
    **dict.fromkeys(
        (
            "AsgConfiguration", "AsgAdditionalConfiguration", "AsgLaunchTemplate", "AsgScalingPolicy",
            "AsgScheduledUpdateGroupAction", "AwsLambdaFunctionAliasDefinition", "AwsLambdaFunctionDefinition",
            "DeploymentRepo", "EcsScalableTargetDefinition", "EcsScalingPolicyDefinition", "EcsServiceDefinition",
            "EcsTaskDefinition", "GoogleCloudFunctionDefinition", "GoogleCloudFunctionGenOneDefinition",
            "KustomizePatches", "OpenshiftParam", "ReleaseRepo", "TasVars", "GoogleMigInstanceTemplate",
            "GoogleMigConfiguration", "GoogleMigAutoscalerConfiguration", "GoogleMigHealthCheckConfiguration",
            "AgentConfig", "AzureContainerAppsConfiguration", "EcsScheduledActionDefinition", "GoogleCloudRunJob",
            "GoogleCloudRunService", "SalesforceManifest",
        ),
        _PLAIN,
    ),
    "AwsSamDirectory": Record((*_COMMON, text("samTemplateFile")), open=True),
    "HelmChart": Record(
        (
            *_COMMON,
            *_SKIPS,
            *(text(name) for name in ("chartName", "subChartPath")),
            text("chartVersion"),
            text("helmVersion", options=("V2", "V3", "V380", "V4")),
            texts("valuesPaths"),
            *anything("commandFlags", "optionalValuesYaml"),
        ),
        open=True,
    ),
    "HelmRepoOverride": Record(
        (text("connectorRef", required=True), text("type", required=True), *anything("metadata")), open=True
    ),
    "K8sManifest": Record((*_COMMON, *_SKIPS, texts("valuesPaths"), *anything("optionalValuesYaml")), open=True),
    "Kustomize": Record(
        (
            *_COMMON,
            *_SKIPS,
            texts("patchesPaths"),
            text("pluginPath"),
            *anything("commandFlags", "overlayConfiguration"),
        ),
        open=True,
    ),
    "OpenshiftTemplate": Record((*_COMMON, *_SKIPS, texts("paramsPaths")), open=True),
    "ServerlessAwsLambda": Record((*_COMMON, text("configOverridePath")), open=True),
    "TasAutoScaler": Record((*_COMMON, *_SKIPS[:1]), open=True),
    "TasManifest": Record(
        (
            *_COMMON,
            texts("autoScalerPath"),
            texts("varsPaths"),
            text("cfCliVersion", options=("V7",)),
        ),
        open=True,
    ),
    "Values": Record((*_COMMON, *anything("optionalValuesYaml")), open=True),
}  # fmt: skip
"""By the platform's name of the manifest type."""

_MANIFEST_SHAPES = _shapes(MANIFESTS)
# The order of manifests counts: of two that set the same value the later one wins. Configuration files are copied in
# their order.
MANIFEST_LIST = Items(
    Record(
        (
            text("identifier", required=True),
            text("type", required=True),
            Field("spec", Anything(), required=True),
        ),
        picked=(Picked("type", "spec", lambda: _MANIFEST_SHAPES),),
        open=True,
    ),
    unique="identifier",
    inside="manifest",
)
CONFIG_FILES = Items(
    Record((text("identifier", required=True), Field("spec", Record((STORE,), open=True), required=True)), open=True),
    unique="identifier",
    inside="configFile",
)
STORED = Record((Field("store", STORE_RECORD, required=True), *anything("metadata")), open=True)
"""Text kept in a store: settings, scripts."""

_HOOK = Record(
    (
        text("identifier", required=True),
        text("storeType", required=True, options=("Inline",)),
        Field("store", Anything(), required=True),
        texts("actions", options=("FetchFiles", "TemplateManifest", "SteadyStateCheck")),
    ),
    picked=(Picked("storeType", "store", lambda: _STORE_SHAPES),),
    open=True,
)
HOOKS = Items(Record((Field("preHook", _HOOK), Field("postHook", _HOOK)), (either("preHook", "postHook"),)))
MANIFEST_CONFIGURATIONS = Record((text("primaryManifestRef"),), open=True)
