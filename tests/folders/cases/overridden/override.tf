variable "name" {
  default = "override"
}

locals {
  host = "https://override.example.com"
}

resource "harness_platform_connector_docker" "hub" {
  url  = "${local.host}/v2"
  tags = ["override:${local.kept}"]

  credentials {
    username     = "robot"
    password_ref = "account.password"
  }
}

output "name" {
  value       = "is ${harness_platform_connector_docker.hub.name}"
  description = "The name."
}

terraform {
  required_version = ">= 0"
}
