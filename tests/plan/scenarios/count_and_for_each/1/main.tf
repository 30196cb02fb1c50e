variable "names" {
  type    = set(string)
  default = ["a", "b"]
}

resource "harness_platform_connector_docker" "counted" {
  count      = 2
  identifier = "counted_${count.index}"
  name       = "Counted ${count.index}"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "keyed" {
  for_each   = var.names
  identifier = "keyed_${each.key}"
  name       = each.value
  type       = "DockerHub"
  url        = harness_platform_connector_docker.counted[0].url
}

output "ids" {
  value = [for c in harness_platform_connector_docker.keyed : c.id]
}

output "first" {
  value = harness_platform_connector_docker.counted[0].name
}
