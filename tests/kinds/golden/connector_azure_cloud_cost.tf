resource "harness_platform_connector_azure_cloud_cost" "minimal" {
  name             = "Azure cloud cost minimal"
  identifier       = "azure_cloud_cost_minimal"
  features_enabled = ["BILLING"]
  tenant_id        = "my_tenant_id"
  subscription_id  = "my_subscription_id"
}

resource "harness_platform_connector_azure_cloud_cost" "full" {
  name             = "Azure cloud cost full"
  identifier       = "azure_cloud_cost_full"
  description      = "Shown in the platform"
  org_id           = "my_org"
  project_id       = "my_project"
  tags             = ["owner:team a", "solo"]
  features_enabled = ["BILLING", "GOVERNANCE"]
  tenant_id        = "my_tenant_id"
  subscription_id  = "my_subscription_id"

  billing_export_spec {
    storage_account_name = "my_storage_account_name"
    container_name       = "my_container_name"
    directory_name       = "my_directory_name"
    report_name          = "my_report_name"
    subscription_id      = "my_subscription_id"
    billing_type         = "my_billing_type"
  }

  billing_export_spec2 {
    storage_account_name = "my_storage_account_name"
    container_name       = "my_container_name"
    directory_name       = "my_directory_name"
    report_name          = "my_report_name"
    subscription_id      = "my_subscription_id"
    billing_type         = "my_billing_type"
  }
}
