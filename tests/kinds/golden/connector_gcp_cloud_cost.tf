resource "harness_platform_connector_gcp_cloud_cost" "minimal" {
  name                  = "Google Cloud cost minimal"
  identifier            = "gcp_cloud_cost_minimal"
  features_enabled      = ["BILLING"]
  gcp_project_id        = "my_gcp_project_id"
  service_account_email = "my_service_account_email"
}

resource "harness_platform_connector_gcp_cloud_cost" "full" {
  name                  = "Google Cloud cost full"
  identifier            = "gcp_cloud_cost_full"
  description           = "Shown in the platform"
  org_id                = "my_org"
  project_id            = "my_project"
  tags                  = ["owner:team a", "solo"]
  features_enabled      = ["BILLING", "GOVERNANCE"]
  gcp_project_id        = "my_gcp_project_id"
  service_account_email = "my_service_account_email"

  billing_export_spec {
    data_set_id = "my_data_set_id"
    table_id    = "my_table_id"
  }
}
