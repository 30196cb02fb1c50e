resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  project_id = "p"
  url        = "https://index.docker.io/v2/"
}
