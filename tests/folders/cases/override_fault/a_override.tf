resource "harness_platform_connector_docker" "hub" {
  description = "ü ${var.nope}"
  colour      = "red"
}
