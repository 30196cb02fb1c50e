resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://hub.example"
}

import {
  to = harness_platform_connector_docker.hub
  id = "hub"
}

import {
  to = harness_platform_connector_docker.absent
  id = "hub"
}

import {
  to = harness_platform_connector_docker.hub["k"]
  id = "a/b/c/d"
}
