resource "harness_platform_connector_vault" "minimal" {
  name                     = "HashiCorp Vault minimal"
  identifier               = "vault_minimal"
  auth_token               = "account.my_secret"
  base_path                = "harness"
  vault_url                = "https://vault.example.com"
  renewal_interval_minutes = 60
  access_type              = "TOKEN"
}

resource "harness_platform_connector_vault" "full" {
  name                              = "HashiCorp Vault full"
  identifier                        = "vault_full"
  description                       = "Shown in the platform"
  org_id                            = "my_org"
  project_id                        = "my_project"
  tags                              = ["owner:team a", "solo"]
  auth_token                        = "my_auth_token"
  base_path                         = "my_base_path"
  vault_url                         = "https://vault.example.com"
  is_read_only                      = true
  renewal_interval_minutes          = 30
  secret_engine_manually_configured = true
  secret_engine_name                = "my_secret_engine_name"
  app_role_id                       = "my_app_role_id"
  secret_id                         = "my_secret_id"
  is_default                        = true
  secret_engine_version             = 30
  delegate_selectors                = ["delegate-a", "delegate-b"]
  namespace                         = "my_namespace"
  sink_path                         = "my_sink_path"
  use_vault_agent                   = true
  use_aws_iam                       = true
  aws_region                        = "my_aws_region"
  vault_aws_iam_role                = "my_vault_aws_iam_role"
  xvault_aws_iam_server_id          = "my_xvault_aws_iam_server_id"
  use_k8s_auth                      = true
  vault_k8s_auth_role               = "my_vault_k8s_auth_role"
  service_account_token_path        = "my_service_account_token_path"
  k8s_auth_endpoint                 = "my_k8s_auth_endpoint"
  renew_app_role_token              = true
  access_type                       = "APP_ROLE"
  default                           = true
  read_only                         = true
  use_jwt_auth                      = true
  vault_jwt_auth_role               = "my_vault_jwt_auth_role"
  vault_jwt_auth_path               = "my_vault_jwt_auth_path"
  execute_on_delegate               = false
}
