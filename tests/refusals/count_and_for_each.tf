resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  count    = 1
  for_each = {}
  url        = "https://index.docker.io/v2/"
}
