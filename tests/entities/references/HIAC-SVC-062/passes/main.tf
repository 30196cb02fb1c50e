resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "team" {
  identifier = "team"
  name       = "team"
  org_id     = "acme"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "mine" {
  identifier = "mine"
  name       = "mine"
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
                    connectorRef: account.hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "second" {
  identifier = "second"
  name       = "second"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: second
      identifier: second
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
                    connectorRef: org.team
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "third" {
  identifier = "third"
  name       = "third"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: third
      identifier: third
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
                    connectorRef: mine
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "fourth" {
  identifier = "fourth"
  name       = "fourth"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: fourth
      identifier: fourth
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
                    connectorRef: account.filed
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}
