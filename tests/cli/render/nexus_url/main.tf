resource "harness_platform_connector_nexus" "nexus" {
  identifier = "nexus"
  name       = "nexus"
  org_id     = "shop"
  project_id = "cart"
  url     = "https://nexus.example.com:8443/nexus"
  version = "3.x"
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
                  type: Nexus3Registry
                  spec:
                    connectorRef: nexus
                    repository: docker
                    repositoryFormat: docker
                    tag: v1
                    spec:
                      artifactPath: team/web
                      repositoryUrl: https://docker.example.com/repository/docker
  EOT
}
