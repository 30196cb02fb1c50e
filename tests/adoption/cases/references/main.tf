resource "harness_platform_organization" "acme" {
  identifier = "acme"
  name       = "Acme"
}

resource "harness_platform_project" "all" {
  for_each   = toset(["shop", "blog"])
  identifier = each.key
  name       = each.key
  org_id     = harness_platform_organization.acme.id
}

resource "harness_platform_connector_docker" "images" {
  identifier = "images"
  name       = "Images"
  org_id     = harness_platform_organization.acme.id
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
