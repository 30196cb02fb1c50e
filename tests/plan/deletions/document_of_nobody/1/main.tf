resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

