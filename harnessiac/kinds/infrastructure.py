"""Infrastructure definitions: the clusters, hosts and cloud accounts of an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from harnessiac.kinds._entities import (
    DESCRIPTION,
    ID,
    IDENTIFIER_ARGUMENT,
    NAME,
    ORG,
    PROJECT,
    PROJECT_NEEDS_ORG,
    TAGS_ARGUMENT,
    identified,
    project_in_organization,
)
from harnessiac.kinds._fragments import entity_git_details, force_delete
from harnessiac.kinds._yaml import SAME_ENTITY, SCOPE_FIELDS, identity_fields
from harnessiac.schema.formats import IDENTIFIER
from harnessiac.schema.nodes import Agreement, Authored, Body, Document, Kind, Wire
from harnessiac.schema.vocabulary import text

if TYPE_CHECKING:
    from harnessiac.shapes.vocabulary import Field, Record

EXAMPLE = """\
infrastructureDefinition:
  name: Infrastructure
  identifier: my_infrastructure
  orgIdentifier: my_org
  projectIdentifier: my_project
  environmentRef: my_environment
  deploymentType: Kubernetes
  type: KubernetesDirect
  spec:
    connectorRef: my_cluster
    namespace: web
    releaseName: release-<+INFRA_KEY_SHORT_ID>
"""

DEPLOYMENT_TYPES = (
    *("Kubernetes", "NativeHelm", "Ssh", "WinRm", "ServerlessAwsLambda", "AzureWebApp", "AzureFunction"),
    *("CustomDeployment", "ECS", "Elastigroup", "TAS", "Asg", "GoogleCloudFunctions", "AwsLambda", "AWS_SAM"),
    *("SERVICE_YAML_V1_TYPE", "GoogleCloudRun", "Salesforce", "GoogleManagedInstanceGroup", "AzureContainerApps"),
)

_CLUSTER = ("namespace", "releaseName")
_AZURE = ("resourceGroup", "subscriptionId")
SPECS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "AWS_SAM": (("Aws",), ("region",), ()),
    "Asg": (("Aws",), ("region",), ("baseAsgName",)),
    "AwsLambda": (("Aws",), ("region",), ()),
    "AzureContainerApps": (("Azure",), ("managedEnvironment", *_AZURE), ()),
    "AzureFunction": (("Azure",), _AZURE, ()),
    "AzureWebApp": (("Azure",), _AZURE, ()),
    "CustomDeployment": ((), (), ("variables",)),
    "ECS": (("Aws",), ("cluster", "region"), ()),
    "Elastigroup": (("Spot",), (), ()),
    "GoogleCloudFunctions": (("Gcp",), ("project", "region"), ()),
    "GoogleCloudRun": (("Gcp",), ("project", "region"), ()),
    "GoogleManagedInstanceGroup": (("Gcp",), ("project", "region"), ("zone",)),
    "KubernetesAws": (("Aws",), ("cluster", *_CLUSTER), ("region", "endpoint", "caCertData")),
    "KubernetesAzure": (("Azure",), ("cluster", *_CLUSTER, *_AZURE), ("useClusterAdminCredentials",)),
    "KubernetesDirect": (("K8sCluster",), _CLUSTER, ()),
    "KubernetesGcp": (("Gcp",), ("cluster", *_CLUSTER), ("project",)),
    "KubernetesRancher": (("Rancher",), ("cluster", *_CLUSTER), ()),
    "Pdc": (
        ("Pdc",),
        (),
        ("credentialsRef", "delegateSelectors", "hosts", "hostFilter", "hostGroups", "hostArrayPath", "hostAttributes"),
    ),
    "Salesforce": ((), (), ()),
    "ServerlessAwsLambda": (("Aws",), ("region", "stage"), ()),
    "SshWinRmAws": (
        ("Aws",),
        ("region", "hostConnectionType", "credentialsRef"),
        ("awsInstanceFilter", "asgName", "targetedHosts"),
    ),
    "SshWinRmAzure": (("Azure",), (*_AZURE, "hostConnectionType", "credentialsRef"), ("tags", "targetedHosts")),
    "TAS": (("Tas",), ("organization", "space"), ()),
}
"""For each type: the connectors it takes (none: any), the texts it requires, and what else it may have.

