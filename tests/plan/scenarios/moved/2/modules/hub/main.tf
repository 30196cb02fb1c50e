variable "name" {
  type = string
}

resource "harness_platform_connector_docker" "this" {
  identifier = lower(var.name)
  name       = var.name
  type       = "DockerHub"
  url        = "https://${lower(var.name)}.example"
}

moved {
  from = harness_platform_connector_docker.old
  to   = harness_platform_connector_docker.this
}
