resource "harness_platform_connector_splunk" "minimal" {
  name       = "Splunk minimal"
  identifier = "splunk_minimal"
  url        = "https://splunk.example.com"
  account_id = "my_account_id"

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_splunk" "full" {
  name               = "Splunk full"
  identifier         = "splunk_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://splunk.example.com"
  account_id         = "my_account_id"
  delegate_selectors = ["delegate-a", "delegate-b"]
  username           = "my_username"
  password_ref       = "account.my_secret"
}

resource "harness_platform_connector_splunk" "username_password" {
  name               = "Splunk username password"
  identifier         = "splunk_username_password"
  org_id             = "my_org"
  url                = "https://splunk.example.com"
  account_id         = "my_account_id"
  delegate_selectors = ["delegate-a", "delegate-b"]

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_splunk" "bearer_token" {
  name               = "Splunk bearer token"
  identifier         = "splunk_bearer_token"
  org_id             = "my_org"
  url                = "https://splunk.example.com"
  account_id         = "my_account_id"
  delegate_selectors = ["delegate-a", "delegate-b"]

  bearer_token {
    bearer_token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_splunk" "hec_token" {
  name               = "Splunk hec token"
  identifier         = "splunk_hec_token"
  org_id             = "my_org"
  url                = "https://splunk.example.com"
  account_id         = "my_account_id"
  delegate_selectors = ["delegate-a", "delegate-b"]

  hec_token {
    hec_token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_splunk" "no_authentication" {
  name               = "Splunk no authentication"
  identifier         = "splunk_no_authentication"
  org_id             = "my_org"
  url                = "https://splunk.example.com"
  account_id         = "my_account_id"
  delegate_selectors = ["delegate-a", "delegate-b"]

  no_authentication {}
}
