resource "harness_platform_connector_azure_key_vault" "minimal" {
  name         = "Azure Key Vault minimal"
  identifier   = "azure_key_vault_minimal"
  client_id    = "my_client_id"
  secret_key   = "account.my_secret"
  tenant_id    = "my_tenant_id"
  vault_name   = "my_vault_name"
  subscription = "my_subscription"
}

resource "harness_platform_connector_azure_key_vault" "full" {
  name                        = "Azure Key Vault full"
  identifier                  = "azure_key_vault_full"
  description                 = "Shown in the platform"
  org_id                      = "my_org"
  project_id                  = "my_project"
  tags                        = ["owner:team a", "solo"]
  client_id                   = "my_client_id"
  secret_key                  = "my_secret_key"
  tenant_id                   = "my_tenant_id"
  vault_name                  = "my_vault_name"
  subscription                = "my_subscription"
  is_default                  = true
  azure_environment_type      = "AZURE"
  delegate_selectors          = ["delegate-a", "delegate-b"]
  use_managed_identity        = true
  azure_managed_identity_type = "SystemAssignedManagedIdentity"
  managed_client_id           = "my_managed_client_id"
  enable_purge                = true
}
