resource "harness_platform_connector_docker" "other" {
  identifier = "other"
  name       = "other"
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: other
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}
