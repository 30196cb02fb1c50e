variable "token" {
  sensitive = true
  default   = "kX9-hidden-value-2"
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Docker Hub of the shop"
  org_id     = "default"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"

  lifecycle {
    postcondition {
      condition     = self.url != ""
      error_message = "The hub needs an address."
    }
  }
}

resource "harness_platform_connector_nexus" "drifted" {
  identifier = "nexus"
  name       = "Nexus"
  url        = "https://nexus.example.com"
  version    = "3.x"
}

resource "harness_platform_connector_docker" "wanders" {
  identifier = "wanders"
  name       = "Wanders"
  org_id     = "other"
  type       = "Other"
  url        = "https://wanders.example.com"
}

moved {
  from = harness_platform_connector_docker.was
  to   = harness_platform_connector_docker.is
}

resource "harness_platform_connector_docker" "is" {
  identifier = "renamed"
  name       = "Renamed"
  type       = "Other"
  url        = "https://renamed.example.com"
}

import {
  to = harness_platform_connector_docker.found
  id = "found"
}

resource "harness_platform_connector_docker" "found" {
  identifier = "found"
  name       = "Found"
  type       = "Other"
  url        = "https://found.example.com"
}

resource "harness_platform_connector_docker" "fresh" {
  identifier = "fresh"
  name       = "New <b>&</b>"
  type       = "Quay"
  url        = "https://quay.io"
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
                    tag: "1.29"
                - identifier: backup
                  type: DockerRegistry
                  spec:
                    connectorRef: org.missing
                    imagePath: library/nginx
                    tag: "1.29"
  EOT
}

output "secret" {
  value     = var.token
  sensitive = true
}

output "hub" {
  value = harness_platform_connector_docker.hub.name
}

check "hub" {
  assert {
    condition     = harness_platform_connector_docker.hub.name == "Docker Hub"
    error_message = "The hub is called \"Docker Hub\" elsewhere."
  }
}
