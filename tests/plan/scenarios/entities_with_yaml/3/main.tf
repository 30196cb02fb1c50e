resource "harness_platform_connector_kubernetes" "cluster" {
  identifier = "cluster"
  name       = "cluster"
  org_id     = "acme"
  project_id = "shop"

  inherit_from_delegate {
    delegate_selectors = ["eu"]
  }
}

resource "harness_platform_environment" "prod" {
  identifier = "prod"
  name       = "Prod"
  org_id     = "acme"
  project_id = "shop"
  type       = "PreProduction"
  yaml       = <<-EOT
    environment:
      name: Prod
      identifier: prod
      orgIdentifier: acme
      projectIdentifier: shop
      type: PreProduction # for now
      variables:
        - name: replicas
          type: Number
          value: 3
        - name: region
          type: String
          value: eu
  EOT
}

resource "harness_platform_infrastructure" "k8s" {
  identifier      = "k8s"
  name            = "k8s"
  org_id          = "acme"
  project_id      = "shop"
  env_id          = harness_platform_environment.prod.id
  deployment_type = "Kubernetes"
  type            = "KubernetesDirect"
  yaml            = <<-EOT
    infrastructureDefinition:
      name: k8s
      identifier: k8s
      orgIdentifier: acme
      projectIdentifier: shop
      environmentRef: prod
      deploymentType: Kubernetes
      type: KubernetesDirect
      spec:
        connectorRef: cluster
        namespace: web
        releaseName: release-<+INFRA_KEY_SHORT_ID>
  EOT
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
}

resource "harness_platform_service_overrides_v2" "web" {
  org_id     = "acme"
  project_id = "shop"
  env_id     = harness_platform_environment.prod.id
  service_id = harness_platform_service.web.id
  infra_id   = "k8s"
  type       = "INFRA_SERVICE_OVERRIDE"
  yaml       = <<-EOT
    variables:
      - name: replicas
        type: Number
        value: 5
  EOT
}
