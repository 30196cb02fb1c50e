resource "harness_platform_connector_docker" "keep" {
  identifier = "keep"
  name       = "keep"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
output "o" { value = "kept" }
