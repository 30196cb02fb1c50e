output "a" {
  value = var.nothing
}

output "b" {
  value = harness_platform_connector_docker.nothing.id
}

output "c" {
  value = local.nothing
}
