resource "harness_platform_connector_docker" "public" {
  identifier = "public"
  name       = "public"
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  org_id     = "acme"
  project_id = "shop"
  type       = "Harbor"
  url        = "https://harbor.example.com"
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
              primaryArtifactRef: image
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "other" {
  identifier = "other"
  name       = "other"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: other
      identifier: other
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
                    connectorRef: account.shared
                    imagePath: nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "asked" {
  identifier = "asked"
  name       = "asked"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: asked
      identifier: asked
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
                    connectorRef: hub
                    imagePath: <+input>
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "official" {
  identifier = "official"
  name       = "official"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: official
      identifier: official
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
                    connectorRef: public
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}
