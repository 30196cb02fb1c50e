resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  lifecycle {
    precondition {
      condition     = 1 > 2
      error_message = "Never."
    }
  }
  url        = "https://index.docker.io/v2/"
}
