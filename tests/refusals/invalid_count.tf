resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  count = -1
  url        = "https://index.docker.io/v2/"
}
