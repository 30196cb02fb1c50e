resource "harness_platform_connector_docker" "hub" {
  identifier = "hub2"
  name       = "Hub"
  org_id     = "default"
  project_id = "shop"
  tags       = ["team:a", "env:prod"]
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  lifecycle {
    create_before_destroy = true
  }
  credentials {
    username     = "johndoe"
    password_ref = "account.pwd"
  }
}