Source: the platform's schema of infrastructure definitions.
"""

_WITHOUT_CONNECTOR = frozenset(("CustomDeployment", "Pdc"))
_SECRETS = ("credentialsRef",)


def shape() -> Record:
    """What the YAML of an infrastructure definition may hold."""
    from harnessiac.services.manifests import STORE_RECORD
    from harnessiac.shapes import vocabulary as shapes

    mappings = {
        "CustomDeployment": shapes.record(
            "customDeploymentRef", shapes.text("templateRef", required=True), required=True, open=True
        ),
        "Elastigroup": shapes.record(
            "configuration", shapes.Field("store", STORE_RECORD, required=True), required=True, open=True
        ),
    }

    def field(name: str, *, required: bool) -> Field:
        if name in _SECRETS:
            return shapes.text(name, required=required, refers="secret")
        return shapes.text(name, required=True) if required else shapes.Field(name, shapes.Anything())

    def spec(type: str) -> Record:
        connectors, required, others = SPECS[type]
        takes = shapes.Fitting(connectors, f"infrastructure of type {type}") if connectors else None
        is_required = type not in _WITHOUT_CONNECTOR
        return shapes.Record(
            (
                shapes.text("connectorRef", required=is_required, refers="connector", fitting=takes),
                *([mappings[type]] if type in mappings else ()),
                *(field(name, required=True) for name in required),
                *(field(name, required=False) for name in ("provisioner", "metadata", *others)),
            ),
            open=True,
        )

    specs = {type: (lambda type=type: spec(type)) for type in SPECS}
    definition = shapes.Record(
        (
            *identity_fields(),
            shapes.text("environmentRef", refers="environment"),
            shapes.text("deploymentType", required=True, options=DEPLOYMENT_TYPES),
            shapes.text("type", required=True),
            shapes.Field("spec", shapes.Anything(), required=True),
            shapes.flag("allowSimultaneousDeployments"),
            *shapes.anything("metadata", "scopedServices"),
        ),
        picked=(shapes.Picked("type", "spec", lambda: specs),),
        open=True,
    )
    return shapes.Record((shapes.Field("infrastructureDefinition", definition, required=True),))


KIND = Kind(
    "harness_platform_infrastructure",
    "infrastructure",
    Body(
        (
            replace(NAME, required=False),
            replace(IDENTIFIER_ARGUMENT, required=False),
            DESCRIPTION,
            ORG,
            PROJECT,
            PROJECT_NEEDS_ORG,
            text(
                "env_id",
                "environmentRef",
                "Identifier of the environment it belongs to.",
                required=True,
                format=IDENTIFIER,
                forces_replacement=True,
                refers="environment",
                local=True,
            ),
            TAGS_ARGUMENT,
            text(
                "deployment_type",
                "deploymentType",
                "What is deployed there.",
                computed=True,
                options=DEPLOYMENT_TYPES,
            ),
            text("type", "type", "Type of the infrastructure.", options=tuple(SPECS)),
            text("yaml", None, "The infrastructure's definition. Its document is this text as it is."),
            entity_git_details("infrastructure definition"),
            force_delete(),
            ID,
        )
    ),
    document=Document("infrastructureDefinition", "envs/{env_id}/infras/{identifier}"),
    title="Infrastructure definition",
    rules=(identified, project_in_organization),
    example={
        "identifier": "my_infrastructure",
        "name": "Infrastructure",
        "env_id": "my_environment",
        "deployment_type": "Kubernetes",
        "type": "KubernetesDirect",
        "yaml": EXAMPLE,
    },
    authored=Authored(
        "yaml",
        shape,
        (
            *SAME_ENTITY,
            Agreement("environmentRef", "env_id", "environment", required=True),
            Agreement("deploymentType", "deployment_type", "deployment type", required=True),
            Agreement("type", "type", "type", required=True),
        ),
        "spec",
    ),
    wire=Wire(
        "/ng/api/infrastructures",
        {
            **SCOPE_FIELDS,
            "environmentRef": "env_id",
            "type": "type",
            "yaml": "yaml",
        },
        "infrastructure",
    ),
    inside=("env_id",),
)
