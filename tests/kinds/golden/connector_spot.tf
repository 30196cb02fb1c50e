resource "harness_platform_connector_spot" "minimal" {
  name       = "Spot minimal"
  identifier = "spot_minimal"

  permanent_token {
    spot_account_id = "my_spot_account_id"
    api_token_ref   = "account.my_secret"
  }
}

resource "harness_platform_connector_spot" "full" {
  name        = "Spot full"
  identifier  = "spot_full"
  description = "Shown in the platform"
  org_id      = "my_org"
  project_id  = "my_project"
  tags        = ["owner:team a", "solo"]

  permanent_token {
    spot_account_id     = "my_spot_account_id"
    api_token_ref       = "account.my_secret"
    delegate_selectors  = ["delegate-a", "delegate-b"]
    execute_on_delegate = false
  }
}

resource "harness_platform_connector_spot" "spot_account_id_ref" {
  name       = "Spot spot account id ref"
  identifier = "spot_spot_account_id_ref"
  org_id     = "my_org"

  permanent_token {
    spot_account_id_ref = "account.my_secret"
    api_token_ref       = "account.my_secret"
    delegate_selectors  = ["delegate-a", "delegate-b"]
    execute_on_delegate = false
  }
}
