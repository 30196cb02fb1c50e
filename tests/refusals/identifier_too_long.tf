resource "harness_platform_connector_docker" "a" {
  identifier = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  name       = "a"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
