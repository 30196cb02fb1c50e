variable "name" {
  type    = string
  default = "base"
}

locals {
  host = "https://base.example.com"
  kept = "kept"
}

resource "harness_platform_connector_docker" "hub" {
  identifier  = "hub"
  name        = var.name
  description = "described in the base file"
  type        = "DockerHub"
  url         = local.host
  tags        = ["base:${local.kept}"]
}

output "name" {
  value = harness_platform_connector_docker.hub.name
}

terraform {
  required_version = ">= 99"

  required_providers {
    harness = {
      source = "harness/harness"
    }
  }
}
