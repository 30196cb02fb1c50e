resource "harness_platform_connector_docker" "a" {
  name = "a"
  type = "DockerHub"
  credentials {
    username     = "u"
    username_ref = "account.u"
  }
}
