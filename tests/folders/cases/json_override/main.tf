locals {
  a = 1
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  type       = "DockerHub"
  url        = "https://example.com"

  credentials {
    username     = "base"
    password_ref = "account.base"
  }
}
