resource "harness_platform_connector_gcp" "gcp" {
  identifier = "gcp"
  name       = "gcp"
  org_id     = "shop"
  project_id = "cart"
  inherit_from_delegate {
    delegate_selectors = ["build"]
  }
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "shop"
  project_id = "cart"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      orgIdentifier: shop
      projectIdentifier: cart
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: app
              sources:
                - identifier: app
                  type: GoogleArtifactRegistry
                  spec:
                    connectorRef: gcp
                    repositoryType: docker
                    project: my-project
                    region: us-central1
                    repositoryName: apps
                    package: web
                    version: v1.0
  EOT
}
