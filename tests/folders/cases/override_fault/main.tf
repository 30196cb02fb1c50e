# The faults stand in the other files.
resource "harness_platform_service" "s" {
  identifier = "s"
  name       = "s"
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = upper(local.nope)
  type       = "DockerHub"
  url        = "https://example.com"
}
