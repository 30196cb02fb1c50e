resource "harness_platform_connector_gcp_kms" "minimal" {
  name           = "Google Cloud Key Management Service minimal"
  identifier     = "gcp_kms_minimal"
  gcp_project_id = "my_gcp_project_id"
  region         = "my_region"
  key_ring       = "my_key_ring"
  key_name       = "my_key_name"

  manual {
    credentials = "my_credentials"
  }
}

resource "harness_platform_connector_gcp_kms" "full" {
  name                = "Google Cloud Key Management Service full"
  identifier          = "gcp_kms_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  gcp_project_id      = "my_gcp_project_id"
  region              = "my_region"
  key_ring            = "my_key_ring"
  key_name            = "my_key_name"
  execute_on_delegate = false
  default             = true

  manual {
    credentials        = "my_credentials"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }
}

resource "harness_platform_connector_gcp_kms" "oidc_authentication" {
  name                = "Google Cloud Key Management Service oidc authentication"
  identifier          = "gcp_kms_oidc_authentication"
  org_id              = "my_org"
  gcp_project_id      = "my_gcp_project_id"
  region              = "my_region"
  key_ring            = "my_key_ring"
  key_name            = "my_key_name"
  execute_on_delegate = false
  default             = true

  oidc_authentication {
    workload_pool_id      = "my_workload_pool_id"
    provider_id           = "my_provider_id"
    gcp_project_id        = "my_gcp_project_id"
    service_account_email = "my_service_account_email"
    delegate_selectors    = ["delegate-a", "delegate-b"]
  }
}
