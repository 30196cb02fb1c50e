resource "harness_platform_connector_docker" "a" {
  identifier = "../x"
  name       = "a"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
