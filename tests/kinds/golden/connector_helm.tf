resource "harness_platform_connector_helm" "minimal" {
  name       = "Helm repository over HTTP minimal"
  identifier = "helm_minimal"
  url        = "https://helm.example.com"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_helm" "full" {
  name               = "Helm repository over HTTP full"
  identifier         = "helm_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_helm" "credentials_username_ref" {
  name               = "Helm repository over HTTP credentials username ref"
  identifier         = "helm_credentials_username_ref"
  org_id             = "my_org"
  url                = "https://helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_helm" "anonymous" {
  name               = "Helm repository over HTTP anonymous"
  identifier         = "helm_anonymous"
  org_id             = "my_org"
  url                = "https://helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true
}
