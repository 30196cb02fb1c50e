resource "harness_platform_connector_pagerduty" "minimal" {
  name          = "PagerDuty minimal"
  identifier    = "pagerduty_minimal"
  api_token_ref = "account.my_secret"
}

resource "harness_platform_connector_pagerduty" "full" {
  name               = "PagerDuty full"
  identifier         = "pagerduty_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  api_token_ref      = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
