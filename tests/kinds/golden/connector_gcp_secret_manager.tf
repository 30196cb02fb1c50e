resource "harness_platform_connector_gcp_secret_manager" "minimal" {
  name            = "Google Cloud Secret Manager minimal"
  identifier      = "gcp_secret_manager_minimal"
  credentials_ref = "account.my_secret"
}

resource "harness_platform_connector_gcp_secret_manager" "full" {
  name                = "Google Cloud Secret Manager full"
  identifier          = "gcp_secret_manager_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  credentials_ref     = "account.my_secret"
  is_default          = true
}

resource "harness_platform_connector_gcp_secret_manager" "inherit_from_delegate" {
  name                  = "Google Cloud Secret Manager inherit from delegate"
  identifier            = "gcp_secret_manager_inherit_from_delegate"
  org_id                = "my_org"
  delegate_selectors    = ["delegate-a", "delegate-b"]
  execute_on_delegate   = false
  inherit_from_delegate = true
  is_default            = true
}

resource "harness_platform_connector_gcp_secret_manager" "oidc_authentication" {
  name                = "Google Cloud Secret Manager oidc authentication"
  identifier          = "gcp_secret_manager_oidc_authentication"
  org_id              = "my_org"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  is_default          = true

  oidc_authentication {
    workload_pool_id      = "my_workload_pool_id"
    provider_id           = "my_provider_id"
    gcp_project_id        = "my_gcp_project_id"
    service_account_email = "my_service_account_email"
  }
}
