variable "password" {
  type      = string
  sensitive = true
  default   = "hunter2-very-secret"
}

resource "harness_platform_organization" "team" {
  identifier = "team"
  name       = "Team"
}

resource "harness_platform_project" "shop" {
  identifier = "shop"
  name       = "Shop"
  org_id     = harness_platform_organization.team.id
  color      = "#0063F7"
}

resource "harness_platform_secret_text" "password" {
  identifier                = "password"
  name                      = "password"
  org_id                    = harness_platform_organization.team.id
  project_id                = harness_platform_project.shop.id
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = var.password
}

resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  org_id     = "team"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  credentials {
    username     = "johndoe"
    password_ref = harness_platform_secret_text.password.id
  }
}
