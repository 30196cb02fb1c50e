variable "token" {
  sensitive = true
  default   = "kX9-hidden-value"
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Docker Hub"
  org_id     = "default"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_nexus" "drifted" {
  identifier = "nexus"
  name       = "Nexus"
  url        = "https://nexus.example.com"
  version    = "3.x"
}

resource "harness_platform_connector_docker" "old" {
  identifier = "old"
  name       = "Old"
  type       = "Other"
  url        = "https://old.example.com"
}

resource "harness_platform_connector_docker" "wanders" {
  identifier = "wanders"
  name       = "Wanders"
  org_id     = "default"
  type       = "Other"
  url        = "https://wanders.example.com"
}

resource "harness_platform_connector_docker" "was" {
  identifier = "renamed"
  name       = "Renamed"
  type       = "Other"
  url        = "https://renamed.example.com"
}

resource "harness_platform_secret_text" "token" {
  identifier                = "token"
  name                      = "token"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = var.token
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
              primaryArtifactRef: nginx
              sources:
                - identifier: nginx
                  type: DockerRegistry
                  spec:
                    connectorRef: ${harness_platform_connector_docker.hub.id}
                    imagePath: library/nginx
                    tag: "1.27"
  EOT
}

output "secret" {
  value     = var.token
  sensitive = true
}

output "hub" {
  value = harness_platform_connector_docker.hub.name
}
