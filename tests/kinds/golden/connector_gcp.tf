resource "harness_platform_connector_gcp" "minimal" {
  name       = "Google Cloud minimal"
  identifier = "gcp_minimal"

  manual {
    secret_key_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_gcp" "full" {
  name                = "Google Cloud full"
  identifier          = "gcp_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  execute_on_delegate = true
  force_delete        = true

  manual {
    secret_key_ref     = "account.my_secret"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }
}

resource "harness_platform_connector_gcp" "inherit_from_delegate" {
  name                = "Google Cloud inherit from delegate"
  identifier          = "gcp_inherit_from_delegate"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  inherit_from_delegate {
    delegate_selectors = ["delegate-a", "delegate-b"]
  }
}

resource "harness_platform_connector_gcp" "oidc_authentication" {
  name                = "Google Cloud oidc authentication"
  identifier          = "gcp_oidc_authentication"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  oidc_authentication {
    workload_pool_id      = "my_workload_pool_id"
    provider_id           = "my_provider_id"
    gcp_project_id        = "my_gcp_project_id"
    service_account_email = "my_service_account_email"
    delegate_selectors    = ["delegate-a", "delegate-b"]
  }
}
