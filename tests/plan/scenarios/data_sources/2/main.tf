removed {
  from = harness_platform_connector_docker.hub

  lifecycle {
    destroy = false
  }
}

# Of the documents folder: no resource declares it any more.
data "harness_platform_connector_docker" "hub" {
  identifier = "hub"

  lifecycle {
    postcondition {
      condition     = startswith(self.url, "https://")
      error_message = "The hub must use TLS."
    }
  }
}

resource "harness_platform_connector_docker" "copy" {
  identifier = "copy"
  name       = "Copy of ${data.harness_platform_connector_docker.hub.name}"
  type       = data.harness_platform_connector_docker.hub.type
  url        = data.harness_platform_connector_docker.hub.url
}
