locals { docker = { type = "DockerHub", url = "https://index.docker.io/v2/" } }
resource "harness_platform_organization" "o" {
  identifier = "o"
  name       = "other"
}
resource "harness_platform_connector_docker" "keep" {
  identifier = "keep"
  name       = "keep"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "update" {
  identifier = "update"
  name       = "updated"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "replace" {
  identifier = "replaced"
  name       = "replace"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "first" {
  identifier = "first"
  name       = "first"
  org_id     = "o"
  type       = local.docker.type
  url        = local.docker.url
  lifecycle { create_before_destroy = true }
}
moved {
  from = harness_platform_connector_docker.moved_from
  to   = harness_platform_connector_docker.moved_to
}
resource "harness_platform_connector_docker" "moved_to" {
  identifier = "moved"
  name       = "moved here"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "label_new" {
  identifier = "label"
  name       = "label anew"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_connector_docker" "fresh" {
  identifier = "fresh"
  name       = "new"
  org_id     = "o"
  project_id = "p"
  type       = local.docker.type
  url        = local.docker.url
}
resource "harness_platform_service" "user" {
  identifier  = "user"
  name        = "user"
  description = harness_platform_connector_docker.update.name
}
output "o" { value = "new" }
