variable "name" {
  nullable = false
}

variable "url" {}

variable "org" {}

resource "harness_platform_connector_docker" "this" {
  identifier  = var.name
  name        = "Hub ${var.name}"
  description = "Declared in ${path.module} of ${path.root}"
  org_id      = var.org
  type        = "DockerHub"
  url         = var.url
}

output "id" {
  value = harness_platform_connector_docker.this.id
}
