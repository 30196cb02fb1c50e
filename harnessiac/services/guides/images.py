"""What holds for images of every registry: expressions, private registries, what a deployment takes."""

from __future__ import annotations

EXPRESSIONS = (
    ("<+artifacts.primary.image>", "the image with its tag, for a values file or a patch of Kustomize"),
    ("<+artifacts.primary.imagePullSecret>", "credentials for pulling it, for `dockercfg` in a values file"),
    ("<+artifacts.primary.metadata.SHA>", "its SHA value by schemaVersion1, in the same stage"),
    ("<+artifacts.primary.metadata.SHAV2>", "its SHA value by schemaVersion2, in the same stage"),
    ("<+pipeline.stages.STAGE.spec.artifacts.primary.metadata.SHA>", "the first, from another stage"),
    ("<+pipeline.stages.STAGE.spec.artifacts.primary.metadata.SHAV2>", "the second, from another stage"),
    (
        '<+pipeline.stages.STAGE.spec.artifacts.primary.label.get("KEY")>',
        "a label; its manifest must be schemaVersion1",
    ),
)
"""By what they stand for; the first two work for images of any registry."""


IN_MANIFESTS = (
    "Expressions work in values files and in patches of Kustomize, not in the manifests of Kubernetes objects.",
    (
        "An image that is written into a manifest or a values file is pulled as it is: then the artifacts of the "
        "service are ignored."
    ),
    "The tag may be fixed, a runtime input (`<+input>`) that the pipeline asks for, or an expression.",
    "SHA values and labels appear under Output of the service in a pipeline's run.",
)

PRIVATE = (
    "Harness pulls private images with the credentials of the connector. Where the cluster itself lacks them, set "
    "`dockercfg: <+artifacts.primary.imagePullSecret>` in the values file, and let the manifests make a secret of it "
    "and pull with that:"
)

HOW_PRIVATE = (
    "Where a cluster cannot pull private images by itself: `hiac explain artifact docker -section=private` shows the "
    "values file and the manifests."
)

VALUES = """\
name: <+stage.variables.name>
replicas: 2

image: <+artifacts.primary.image>
dockercfg: <+artifacts.primary.imagePullSecret>

createNamespace: true
namespace: <+infra.namespace>
"""

TEMPLATE = """\
{{- if .Values.dockercfg}}
apiVersion: v1
kind: Secret
metadata:
  name: {{.Values.name}}-dockercfg
  annotations:
    harness.io/skip-versioning: true
data:
  .dockercfg: {{.Values.dockercfg}}
type: kubernetes.io/dockercfg
---
{{- end}}

apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{.Values.name}}-deployment
spec:
  replicas: {{int .Values.replicas}}
  selector:
    matchLabels:
      app: {{.Values.name}}
  template:
    metadata:
      labels:
        app: {{.Values.name}}
    spec:
      {{- if .Values.dockercfg}}
      imagePullSecrets:
      - name: {{.Values.name}}-dockercfg
      {{- end}}
      containers:
      - name: {{.Values.name}}
        image: {{.Values.image}}
"""

SIDECARS = (
    (
        "Beside its primary artifact a service of Kubernetes may have sidecars, such as a container that ships logs: "
        "each is an entry of `artifacts.sidecars` with a source of its own "
        "(https://developer.harness.io/docs/continuous-delivery/deploy-srv-diff-platforms/kubernetes/cd-kubernetes-category/add-a-kubernetes-sidecar-container)."
    ),
    (
        "Later stages can take over the service of an earlier one, and environments can override its artifacts, "
        "manifests and variables "
        "(https://developer.harness.io/docs/continuous-delivery/x-platform-cd-features/services/propagate-and-override-cd-services)."
    ),
)
