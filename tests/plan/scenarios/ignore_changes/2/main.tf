resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Ignored"
  org_id     = "default"
  project_id = "shop"
  tags       = ["team:a", "env:prod"]
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  description = "new"
  lifecycle {
    ignore_changes = [name]
  }
  credentials {
    username     = "johndoe"
    password_ref = "account.pwd"
  }
}
