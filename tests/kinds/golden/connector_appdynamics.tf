resource "harness_platform_connector_appdynamics" "minimal" {
  name         = "AppDynamics controller minimal"
  identifier   = "appdynamics_minimal"
  account_name = "my_account_name"
  url          = "https://appdynamics.example.com"

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_appdynamics" "full" {
  name               = "AppDynamics controller full"
  identifier         = "appdynamics_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  account_name       = "my_account_name"
  url                = "https://appdynamics.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_appdynamics" "api_token" {
  name               = "AppDynamics controller api token"
  identifier         = "appdynamics_api_token"
  org_id             = "my_org"
  account_name       = "my_account_name"
  url                = "https://appdynamics.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  api_token {
    client_secret_ref = "account.my_secret"
    client_id         = "my_client_id"
  }
}
