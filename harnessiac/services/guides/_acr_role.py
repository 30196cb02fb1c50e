"""The role of Azure that reads from its registries."""

from __future__ import annotations

from harnessiac.services.guides.guide import CustomRole, Plain


def _cluster(name: str, *verbs: str) -> list[str]:
    return [f"Microsoft.ContainerService/managedClusters/{name}/{verb}" for verb in verbs]


_CHANGED = ("read", "write", "delete")

_DATA_ACTIONS: list[Plain] = [
    *_cluster("configmaps", *_CHANGED),
    *_cluster("secrets", *_CHANGED),
    *_cluster("apps/deployments", *_CHANGED),
    *_cluster("events", *_CHANGED),
    *_cluster("namespaces", "read"),
    *_cluster("nodes", "read"),
    *_cluster("pods", *_CHANGED),
    *_cluster("services", *_CHANGED),
    *_cluster("apps/statefulsets", *_CHANGED),
    *_cluster("apps/replicasets", *_CHANGED),
]

CUSTOM_ROLE = CustomRole(
    (
        "Microsoft.ContainerRegistry/registries/read",
        "Microsoft.ContainerRegistry/registries/builds/read",
        "Microsoft.ContainerRegistry/registries/metadata/read",
        "Microsoft.ContainerRegistry/registries/pull/read",
        "Microsoft.ContainerService/managedClusters/read",
        "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        "Microsoft.Resource/subscriptions/resourceGroup/read",
    ),
    {
        "id": "/subscriptions/xxxx/providers/Microsoft.Authorization/roleDefinitions/xxxx",
        "properties": {
            "roleName": "xxxx",
            "description": "",
            "assignableScopes": ["/subscriptions/xxxx/resourceGroups/xxxx"],
            "permissions": [
                {"actions": [], "notActions": [], "dataActions": _DATA_ACTIONS, "notDataActions": []},
            ],
        },
    },
    (
        (
            "A service principal and a managed identity need these actions alike, with Kubernetes RBAC and with Azure "
            "RBAC."
        ),
        (
            "In the template, `xxxx` stands for the role's name, the subscription's id and the resource group's id. "
            "The documented template grants what deploying to a cluster takes (`dataActions`) and leaves `actions` "
            "empty: put the actions above there."
        ),
        (
            "The last action is spelled as Harness documents it; Azure's own list calls it "
            "`Microsoft.Resources/subscriptions/resourceGroups/read`."
        ),
        "One cluster cannot use pod assigned and system assigned managed identities together.",
        "Helm deployments need Helm 3.2.0 or later.",
    ),
)
