resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  org_id     = "default"
  project_id = "shop"
  tags       = ["team:a", "env:prod"]
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  credentials {
    username     = "johndoe"
    password_ref = "account.pwd"
  }
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "default"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: 1.25
                  identifier: myimage
                  type: DockerRegistry
  EOT
}
