locals {
  a = local.b
  b = harness_platform_connector_docker.c.name
}

resource "harness_platform_connector_docker" "c" {
  identifier = "c"
  name       = local.a
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
