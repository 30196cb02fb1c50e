resource "harness_platform_connector_pdc" "it" {
  identifier = "hosts"
  name       = "Hosts"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_docker" "other_kind" {
  identifier = "tool"
  name       = "T"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
