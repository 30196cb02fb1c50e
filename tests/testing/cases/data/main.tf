data "harness_platform_connector_docker" "hub" {
  identifier = "hub"
}

output "name" {
  value = data.harness_platform_connector_docker.hub.name
}
