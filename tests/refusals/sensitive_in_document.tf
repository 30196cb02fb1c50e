variable "s" {
  default   = "secret-value"
  sensitive = true
}

resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  url        = var.s
}
