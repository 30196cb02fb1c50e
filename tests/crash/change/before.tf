locals { docker = { type = "DockerHub", url = "https://index.docker.io/v2/" } }
resource "harness_platform_organization" "o" {
  identifier = "o"
  name       = "o"
}
resource "harness_platform_connector_docker" "keep" {
  identifier = "keep"
  name       = "keep"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "update" {
  identifier = "update"
  name       = "update"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "delete" {
  identifier = "delete"
  name       = "delete"
  org_id     = "o"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "replace" {
  identifier = "replace"
  name       = "replace"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "first" {
  identifier = "first"
  name       = "first"
  type       = local.docker.type
  url        = local.docker.url
  lifecycle { create_before_destroy = true }
}
resource "harness_platform_connector_docker" "moved_from" {
  identifier = "moved"
  name       = "moved"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "label_old" {
  identifier = "label"
  name       = "label"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_service" "user" {
  identifier  = "user"
  name        = "user"
  description = harness_platform_connector_docker.update.name
}
output "o" { value = "old" }
