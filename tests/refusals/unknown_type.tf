resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_dokcer" "b" {
}
