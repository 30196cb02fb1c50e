resource "harness_platform_connector_docker" "a" {
  identifier = "a"
