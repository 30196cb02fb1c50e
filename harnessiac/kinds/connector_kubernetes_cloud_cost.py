"""Kubernetes, for cloud cost management."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import features
from harnessiac.schema.vocabulary import text

KIND = connector(
    "kubernetes_cloud_cost",
    "CEK8sCluster",
    text("connector_ref", "connectorRef", "Connector to the cluster.", required=True),
    features("BILLING", "OPTIMIZATION", "VISIBILITY"),
    title="Kubernetes cloud cost",
)
