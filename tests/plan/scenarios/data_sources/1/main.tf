resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://hub.example"
}

# Of this plan: nothing says that it depends on the resource.
data "harness_platform_connector_docker" "hub" {
  identifier = "hub"
}

data "harness_platform_connector_docker" "named" {
  name = "Hub"
}

output "url" {
  value = "${data.harness_platform_connector_docker.hub.url} ${data.harness_platform_connector_docker.named.id}"
}
