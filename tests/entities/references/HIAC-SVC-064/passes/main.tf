resource "harness_platform_secret_text" "wide" {
  identifier                = "wide"
  name                      = "wide"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = "x"
}

resource "harness_platform_secret_text" "mine" {
  identifier                = "mine"
  name                      = "mine"
  org_id                    = "acme"
  project_id                = "shop"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = "x"
}

resource "harness_platform_connector_docker" "private" {
  identifier = "private"
  name       = "private"
  org_id     = "acme"
  project_id = "shop"
  type       = "Other"
  url        = "https://registry.example"
  credentials {
    username     = "johndoe"
    password_ref = "account.wide"
  }
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          variables:
            - name: password
              type: Secret
              value: account.wide
            - name: token
              type: String
              value: Bearer <+secrets.getValue("mine")> and <+secrets.getValue("nobody_knows")>
  EOT
}
