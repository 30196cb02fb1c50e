resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"

  lifecycle {
    ignore_changes = [descriptio, credentials[0].username, credentials[0].user, credentials.username, url.host, url[0], tags]
  }
}
