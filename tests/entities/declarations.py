"""Configurations of environments, infrastructure definitions and overrides, with what a test changes of them."""

from __future__ import annotations

from textwrap import dedent, indent

CLUSTER = """\
resource "harness_platform_connector_kubernetes" "cluster" {
  identifier = "cluster"
  name       = "cluster"
  org_id     = "acme"
  project_id = "shop"
  inherit_from_delegate {
    delegate_selectors = ["eu"]
  }
}
"""
SERVICE = """\
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
}
"""
ENVIRONMENT_YAML = """\
environment:
  name: Dev
  identifier: dev
  orgIdentifier: acme
  projectIdentifier: shop
  type: PreProduction
  variables:
    - name: replicas
      type: Number
      value: 2
    - name: region
      type: String
      value: eu
"""
INFRASTRUCTURE_YAML = """\
infrastructureDefinition:
  name: K8s
  identifier: k8s
  orgIdentifier: acme
  projectIdentifier: shop
  environmentRef: dev
  deploymentType: Kubernetes
  type: KubernetesDirect
  spec:
    connectorRef: cluster
    namespace: shop
    releaseName: release-<+INFRA_KEY_SHORT_ID>
"""
OVERRIDE_YAML = """\
variables:
  - name: replicas
    type: Number
    value: 4
"""
DOCUMENTS = ".harness/orgs/acme/projects/shop"


def block(kind: str, label: str, yaml: str | None = None, /, **arguments: str | None) -> str:
    """A resource block; the values are HCL, None for an argument that is left out, `yaml` becomes a heredoc."""
    lines = [f"  {name} = {value}" for name, value in arguments.items() if value is not None]
    if yaml is not None:
        lines.append(f"  yaml = <<-EOT\n{indent(dedent(yaml), '    ')}  EOT")
    return f'resource "harness_platform_{kind}" "{label}" {{\n' + "\n".join(lines) + "\n}\n"


def environment(yaml: str | None = ENVIRONMENT_YAML, label: str = "dev", **arguments: str | None) -> str:
    """The environment `dev` of a project, with some arguments otherwise."""
    usual = {"identifier": '"dev"', "name": '"Dev"', "org_id": '"acme"', "project_id": '"shop"'}
    return block("environment", label, yaml, **{**usual, "type": '"PreProduction"', **arguments})


def infrastructure(yaml: str | None = INFRASTRUCTURE_YAML, label: str = "k8s", **arguments: str | None) -> str:
    """The infrastructure definition `k8s` of the environment `dev`, with some arguments otherwise."""
    usual = {"identifier": '"k8s"', "name": '"K8s"', "org_id": '"acme"', "project_id": '"shop"', "env_id": '"dev"'}
    own = {"deployment_type": '"Kubernetes"', "type": '"KubernetesDirect"'}
    return block("infrastructure", label, yaml, **{**usual, **own, **arguments})


def override(yaml: str | None = OVERRIDE_YAML, label: str = "web", **arguments: str | None) -> str:
    """The override of the service `web` in the environment `dev`, with some arguments otherwise."""
    usual = {"org_id": '"acme"', "project_id": '"shop"', "env_id": '"dev"', "service_id": '"web"'}
    return block("service_overrides_v2", label, yaml, **{**usual, "type": '"ENV_SERVICE_OVERRIDE"', **arguments})


EVERYTHING = CLUSTER + SERVICE + environment() + infrastructure() + override()
