resource "harness_platform_connector_newrelic" "minimal" {
  name        = "New Relic minimal"
  identifier  = "newrelic_minimal"
  account_id  = "my_account_id"
  url         = "https://newrelic.example.com"
  api_key_ref = "account.my_secret"
}

resource "harness_platform_connector_newrelic" "full" {
  name               = "New Relic full"
  identifier         = "newrelic_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  account_id         = "my_account_id"
  url                = "https://newrelic.example.com"
  api_key_ref        = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
