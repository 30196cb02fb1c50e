resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  for_each = ["a"]
  url        = "https://index.docker.io/v2/"
}
