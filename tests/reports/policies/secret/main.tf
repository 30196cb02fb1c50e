resource "harness_platform_connector_docker" "docs" {
  identifier = "docs"
  name       = "docs"
  type       = "Other"
  url        = "https://docs.example.com"
}

variable "password" {
  sensitive = true
  default   = "hunter2"
}

resource "harness_platform_secret_text" "password" {
  identifier                = "password"
  name                      = "password"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = var.password
}
