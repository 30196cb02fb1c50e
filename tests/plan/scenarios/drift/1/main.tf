resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  org_id     = "default"
  project_id = "shop"
  tags       = ["team:a", "env:prod"]
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  credentials {
    username     = "johndoe"
    password_ref = "account.pwd"
  }
}
