resource "harness_platform_connector_kubernetes" "cluster" {
  name       = "Cluster"
  identifier = "cluster"
  org_id     = harness_platform_organization.acme.identifier
  project_id = harness_platform_project.all["shop"].identifier

  inherit_from_delegate {
    delegate_selectors = ["in-cluster"]
  }
}

resource "harness_platform_connector_kubernetes_cloud_cost" "costs" {
  name             = "Costs"
  identifier       = "costs"
  org_id           = harness_platform_organization.acme.identifier
  project_id       = harness_platform_project.all["shop"].identifier
  connector_ref    = harness_platform_connector_kubernetes.cluster.identifier
  features_enabled = ["VISIBILITY"]
}

resource "harness_platform_service" "web" {
  name       = "Web"
  identifier = "web"
  org_id     = harness_platform_organization.acme.identifier
  project_id = harness_platform_project.all["blog"].identifier

  yaml = <<-EOT
    service:
      name: Web
      identifier: web
      orgIdentifier: acme
      projectIdentifier: blog
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: image
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: org.${harness_platform_connector_docker.images.identifier}
                    imagePath: web
                    tag: "<+input>"
  EOT
}
